"""The town of a skyline: houses, landmarks, what they stand on, trees and bridges."""

import math

from . import skyline_parts as parts
from .skyline_data import HEIGHTS, TREES
from .skyline_parts import WIDTH, Inks, Plate, Point
from .skyline_scene import MIDDLE, Scene, colour, mix
from .skyline_shapes import draw_shape

HOUSES = {
    "gables": (parts.gable_house, parts.gable_house, parts.gable_house, parts.eaves_house),
    "south": (parts.south_house, parts.south_house, parts.flats),
    "flats": (parts.flats, parts.flats, parts.eaves_house),
    "timber": (parts.timber_house, parts.timber_house, parts.eaves_house),
    "mixed": (parts.eaves_house, parts.gable_house, parts.eaves_house, parts.flats),
    "modern": (parts.flats, parts.tower_block, parts.flats),
    "brick": (parts.eaves_house, parts.flats, parts.gable_house),
}


def draw_row(scene: Scene, inks: list[Inks], low: float, high: float) -> None:
    """A row of houses, no two neighbours alike, lower where the landmarks stand."""
    rng, last = scene.rng, None
    landmarks, x = scene.places[: len(scene.traits.landmarks)], -30.0
    while x < WIDTH + 10:
        house = rng.choice(HOUSES[scene.traits.houses])
        narrow = house in (parts.gable_house, parts.timber_house)
        w = rng.uniform(52, 76) if narrow else rng.uniform(74, 128)
        dip = max(0.45 * math.exp(-(((x + w / 2 - cx) / 130) ** 2)) for cx in landmarks)
        h = rng.uniform(low, high) * (1 - dip)
        k = rng.choice([ink for ink in inks if ink.wall != last] or inks)
        house(scene.plate, rng, x, scene.base, w, h, k)
        last, x = k.wall, x + w + (6 if house is parts.timber_house else 0)
        if rng.random() < 0.12:
            x += rng.uniform(24, 60)


def draw_landmarks(scene: Scene, inks: list[Inks]) -> None:
    """Up to three landmarks about the middle, the main one a little off it."""
    rng = scene.rng
    raised = {"mound": draw_mound, "crag": draw_crag}.get(scene.traits.land, lambda *_: 0)(scene, scene.places[0])
    order = list(enumerate(scene.traits.landmarks))
    # The main landmark stands in front, unless it is up on its hill behind the others.
    for number, name in order if raised else order[::-1]:
        cx, share = scene.places[number], (1.0, 0.86, 0.74)[number]
        h = HEIGHTS.get(name, 420) * share * rng.uniform(0.96, 1.06)
        base = scene.base - (raised if number == 0 else 0)
        h *= 0.78 if name == "castle" and raised else 1
        k = rng.choice(inks)
        if name == "towers":
            draw_towers(scene, cx, base, h, inks)
        else:
            # In the dark the great windows are what makes a landmark out.
            k = k._replace(glass=k.lit) if scene.plate.lit_share > 0.2 else k
            draw_shape(scene.plate, name, cx, base, h, k, rng.choice((-1, 1)))


def draw_towers(scene: Scene, cx: float, base: float, h: float, inks: list[Inks]) -> None:
    """A cluster of modern towers, the tallest in the middle."""
    for offset, share, w in ((-125, 0.62, 62), (118, 0.7, 58), (-62, 0.84, 54), (58, 0.9, 60), (0, 1.0, 56)):
        k = inks[(int(offset) // 60) % len(inks)]
        parts.tower_block(scene.plate, scene.rng, cx + offset * h / 430 - w / 2, base, w, h * share, k)


def draw_mound(scene: Scene, cx: float) -> float:
    """A wooded hill for the main landmark; the height to build at."""
    p, rng, mood, base, half = scene.plate, scene.rng, scene.mood, scene.base, 620
    green, shade = (scene.tint(mood.leaf, mood.walls["mark"][1], share, "mark") for share in (0.45, 0.25))

    def top(t: float) -> float:
        return base - 215 * (1 - abs(t) ** 2.6) ** 1.5

    p.poly([(cx + half * t, top(t)) for t in (n / 24 - 1 for n in range(49))], green)
    for _ in range(44):
        t, size, depth = rng.uniform(-0.85, 0.85), rng.uniform(13, 24), rng.uniform(0, 0.4)
        p.oval(cx + half * t, top(t) + size * 0.5 + (base - top(t)) * depth, size * 1.25, size, shade)
    return 205


def draw_crag(scene: Scene, cx: float) -> float:
    """A flat-topped rock for the main landmark; the height to build at."""
    p, mood, base, top = scene.plate, scene.mood, scene.base, scene.base - 236
    bright, plain, dark = (
        scene.tint(mood.walls["mid"][1], part, share, "mark")
        for part, share in ((mood.light, 0.3), (mood.walls["mark"][0], 0.12), (mood.walls["mark"][0], 0.4))
    )
    outline = ((-520, 0), (-380, 112), (-290, 140), (-238, 236), (240, 236), (286, 170), (350, 128), (520, 0))
    p.poly([(cx + x, base - y) for x, y in outline], plain)
    for left, w, lean in ((cx - 238, 120, -60), (cx - 60, 90, 30), (cx + 110, 84, 20)):
        edge = (left + w * 0.7 + lean, base - 120)
        p.poly([(left, top), (left + w, top), edge, (left + lean, base)], bright)
        p.poly([(left + w, top), (left + w * 1.3, top), (left + w * 1.5 + lean, base), edge], dark)
    return 232


def draw_trees(scene: Scene, inks: list[Inks], plate: Plate, places: list[Point], size: tuple[float, float]) -> None:
    """Trees standing at the given points."""
    for x, base in places:
        h = scene.rng.uniform(*size) * TREES[scene.traits.trees]
        draw_shape(plate, scene.traits.trees, x, base, h, scene.rng.choice(inks))


def street_trees(scene: Scene) -> list[Point]:
    """Points for clumps of trees along the street, with room between them."""
    rng, places = scene.rng, []
    x = rng.uniform(-40, 60)
    while x < WIDTH:
        for _ in range(rng.randint(2, 4)):
            places.append((x, scene.base))
            x += rng.uniform(26, 44)
        x += rng.uniform(110, 300)
    return places


def draw_arches(scene: Scene) -> None:
    """A stone bridge from edge to edge, its arches open to the shadow below."""
    p, mood, base, rise = scene.plate, scene.mood, scene.base + 16, 58
    span, stone = scene.rng.choice((210, 240, 270)), colour(mood.walls["mark"][0])
    wall, edge, shade, dark = (
        p.ink(mix(stone, colour(part), share))
        for part, share in ((mood.haze, 0.22), (mood.light, 0.7), (mood.deep, 0.25), (mood.deep, 0.42))
    )
    p.rect(0, base - rise - 20, WIDTH, base, dark)
    deck = [(x, base - rise - 34 - 20 * math.exp(-(((x - MIDDLE) / 520) ** 2))) for x in range(-20, WIDTH + 40, 30)]
    piers = [MIDDLE + span * (number - 4.5) for number in range(10)]
    under = []
    for x in piers[:-1]:
        arch = parts.arc(x + span / 2, base - 6, span / 2 - 13, rise)
        under += [(x + 13, base), *arch, (x + span - 13, base)]
    p.poly(deck[::-1] + under, wall)
    p.line([(x, y + 13) for x, y in deck], 3, shade)
    p.line(deck, 7, edge)
    for x in piers:
        p.poly([(x - 17, base), (x - 11, base - 34), (x + 11, base - 34), (x + 17, base)], shade)


def draw_suspension(scene: Scene, ink: int) -> None:
    """A hanging bridge far behind the houses."""
    p, deck, top, first, last = scene.plate, scene.base - 150, scene.base - 330, 250, 1350
    half = (last - first) / 2
    for x in (first, last):
        p.rect(x - 9, top, x + 9, scene.base, ink)
    for centre in (first - half, (first + last) / 2, last + half):
        cable = [
            (x, deck - 14 - (deck - 14 - top) * ((x - centre) / half) ** 2)
            for x in (centre + half * n / 25 for n in range(-25, 26))
        ]
        p.line(cable, 4, ink)
        for x, y in cable[1:-1]:
            p.line([(x, y), (x, deck)], 1.4, ink)
    p.rect(0, deck, WIDTH, deck + 9, ink)
