"""Generates static/img/europe.svg, the outlines of the map of cities. Run once: the SVG is under version control.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python -m cities.map.outlines.draw_outlines package/countries-50m.json

The input is Natural Earth's countries as TopoJSON, in which neighbours share arcs: a border is simplified once for
both, so no gap opens between them. The steps and their reasons are in cities/map/outlines/README.md. The format is
specified at https://github.com/topojson/topojson-specification.
"""

import json
import sys
from heapq import heapify, heappop, heappush
from pathlib import Path

from cities.map.projection import HEIGHT, WIDTH, place

TARGET = Path(__file__).parents[3] / "static" / "img" / "europe.svg"
# The smallest triangle area of a vertex that is kept, in square units of the drawing (one unit is 2.5 km).
DETAIL = 6
# The smallest area of an island that is kept, in the same units, except for a country's largest polygon.
SMALLEST = 20
MARGIN = 30  # how far polygons extend beyond the edge, so that the clipped sides are out of sight

# The countries that get a path of their own: ISO 3166-1 numeric codes, as in the input, and alpha-2 codes.
COUNTRIES = {
    "008": "AL", "020": "AD", "040": "AT", "112": "BY", "056": "BE", "070": "BA", "100": "BG", "191": "HR",
    "196": "CY", "203": "CZ", "208": "DK", "233": "EE", "234": "FO", "246": "FI", "248": "AX", "250": "FR",
    "276": "DE", "300": "GR", "348": "HU", "352": "IS", "372": "IE", "833": "IM", "380": "IT", "428": "LV",
    "438": "LI", "440": "LT", "442": "LU", "470": "MT", "498": "MD", "499": "ME", "807": "MK",
    "528": "NL", "578": "NO", "616": "PL", "620": "PT", "642": "RO", "643": "RU", "674": "SM", "688": "RS",
    "703": "SK", "705": "SI", "724": "ES", "752": "SE", "756": "CH", "792": "TR", "804": "UA", "826": "GB",
}  # fmt: skip
BY_NAME = {"Kosovo": "XK", "N. Cyprus": "CY"}  # without a numeric code in the input
CRIMEA = (34.3, 45.2)  # a point in it: Natural Earth draws it as part of Russia, against international law
BEYOND = "beyond"  # the id of all other land, drawn as one shape without borders


def decoded(topology):
    """Return the arcs of a quantized topology as lists of (longitude, latitude)."""
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
    """Return the area of a triangle of three points."""
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2


def simpler(points, detail):
    """Return a line simplified by Visvalingam's algorithm: without the vertices of least area. Its ends are kept."""
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
    """Return all rings of a geometry, holes included, each as a list of arc indexes (~index for a reversed arc)."""
    if geometry["type"] == "Polygon":
        return list(geometry["arcs"])
    return [ring for polygon in geometry["arcs"] for ring in polygon]


def merged(rings, ends):
    """Return the outline of the union of several rings: arcs that two of them share are dropped.

    ``ends`` takes an arc index and returns the arc's first and last point.
    """
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
    """Return whether a point lies inside a ring of points, by ray casting."""
    x, y = point
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def cut(ring):
    """Return a ring clipped to the drawing and its margin, by the Sutherland-Hodgman algorithm."""
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
    """Return the area of a ring of points, by the shoelace formula."""
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2


def path(rings):
    """Return the path data of rings for SVG's ``d`` attribute, in integers and relative steps to keep it short."""
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
    """Return a dict of path data by country code, with that of all other land as BEYOND."""
    arcs = decoded(topology)
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
    """Return whether a ring is Crimea's own and not that of all of Russia."""
    return contains(ring, CRIMEA) and max(lon for lon, _lat in ring) < 40


def main(source):
    """Write the SVG of a TopoJSON file, given its path."""
    paths = outlines(json.loads(Path(source).read_text(encoding="utf-8")))
    ground = paths.pop(BEYOND)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">',
        "<!-- Made with Natural Earth (public domain, naturalearthdata.com) by cities/map/outlines -->",
        f'<path id="{BEYOND}" vector-effect="non-scaling-stroke" d="{ground}"/>',
        '<g id="countries">',
        # vector-effect keeps borders thin at every zoom; as an attribute, since the page's CSS does not match in <use>.
        *(f'<path id="{code}" vector-effect="non-scaling-stroke" d="{line}"/>' for code, line in paths.items()),
        "</g></svg>",
    ]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{TARGET}: {len(paths)} countries, {TARGET.stat().st_size} bytes")  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
