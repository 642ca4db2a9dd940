"""Draws static/img/europe.svg, the outlines of the map of cities. Run once; the drawing is kept in the repository.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python -m cities.map.outlines.draw_outlines package/countries-50m.json

It reads Natural Earth's countries as TopoJSON, in which neighbours share their borders: so a border is made simpler
once, and no gap opens between two countries. What it does and why stands in cities/map/outlines/README.md.
"""

import json
import sys
from heapq import heapify, heappop, heappush
from pathlib import Path

from cities.map.projection import HEIGHT, WIDTH, place

TARGET = Path(__file__).parents[3] / "static" / "img" / "europe.svg"
# A corner of a coast whose triangle is smaller than this is left out, in square units of 2.5 km.
DETAIL = 6
# Islands smaller than this are left out, unless they are all that a country has.
SMALLEST = 20
MARGIN = 30  # drawn beyond the edge, so that the cut is not seen

# ISO 3166's numbers, as Natural Earth has them, and letters of the countries that are drawn one by one.
COUNTRIES = {
    "008": "AL", "020": "AD", "040": "AT", "112": "BY", "056": "BE", "070": "BA", "100": "BG", "191": "HR",
    "196": "CY", "203": "CZ", "208": "DK", "233": "EE", "234": "FO", "246": "FI", "248": "AX", "250": "FR",
    "276": "DE", "300": "GR", "348": "HU", "352": "IS", "372": "IE", "833": "IM", "380": "IT", "428": "LV",
    "438": "LI", "440": "LT", "442": "LU", "470": "MT", "498": "MD", "499": "ME", "807": "MK",
    "528": "NL", "578": "NO", "616": "PL", "620": "PT", "642": "RO", "643": "RU", "674": "SM", "688": "RS",
    "703": "SK", "705": "SI", "724": "ES", "752": "SE", "756": "CH", "792": "TR", "804": "UA", "826": "GB",
}  # fmt: skip
BY_NAME = {"Kosovo": "XK", "N. Cyprus": "CY"}  # those that ISO gives no number
CRIMEA = (34.3, 45.2)  # a place in it: Natural Earth draws it with Russia, international law does not
BEYOND = "beyond"  # all other land: the ground that Europe stands on, without borders


def decoded(topology):
    """Return the arcs of a topology as lists of longitudes and latitudes."""
    (scale_x, scale_y), (move_x, move_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        arc = []
        for step_x, step_y in steps:
            x, y = x + step_x, y + step_y
            arc.append((x * scale_x + move_x, y * scale_y + move_y))
        arcs.append(arc)
    return arcs


def triangle(a, b, c):
    """Return the area of a triangle."""
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2


def simpler(points, detail):
    """Return a line without the corners that matter least, by Visvalingam's method; its ends stay."""
    before, after = list(range(-1, len(points) - 1)), list(range(1, len(points) + 1))
    kept = [True] * len(points)
    heap = [(triangle(*points[i - 1 : i + 2]), i, i - 1, i + 1) for i in range(1, len(points) - 1)]
    heapify(heap)
    while heap and heap[0][0] < detail:
        area, i, left, right = heappop(heap)
        if not kept[i] or (before[i], after[i]) != (left, right):
            continue
        kept[i] = False
        after[left], before[right] = right, left
        for j in (left, right):
            if 0 < j < len(points) - 1:
                corner = triangle(points[before[j]], points[j], points[after[j]])
                heappush(heap, (max(area, corner), j, before[j], after[j]))
    return [point for point, keep in zip(points, kept, strict=True) if keep]


def rings_of(geometry):
    """Return the rings of a geometry, each as a list of arcs' numbers; holes are rings like others."""
    if geometry["type"] == "Polygon":
        return list(geometry["arcs"])
    return [ring for polygon in geometry["arcs"] for ring in polygon]


def merged(rings, ends):
    """Return the rings around what several rings enclose together: what two of them share is no border any more."""
    used = [number for ring in rings for number in ring]
    outer = [number for number in used if ~number not in used]
    starts = {}
    for number in outer:
        starts.setdefault(ends(number)[0], []).append(number)
    found = []
    while starts:
        ring = [next(iter(starts.values()))[0]]
        while True:
            start = ends(ring[-1])[0]
            starts[start].remove(ring[-1])
            if not starts[start]:
                del starts[start]
            if ends(ring[-1])[1] not in starts or ends(ring[-1])[1] == ends(ring[0])[0]:
                break
            ring.append(starts[ends(ring[-1])[1]][0])
        found.append(ring)
    return found


def contains(ring, point):
    """Tell whether a point lies in a ring of points."""
    x, y = point
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def cut(ring):
    """Return a ring without what lies beyond the drawing and its margin, by Sutherland and Hodgman's method."""
    edges = [(0, -MARGIN, 1), (0, WIDTH + MARGIN, -1), (1, -MARGIN, 1), (1, HEIGHT + MARGIN, -1)]
    for axis, limit, sign in edges:
        result = []
        for a, b in zip(ring[-1:] + ring[:-1], ring, strict=True):
            in_a, in_b = ((point[axis] - limit) * sign >= 0 for point in (a, b))
            if in_a != in_b:
                share = (limit - a[axis]) / (b[axis] - a[axis])
                result.append((a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])))
            if in_b:
                result.append(b)
        ring = result
        if not ring:
            break
    return ring


def area(ring):
    """Return the area of a ring."""
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2


def path(rings):
    """Return SVG's path of rings, in whole units and small steps."""
    text = []
    for ring in rings:
        x, y = (round(value) for value in ring[0])
        text.append(f"M{x} {y}l")
        steps = []
        for point in ring[1:]:
            to_x, to_y = (round(value) for value in point)
            if (to_x, to_y) != (x, y):
                steps.append(f"{to_x - x} {to_y - y}")
                x, y = to_x, to_y
        text.append(" ".join(steps).replace(" -", "-") + "z")
    return "".join(text)


def outlines(topology):
    """Return the path of each country by its code, and that of all other land."""
    arcs = decoded(topology)
    #
    drawn = [simpler([place(lat, lon) for lon, lat in arc], DETAIL) for arc in arcs]

    def ends(number):
        arc = arcs[number if number >= 0 else ~number]
        first, last = (tuple(round(value, 6) for value in end) for end in (arc[0], arc[-1]))
        return (first, last) if number >= 0 else (last, first)

    def points(ring, lines):
        found = []
        for number in ring:
            line = lines[number] if number >= 0 else lines[~number][::-1]
            found += line[:-1]
        return found

    rings = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        name = geometry["properties"]["name"]
        code = COUNTRIES.get(geometry.get("id")) or BY_NAME.get(name) or BEYOND
        for ring in rings_of(geometry) if geometry.get("arcs") else ():
            to = "UA" if code == "RU" and is_crimea(points(ring, arcs)) else code
            rings.setdefault(to, []).append(ring)
    paths = {}
    for code, own in sorted(rings.items()):
        pieces = [cut(points(ring, drawn)) for ring in merged(own, ends)]
        pieces = sorted((piece for piece in pieces if len(piece) > 2), key=area, reverse=True)
        pieces = pieces[:1] + [piece for piece in pieces[1:] if area(piece) >= SMALLEST]
        if pieces:
            paths[code] = path(pieces)
    return paths


def is_crimea(ring):
    """Tell whether a ring goes around Crimea, and not around all of Russia."""
    return contains(ring, CRIMEA) and max(lon for lon, _lat in ring) < 40


def main(source):
    paths = outlines(json.loads(Path(source).read_text(encoding="utf-8")))
    ground = paths.pop(BEYOND)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">',
        "<!-- Made with Natural Earth (public domain, naturalearthdata.com) by cities/map/outlines -->",
        f'<path id="{BEYOND}" vector-effect="non-scaling-stroke" d="{ground}"/>',
        '<g id="countries">',
        # Borders stay as thin when the map is enlarged. A style from outside does not reach into what is used.
        *(f'<path id="{code}" vector-effect="non-scaling-stroke" d="{line}"/>' for code, line in paths.items()),
        "</g></svg>",
    ]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{TARGET}: {len(paths)} countries, {TARGET.stat().st_size} bytes")  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
