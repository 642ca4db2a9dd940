"""Drawn skylines that stand in where the demonstration content has no photograph.

`draw_skyline(slug)` always draws the same picture for the same slug, like a plate of one printed series: a sky
with a disc, pale distant layers, the town with its landmarks in the middle third, and water or a park before it.
What a city shows follows its character (TRAITS); what the slug does not settle, a generator seeded by it does.
"""

import math
from functools import lru_cache
from random import Random

from PIL import Image, ImageChops, ImageFilter

from .skyline_data import BOATS, FOCUS, TRAITS
from .skyline_parts import HEIGHT, WIDTH, Inks, Plate
from .skyline_scene import (
    MIDDLE,
    Scene,
    colour,
    curve,
    draw_birds,
    draw_clouds,
    draw_disc,
    draw_far_town,
    draw_land,
    ground,
    layer_inks,
    mix,
    sky,
)
from .skyline_shapes import draw_shape
from .skyline_town import draw_arches, draw_landmarks, draw_row, draw_suspension, draw_trees, street_trees

__all__ = ["TRAITS", "draw_skyline", "focal_point"]


def lay_mist(scene: Scene, canvas: Image.Image, layer: str, strength: float) -> None:
    """Let the foot of a layer fade into haze, as distance does."""
    mask, top = scene.plate.mask_of(layer), scene.plate.top
    rows, foot = mask.size[1], (scene.base - 90) * scene.scale - top
    fade = bytes(round(255 * strength * min(1.0, max(0.0, row / foot - 0.35) / 0.65)) for row in range(rows))
    fade = Image.frombytes("L", (1, rows), fade).resize(mask.size, Image.Resampling.NEAREST)
    mask = ImageChops.multiply(mask, fade)
    canvas.paste(colour(scene.mood.haze), (0, top), mask)


def lay_water(scene: Scene, canvas: Image.Image) -> None:
    """The town upside down in the water, row by row a little out of place."""
    rng, shore, scale = scene.rng, scene.base + 16, scene.scale
    line, (width, height) = round(shore * scale), canvas.size
    mirrored = canvas.crop((0, line - (height - line) * 2, width, line)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    # A little too wide, so that no shifted row leaves a gap at the edge.
    spare = round(20 * scale)
    mirrored = mirrored.resize((width + 2 * spare, height - line), Image.Resampling.BILINEAR)
    tint = Image.new("RGB", mirrored.size, colour(scene.mood.water))
    mirrored = Image.blend(mirrored, tint, 0.32)
    y = 0
    while y < height - line:
        depth = y / (height - line)
        rows = max(2, round((3 + 9 * depth) * scale))
        strip = mirrored.crop((0, y, width + 2 * spare, y + rows))
        canvas.paste(strip, (round(rng.uniform(-1, 1) * (2 + 16 * depth) * scale) - spare, line + y))
        y += rows


def draw_ripples(scene: Scene, plate: Plate) -> None:
    """Long flat strokes of light and shade, brightest under the disc."""
    rng, mood, shore = scene.rng, scene.mood, scene.base + 16
    light, dark = (
        plate.ink(mix(colour(mood.water), colour(part), share), alpha)
        for part, share, alpha in ((mood.light, 0.7, 150), (mood.deep, 0.45, 90))
    )
    glitter = plate.ink(colour(mood.disc), 215)
    for number in range(84):
        depth = rng.random() ** 0.8
        y, half = shore + 8 + depth * (HEIGHT - shore - 14), (14 + 60 * depth) * rng.uniform(0.5, 1.4)
        near_disc = number < 26
        x = scene.disc[0] + rng.gauss(0, 18 + 45 * depth) if near_disc else rng.uniform(-40, WIDTH + 40)
        ink = glitter if near_disc else rng.choice((light, light, dark))
        thick = 1.4 + 3.2 * depth
        plate.poly(
            [
                (x - half, y),
                (x - half * 0.3, y - thick / 2),
                (x + half * 0.5, y - thick / 3),
                (x + half, y),
                (x + half * 0.3, y + thick / 2),
            ],
            ink,
        )


def draw_boats(scene: Scene, plate: Plate, inks: list[Inks]) -> None:
    """The boats, one to each side of the middle, with a dark trace below them."""
    rng, side = scene.rng, scene.rng.choice((-1, 1))
    for name in [extra for extra in scene.traits.extras if extra in BOATS]:
        least, most, reach = BOATS[name]
        x, y, h = MIDDLE + side * rng.uniform(130, 330), scene.base + rng.uniform(52, 92), rng.uniform(least, most)
        trace = plate.ink(colour(scene.mood.deep), 90)
        for row in range(4):
            half = reach * h * (0.95 - 0.2 * row) * rng.uniform(0.8, 1.05)
            plate.oval(x + rng.uniform(-8, 8), y + 3 + row * 8, half, 2.6, trace)
        draw_shape(plate, name, x, y, h, inks[0], rng.choice((-1, 1)))
        side = -side


def draw_park(scene: Scene, plate: Plate, inks: list[Inks]) -> None:
    """Rolling lawns, a path that leads to the town, and wooded slopes that frame it."""
    rng, mood, base, side = scene.rng, scene.mood, scene.base, scene.side
    far, leaf, deep = colour(mood.walls["mid"][0]), colour(mood.leaf), colour(mood.deep)
    lawns = [plate.ink(mix(leaf, far, share)) for share in (0.5, 0.38, 0.27)]
    for number, (lawn, y) in enumerate(zip(lawns, (base + 14, base + 54, base + 122))):
        plate.poly(ground(curve(rng, 12 + 10 * number, (0.7, 1.6), y), HEIGHT), lawn)
    bend = [
        (MIDDLE + side * (60 + 170 * math.sin(t * 3.6) * t), base + 10 + 300 * t * t, 5 + 105 * t * t)
        for t in (n / 30 for n in range(31))
    ]
    path = plate.ink(mix(far, colour(mood.light), 0.5)) if sum(leaf) > 130 else lawns[0]
    plate.poly([(x - half, y) for x, y, half in bend] + [(x + half, y) for x, y, half in bend[::-1]], path)
    for number, tone in enumerate((mix(leaf, far, 0.14), leaf, mix(leaf, deep, 0.35)), start=1):
        reach = -side if number == 2 else side
        y, edge, length = base + 58 * number, MIDDLE + reach * 830, reach * (680 - 90 * number)
        slope = [(edge - length * t, y + (HEIGHT - y) * t**2.2) for t in (n / 24 for n in range(25))]
        plate.poly([(edge, HEIGHT), *slope], plate.ink(tone))
        places = [(x, top + 8) for x, top in sorted(rng.sample(slope[2:13:2], 3))]
        draw_trees(scene, inks, plate, places, (116 + 26 * number, 144 + 32 * number))


@lru_cache(maxsize=4)
def grain(size: tuple[int, int], coarse: int) -> Image.Image:
    """The tooth of the paper: a fixed, soft noise as a mask."""
    tile = Image.frombytes("L", (512, 512), Random(1).randbytes(512 * 512)).filter(ImageFilter.BoxBlur(0.8))
    whole = Image.new("L", size)
    for x in range(0, size[0], 512):
        for y in range(0, size[1], 512):
            whole.paste(tile, (x, y))
    return whole.point([max(0, value - 110) // coarse for value in range(256)])


def draw_foreground(scene: Scene, canvas: Image.Image) -> None:
    """Water with boats, or a park."""
    plate = Plate(scene.scale, scene.base - 200, HEIGHT, scene.plate.light, scene.mood.lit_share)
    inks = layer_inks(scene, "near", plate)
    if scene.traits.water:
        lay_water(scene, canvas)
        draw_ripples(scene, plate)
        draw_boats(scene, plate, inks)
    else:
        draw_park(scene, plate, inks)
    plate.print_on(canvas)


def draw_town(scene: Scene) -> None:
    """Everything above the shore, from the back to the front."""
    mid, mark, near = (layer_inks(scene, layer) for layer in ("mid", "mark", "near"))
    # Canal houses are tall, and those behind a bridge must look over it.
    tall = 1 + 0.3 * (scene.traits.water == "canal") + 0.35 * ("arches" in scene.traits.extras)
    draw_land(scene)
    draw_far_town(scene)
    if "suspension" in scene.traits.extras:
        draw_suspension(scene, mid[0].roof)
    raised = scene.traits.land in ("mound", "crag")
    draw_row(scene, mid, 110 if raised else 170, 190 if raised else 260)
    draw_landmarks(scene, mark)
    draw_row(scene, near, 120 * tall, 185 * tall)
    if "arches" in scene.traits.extras:
        draw_arches(scene)
    else:
        draw_trees(scene, near, scene.plate, street_trees(scene), (46, 70))
        scene.plate.rect(0, scene.base - 2, WIDTH, scene.base + 16, near[0].shade)
        if scene.traits.water:
            scene.plate.rect(0, scene.base - 2, WIDTH, scene.base + 2, near[0].pale)


def draw_skyline(slug: str, size: tuple[int, int] = (1600, 1200)) -> Image.Image:
    """The skyline of a slug; a size of another shape shows a part of the same picture about its middle."""
    scene = Scene(slug, max(size[0] / WIDTH, size[1] / HEIGHT))
    canvas = sky(scene)
    draw_disc(scene)
    draw_clouds(scene)
    draw_birds(scene)
    draw_town(scene)
    scene.plate.print_on(canvas)
    lay_mist(scene, canvas, "far", 0.6)
    lay_mist(scene, canvas, "mid", 0.5)
    draw_foreground(scene, canvas)
    # Light specks show more on dark paper.
    canvas.paste(colour("#fbfaf7"), mask=grain(canvas.size, 12 if scene.mood_name in ("night", "dusk") else 6))
    left, top = offset(size, scene.scale)
    return canvas.crop((left, top, left + size[0], top + size[1]))


def offset(size: tuple[int, int], scale: float) -> tuple[int, int]:
    """Where a picture of another shape lies on the whole one: in the middle, as the focal point would crop it."""
    return round((WIDTH * scale - size[0]) / 2), round((HEIGHT * scale - size[1]) * FOCUS[1])


def focal_point(size: tuple[int, int] = (1600, 1200)) -> tuple[int, int, int, int]:
    """The focal rectangle as Wagtail keeps it: the x and y of its centre, its width and its height."""
    scale = max(size[0] / WIDTH, size[1] / HEIGHT)
    left, top = offset(size, scale)
    x, y, width, height = FOCUS
    return (
        round(x * WIDTH * scale) - left,
        round(y * HEIGHT * scale) - top,
        min(size[0], round(width * WIDTH * scale)),
        min(size[1], round(height * HEIGHT * scale)),
    )
