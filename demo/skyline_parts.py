"""The parts skylines are drawn from: the printing plate, roofs, walls and houses.

Every part is a function of the plate, a seeded random source, a place and a size in the plate's own units
(1600 by 1200, the origin top left), and the inks of the layer it stands in. Parts stand on `base` and rise
from there, so that whatever the sizes are nothing floats.
"""

import math
from random import Random
from typing import NamedTuple

from PIL import Image, ImageChops, ImageDraw

WIDTH, HEIGHT = 1600, 1200

Point = tuple[float, float]
Colour = tuple[int, int, int]


class Inks(NamedTuple):
    """The numbers of the inks one building is printed in."""

    wall: int
    shade: int
    pale: int
    roof: int
    roof_shade: int
    glass: int
    lit: int
    leaf: int
    leaf_shade: int


class Plate:
    """A picture of ink numbers, drawn three times too large and printed at its size.

    Numbers instead of colours keep the large picture in one byte per pixel; the colours, and the smooth edges,
    come into being when each channel is looked up and reduced. That is several times faster than drawing in
    colour, and as exact, since the colours are multiplied by their opacity before they are averaged.
    """

    FINE = 3

    def __init__(self, scale: float, top: float, bottom: float, light: int = -1, lit_share: float = 0.0):
        self.top = round(top * scale)
        self.size = (round(WIDTH * scale), round(bottom * scale) - self.top)
        self.factor = scale * self.FINE
        self.image = Image.new("L", (self.size[0] * self.FINE, self.size[1] * self.FINE), 0)
        self.draw = ImageDraw.Draw(self.image)
        self.inks: list[tuple[int, int, int, int]] = [(0, 0, 0, 0)]
        self.numbers: dict[tuple[int, int, int, int, str], int] = {}
        self.layers: dict[str, list[int]] = {}
        self.light = light
        self.lit_share = lit_share

    def ink(self, colour: Colour, alpha: int = 255, layer: str = "") -> int:
        """The number of a colour in a layer (the same colour in two layers is two inks, for the mist)."""
        key = (*colour, alpha, layer)
        if key not in self.numbers:
            self.numbers[key] = len(self.inks)
            self.layers.setdefault(layer, []).append(len(self.inks))
            self.inks.append((*(round(part * alpha / 255) for part in colour), alpha))
        return self.numbers[key]

    def _at(self, points) -> list[Point]:
        return [(x * self.factor, y * self.factor - self.top * self.FINE) for x, y in points]

    def poly(self, points, ink: int) -> None:
        self.draw.polygon(self._at(points), fill=ink)

    def rect(self, x0: float, y0: float, x1: float, y1: float, ink: int) -> None:
        (left, upper), (right, lower) = self._at([(x0, y0), (x1, y1)])
        # Pillow counts the last pixel in; without the -1 neighbours would overlap.
        self.draw.rectangle((left, upper, max(left, right - 1), max(upper, lower - 1)), fill=ink)

    def oval(self, cx: float, cy: float, rx: float, ry: float, ink: int) -> None:
        self.draw.ellipse(
            self._at([(cx - rx, cy - ry), (cx + rx, cy + ry)])[0] + self._at([(cx + rx, cy + ry)])[0], fill=ink
        )

    def line(self, points, width: float, ink: int) -> None:
        self.draw.line(self._at(points), fill=ink, width=max(1, round(width * self.factor)), joint="curve")

    def _printed(self, table: list[int]) -> Image.Image:
        table = table + [0] * (256 - len(table))
        return self.image.point(table).reduce(self.FINE)

    def mask_of(self, layer: str) -> Image.Image:
        """Where a layer is still to be seen after everything has been drawn."""
        numbers = set(self.layers.get(layer, ()))
        return self._printed([255 if number in numbers else 0 for number in range(256)])

    def print_on(self, canvas: Image.Image) -> None:
        """Print the plate over the canvas (changes the canvas)."""
        channels = [self._printed([ink[channel] for ink in self.inks]) for channel in range(3)]
        cover = self._printed([ink[3] for ink in self.inks])
        box = (0, self.top, self.size[0], self.top + self.size[1])
        ground = canvas.crop(box)
        ground.paste((0, 0, 0), mask=cover)
        canvas.paste(ImageChops.add(ground, Image.merge("RGB", channels)), box)


def arc(cx: float, base: float, rx: float, ry: float, start: float = 180, end: float = 360, steps: int = 24):
    """Points of an arc of an ellipse, clockwise from the left, in degrees."""
    return [
        (
            cx + rx * math.cos(math.radians(start + (end - start) * step / steps)),
            base + ry * math.sin(math.radians(start + (end - start) * step / steps)),
        )
        for step in range(steps + 1)
    ]


def shaded(p: Plate, x: float, top: float, w: float, base: float, k: Inks, share: float = 0.34) -> None:
    """A wall with the side turned from the light in shade."""
    p.rect(x, top, x + w, base, k.wall)
    edge = x + w * (1 - share) if p.light < 0 else x
    p.rect(edge, top, edge + w * share, base, k.shade)


def cone(p: Plate, cx: float, base: float, w: float, h: float, ink: int, shade: int) -> None:
    """A pointed roof, its far side in shade."""
    p.poly([(cx - w / 2, base), (cx, base - h), (cx + w / 2, base)], ink)
    p.poly([(cx, base - h), (cx - p.light * w / 2, base), (cx - p.light * w * 0.12, base)], shade)


def cupola(p: Plate, cx: float, base: float, rx: float, ry: float, ink: int, shade: int) -> None:
    """Half an ellipse, its far side in shade."""
    p.poly(arc(cx, base, rx, ry), ink)
    rim = arc(cx, base, rx, ry, 270, 360, 14)
    inner = arc(cx, base, rx * 0.42, ry, 360, 270, 14)
    p.poly([(cx - p.light * (x - cx), y) for x, y in rim + inner], shade)


def windows(
    p: Plate,
    rng: Random,
    x: float,
    top: float,
    w: float,
    h: float,
    k: Inks,
    pitch: Point = (17, 25),
    size: Point = (7, 12),
) -> None:
    """A regular field of windows, a few of them lit."""
    columns, rows = max(1, int((w - 6) / pitch[0])), int(h / pitch[1])
    left = x + (w - (columns - 1) * pitch[0] - size[0]) / 2
    for row in range(rows):
        for column in range(columns):
            ink = k.lit if rng.random() < p.lit_share else k.glass
            x0, y0 = left + column * pitch[0], top + row * pitch[1]
            p.rect(x0, y0, x0 + size[0], y0 + size[1], ink)


def onion(p: Plate, cx: float, base: float, r: float, h: float, ink: int, shade: int) -> None:
    """A dome that swells, then draws in to a point."""
    side = ((0.8, 0), (0.98, 0.12), (1, 0.22), (0.9, 0.36), (0.62, 0.52), (0.3, 0.66), (0.12, 0.8), (0, 1))
    p.poly([(cx - x * r, base - y * h) for x, y in side] + [(cx + x * r, base - y * h) for x, y in side[::-1]], ink)
    p.poly(
        [(cx - p.light * x * r, base - y * h) for x, y in side]
        + [(cx - p.light * x * r * 0.42, base - y * h) for x, y in side[::-1]],
        shade,
    )


# --- Houses: each fills the width from x to x + w -------------------------------------------------------------


def gable_house(p: Plate, rng: Random, x: float, base: float, w: float, h: float, k: Inks) -> None:
    """A narrow house with its gable to the street: plain, stepped or curved."""
    rise = w * rng.uniform(0.75, 1.0)
    eaves, cx = base - h + rise * 0.55, x + w / 2
    kind = rng.choice(("plain", "plain", "stepped", "curved"))
    p.rect(x, eaves, x + w, base, k.wall)
    if kind == "plain":
        p.poly([(x - 3, eaves + 4), (cx, eaves - rise), (x + w + 3, eaves + 4)], k.roof)
        p.poly([(x + 4, eaves + 4), (cx, eaves - rise + 12), (x + w - 4, eaves + 4)], k.wall)
    elif kind == "stepped":
        for step in range(4):
            p.rect(x + w * step / 9, eaves - rise * (step + 1) / 4, x + w - w * step / 9, eaves, k.wall)
    else:
        p.poly(
            [
                (x, eaves),
                *arc(x, eaves - rise * 0.5, w * 0.26, rise * 0.5, 90, 0, 8),
                (x + w * 0.26, eaves - rise * 0.8),
                *arc(cx, eaves - rise * 0.8, w * 0.24, rise * 0.2, 180, 360, 8),
                *arc(x + w, eaves - rise * 0.5, w * 0.26, rise * 0.5, 180, 90, 8),
                (x + w, eaves),
            ],
            k.wall,
        )
        p.rect(x, eaves - 3, x + w, eaves, k.pale)
    p.rect(cx - 3.5, eaves - rise * 0.42, cx + 3.5, eaves - rise * 0.42 + 11, k.glass)
    windows(p, rng, x, eaves + 12, w, base - eaves - 20, k)


def eaves_house(p: Plate, rng: Random, x: float, base: float, w: float, h: float, k: Inks) -> None:
    """A house with its long side to the street, with dormers or a chimney."""
    roof = min(h * 0.34, rng.uniform(34, 52))
    eaves, slope = base - h + roof, rng.uniform(6, 18)
    chimney = x + w * rng.uniform(0.2, 0.75)
    p.rect(chimney, base - h - 13, chimney + 10, eaves, k.roof_shade)
    p.poly([(x - 3, eaves), (x + slope, base - h), (x + w - slope, base - h), (x + w + 3, eaves)], k.roof)
    p.rect(x, eaves, x + w, base, k.wall)
    for dormer in range(int(w // 38) if rng.random() < 0.6 else 0):
        cx = x + w * (dormer + 1) / (w // 38 + 1)
        p.poly(
            [
                (cx - 8, eaves - 2),
                (cx - 8, eaves - roof * 0.5),
                (cx, eaves - roof * 0.8),
                (cx + 8, eaves - roof * 0.5),
                (cx + 8, eaves - 2),
            ],
            k.wall,
        )
        p.rect(cx - 3.5, eaves - roof * 0.5, cx + 3.5, eaves - 5, k.glass)
    windows(p, rng, x, eaves + 11, w, base - eaves - 14, k)


def south_house(p: Plate, rng: Random, x: float, base: float, w: float, h: float, k: Inks) -> None:
    """A plain rendered house under a low tiled roof, or a flat one with a terrace."""
    top = base - h
    shaded(p, x, top, w, base, k, 0.26)
    if rng.random() < 0.7:
        p.poly([(x - 5, top + 2), (x + w * 0.16, top - 17), (x + w * 0.84, top - 17), (x + w + 5, top + 2)], k.roof)
        p.rect(x - 5, top + 2, x + w + 5, top + 6, k.roof_shade)
    else:
        p.rect(x + w * 0.16, top - 16, x + w * 0.52, top, k.wall)
        p.rect(x - 2, top, x + w + 2, top + 4, k.pale)
    windows(p, rng, x, top + 16, w, h - 26, k, (21, 28), (8, 14))


def flats(p: Plate, rng: Random, x: float, base: float, w: float, h: float, k: Inks) -> None:
    """A block of flats with bands of balconies or plain windows."""
    top = base - h
    shaded(p, x, top, w, base, k, 0.28)
    p.rect(x + w * 0.3, top - 11, x + w * 0.58, top, k.shade)
    if rng.random() < 0.35:
        for y in range(int(top) + 14, int(base) - 8, 24):
            p.rect(x + 6, y, x + w - 6, y + 10, k.glass)
            spot = rng.uniform(x + 8, x + w - 22)
            if rng.random() < p.lit_share * 3:
                p.rect(spot, y, spot + 12, y + 10, k.lit)
    else:
        windows(p, rng, x, top + 12, w, h - 14, k, (16, 23), (8, 10))


def timber_house(p: Plate, rng: Random, x: float, base: float, w: float, h: float, k: Inks) -> None:
    """A small wooden house under a steep roof with white trim."""
    h = h * 0.72
    eaves, cx = base - h * 0.55, x + w / 2
    p.rect(x + 3, eaves, x + w - 3, base, k.wall)
    p.poly([(x - 3, eaves + 5), (cx, base - h - 8), (x + w + 3, eaves + 5)], k.roof)
    p.poly([(x + 5, eaves + 6), (cx, base - h + 3), (x + w - 5, eaves + 6)], k.wall)
    p.rect(cx - 4, eaves - h * 0.18, cx + 4, eaves - h * 0.18 + 11, k.lit if rng.random() < p.lit_share else k.pale)
    windows(p, rng, x, eaves + 14, w, base - eaves - 16, k._replace(glass=k.pale))


def tower_block(p: Plate, rng: Random, x: float, base: float, w: float, h: float, k: Inks) -> None:
    """A plain modern tower: flat, slanted or set back at the top."""
    top, kind = base - h, rng.choice(("flat", "slanted", "set back", "mast"))
    if kind == "set back":
        shaded(p, x + w * 0.18, top - h * 0.12, w * 0.64, top + 1, k)
    elif kind == "mast":
        p.line([(x + w / 2, top), (x + w / 2, top - h * 0.16)], 3, k.wall)
    shaded(p, x, top, w, base, k)
    if kind == "slanted":
        low, high = (x, x + w) if p.light < 0 else (x + w, x)
        p.poly([(low, top + 1), (high, top - w * 0.55), (high, top + 1)], k.wall)
    windows(p, rng, x, top + 12, w, h - 12, k, (12, 17), (6, 8))
