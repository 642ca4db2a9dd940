"""A skyline in the making, and what lies behind its town: the sky, the land, the distant roofs."""

import hashlib
import math
from random import Random

from PIL import Image

from .skyline_data import MOODS, SERIES, TRAITS, Traits
from .skyline_parts import HEIGHT, WIDTH, Colour, Inks, Plate, Point

MIDDLE = WIDTH / 2


def colour(text: str) -> Colour:
    """'#173f73' as three numbers."""
    return tuple(int(text[at : at + 2], 16) for at in (1, 3, 5))


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """The first colour with a share of the second."""
    return tuple(round(a + (b - a) * share) for a, b in zip(first, second))


class Scene:
    """A picture in the making: plate, chance, mood and what stands where."""

    def __init__(self, slug: str, scale: float):
        self.rng = Random(int.from_bytes(hashlib.sha256(f"{SERIES}/{slug}".encode()).digest()[:8], "big"))
        self.scale = scale
        self.mood = MOODS[self.rng.choice(sorted(MOODS))]
        self.mood_name = next(name for name, mood in MOODS.items() if mood is self.mood)
        self.traits = TRAITS.get(slug) or chosen_traits(self.rng)
        self.base = 850 if self.traits.water else 905
        self.side = self.rng.choice((-1, 1))
        self.places = (
            MIDDLE + self.side * self.rng.uniform(20, 90),
            MIDDLE - self.side * self.rng.uniform(260, 310),
            MIDDLE + self.side * self.rng.uniform(370, 430),
        )
        self.disc = self._disc()
        self.plate = Plate(scale, 40, self.base + 16, -1 if self.disc[0] < MIDDLE else 1, self.mood.lit_share)

    def _disc(self) -> tuple[float, float, float]:
        """Centre and radius of sun or moon: clearly behind one landmark, never just touching two."""
        height, share = self.rng.uniform(*self.mood.disc_height), self.rng.uniform(0.35, 0.7)
        if self.mood_name == "night":
            return MIDDLE - self.side * self.rng.uniform(70, 160), height, self.rng.uniform(62, 84)
        radius = self.rng.uniform(105, 138)
        if self.rng.random() < 0.65 or len(self.traits.landmarks) < 2:
            return self.places[0] - self.side * radius * share, height, radius
        return self.places[1] + self.side * radius * share, height, radius

    def clearing(self, x: float) -> float:
        """How far the land draws back below the sun: a pale slope across it would look like a bite."""
        return 0.0 if self.mood_name == "night" else 0.6 * math.exp(-(((x - self.disc[0]) / 270) ** 2))

    def tint(self, text: str, toward: str = "", share: float = 0.0, layer: str = "", alpha: int = 255) -> int:
        """An ink of the main plate."""
        value = mix(colour(text), colour(toward), share) if toward else colour(text)
        return self.plate.ink(value, alpha, layer)


def chosen_traits(rng: Random) -> Traits:
    """Traits for a picture that belongs to no city."""
    houses = rng.choice(("gables", "south", "mixed", "mixed", "flats", "brick"))
    if houses == "south":
        marks, trees = ("dome", "campanile", "castle", "mosque"), rng.choice(("cypress", "pine"))
    else:
        marks, trees = (
            ("steeple", "twin spires", "belfry", "twin caps", "dome", "town hall", "clock tower", "towers", "tv tower"),
            "round",
        )
    water, land = rng.choice(("river", "sea", "lake", "", "")), rng.choice(("", "hills", "hills", "mountains"))
    extras = rng.sample(("sail", "barge", "arches", "ferry", "tall ship"), 2) if water else ()
    return Traits(water, land, houses, tuple(rng.sample(marks, rng.choice((2, 3)))), trees, tuple(extras))


def layer_inks(scene: Scene, layer: str, plate: Plate | None = None) -> list[Inks]:
    """The ink sets of a layer: every wall colour with every roof colour; distance takes from the contrast."""
    mood, plate = scene.mood, plate or scene.plate
    strength, pallor = {"mid": (0.5, 0.6), "mark": (0.8, 0.25), "near": (1.0, 0.0)}[layer]
    deep, light, far = colour(mood.deep), colour(mood.light), colour(mood.walls["mid"][0])
    leaf, lit = mix(colour(mood.leaf), far, pallor), mix(colour(mood.lit), far, pallor * 0.4)
    sets = []
    for wall in map(colour, mood.walls[layer]):
        for roof in map(colour, mood.roofs[layer]):
            bright = sum(wall) > 380
            glass = mix(wall, deep, 0.5 * strength) if bright else mix(wall, light, 0.13 * strength)
            shades = (
                wall,
                mix(wall, deep, 0.26 * strength),
                mix(wall, light, 0.4 * strength),
                roof,
                mix(roof, deep, 0.35 * strength),
                glass,
                lit,
                leaf,
                mix(leaf, deep, 0.35 * strength),
            )
            sets.append(Inks(*(plate.ink(shade, 255, layer) for shade in shades)))
    return sets


# --- Sky ----------------------------------------------------------------------------------------------------------


def sky(scene: Scene) -> Image.Image:
    """A gradient, smooth or, on some plates, in even bands as if each were printed on its own."""
    stops = [colour(stop) for stop in scene.mood.sky]
    banded, rows = scene.rng.random() < 0.4, round(HEIGHT * scene.scale)
    strip = bytearray()
    for row in range(rows):
        share = min(1.0, row / (scene.base * scene.scale))
        share = round(share * 11) / 11 if banded else share
        at = min(int(share * (len(stops) - 1)), len(stops) - 2)
        strip += bytes(mix(stops[at], stops[at + 1], share * (len(stops) - 1) - at))
    column = Image.frombytes("RGB", (1, rows), bytes(strip))
    return column.resize((round(WIDTH * scene.scale), rows), Image.Resampling.NEAREST)


def draw_disc(scene: Scene) -> None:
    """The sun or the moon, on some plates with rings of light; at night the stars as well."""
    p, rng, mood, (cx, cy, r) = scene.plate, scene.rng, scene.mood, scene.disc
    if scene.mood_name == "night":
        star = scene.tint(mood.disc, alpha=190)
        for _ in range(90):
            size = rng.choice((1, 1.2, 1.6, 2.2))
            p.oval(rng.uniform(0, WIDTH), 50 + 480 * rng.random() ** 1.4, size, size, star)
    if rng.random() < 0.7:
        glow = mood.disc if scene.mood_name == "dawn" else mood.light
        for ring, alpha in ((2.5, 26), (1.75, 52)):
            p.oval(cx, cy, r * ring, r * ring, scene.tint(glow, alpha=alpha))
    p.oval(cx, cy, r, r, scene.tint(mood.disc))


def draw_clouds(scene: Scene) -> None:
    """A few flat clouds; none across the disc, which would then look cut off."""
    p, rng, mood, (disc_x, disc_y, r) = scene.plate, scene.rng, scene.mood, scene.disc
    ink = scene.tint(mood.light, mood.haze, 0.3, alpha=40 if scene.mood_name == "night" else 150)
    for _ in range({"night": 1, "mist": 4}.get(scene.mood_name, rng.choice((2, 3)))):
        cx, cy, length = rng.uniform(120, 1480), rng.uniform(150, 520), rng.uniform(150, 300)
        if abs(cx - disc_x) < length / 2 + r + 30 and abs(cy - 15 - disc_y) < r + 50:
            continue
        for row in range(rng.choice((2, 3, 3))):
            half = length * (1, 0.66, 0.34)[row] / 2 * rng.uniform(0.85, 1.1)
            x, y, thick = cx + rng.uniform(-0.16, 0.16) * length, cy - row * 15, 8.5
            p.rect(x - half, y - thick, x + half, y + thick, ink)
            p.oval(x - half, y, thick, thick, ink)
            p.oval(x + half, y, thick, thick, ink)


def draw_birds(scene: Scene) -> None:
    """On some days a few birds beside the sun."""
    rng, mood = scene.rng, scene.mood
    if scene.mood_name in ("night", "mist") or rng.random() > 0.6:
        return
    cx, cy = scene.disc[0] + scene.side * rng.uniform(190, 270), rng.uniform(300, 400)
    wing = ((1, -0.35), (0.5, -0.58), (0, 0), (-0.5, -0.58), (-1, -0.35), (-0.5, -0.4), (0, 0.24), (0.5, -0.4))
    for _ in range(rng.randint(3, 6)):
        bx, by, span = cx + rng.uniform(-90, 90), cy + rng.uniform(-45, 45), rng.uniform(8, 13)
        scene.plate.poly([(bx + x * span, by + y * span) for x, y in wing], scene.tint(mood.deep, mood.haze, 0.25))


# --- Land and the distant town ------------------------------------------------------------------------------------


def curve(rng: Random, height: float, waves: tuple[float, ...], base: float) -> list[Point]:
    """A gentle line of hills from edge to edge."""
    phased = [(wave, rng.uniform(0, 6.28)) for wave in waves]

    def rise(x: float) -> float:
        return 0.6 + sum(math.sin(x / WIDTH * 6.28 * wave + phase) / (wave + 1.6) for wave, phase in phased)

    return [(x, base - height * rise(x)) for x in range(-20, WIDTH + 40, 20)]


def ground(points: list[Point], base: float) -> list[Point]:
    """A line closed down to the base."""
    return [(points[0][0], base), *points, (points[-1][0], base)]


def draw_land(scene: Scene) -> None:
    """What stands behind the town."""
    p, rng, mood, base = scene.plate, scene.rng, scene.mood, scene.base
    land, back = scene.traits.land, scene.tint(mood.far, mood.haze, 0.35, "far")
    front = scene.tint(mood.far, mood.walls["mid"][0], 0.18, "far")
    if land == "mountains":
        draw_peaks(scene, 460, back, snowy=True)
        draw_peaks(scene, 300, front, snowy=False)
    elif land == "volcano":
        draw_volcano(scene, front)
    else:
        height = 230 if land else 110
        for share, waves, ink in ((1.5, (0.8, 1.9), back), (1.0, (1.1, 2.6), front)):
            line = curve(rng, height * share, waves, base)
            p.poly(ground([(x, base - (base - y) * (1 - scene.clearing(x))) for x, y in line], base), ink)


def draw_volcano(scene: Scene, ink: int) -> None:
    """Two worn cones, away from the sun, or their pale slopes would seem to cut the disc."""
    p, mood, base = scene.plate, scene.mood, scene.base
    shade, half = scene.tint(mood.far, mood.walls["mid"][0], 0.5, "far"), 780
    for cx, h in ((MIDDLE + scene.side * 190, 400), (MIDDLE + scene.side * 470, 560)):
        profile = [(t, min((1 - abs(t)) ** 2.1, 0.83 + 0.4 * abs(t))) for t in (n / 50 - 1 for n in range(101))]
        p.poly(ground([(cx + half * t, base - 40 - h * y) for t, y in profile], base), ink)
        p.poly(
            ground(
                [(cx - p.light * half * (t + 0.05 * (1 - t)), base - 40 - h * y) for t, y in profile if t >= 0], base
            ),
            shade,
        )


def draw_peaks(scene: Scene, height: float, ink: int, snowy: bool) -> None:
    """A range of mountains, their far sides in shade, snow on the higher range."""
    p, rng, mood, base = scene.plate, scene.rng, scene.mood, scene.base
    shade = scene.tint(mood.far, mood.walls["mid"][0], 0.32, "far")
    x = -120.0
    while x < WIDTH + 100:
        half, rise = rng.uniform(230, 340), height * rng.uniform(0.66, 1.0) * (1 - scene.clearing(x))
        cx, top = x + half * rng.uniform(-0.15, 0.15), base - rise
        kinks = [(cx + side * half * 0.45, base - rise * rng.uniform(0.5, 0.62)) for side in (-1, 1)]
        outline = [(x - half * 1.15, base), kinks[0], (cx, top), kinks[1], (x + half * 1.15, base)]
        p.poly(outline, ink)
        away = outline[3:] if p.light < 0 else outline[1::-1]
        ridge = [(cx - p.light * half * 0.1, base), (cx - p.light * half * 0.16, base - rise * 0.45)]
        p.poly([(cx, top), *away, *ridge], shade)
        if snowy:
            left, right = [(cx + (kx - cx) * 0.55, top + (ky - top) * 0.55) for kx, ky in kinks]
            p.poly(
                [
                    left,
                    (cx, top),
                    right,
                    (cx + half * 0.1, top + rise * 0.16),
                    (cx, top + rise * 0.1),
                    (cx - half * 0.1, top + rise * 0.19),
                ],
                scene.tint(mood.far, mood.light, 0.7, "far"),
            )
        x += half * rng.uniform(1.0, 1.4)


def draw_far_town(scene: Scene) -> None:
    """A pale row of roofs and a spire or two, without detail."""
    p, rng, base = scene.plate, scene.rng, scene.base
    ink = scene.tint(scene.mood.far, scene.mood.walls["mid"][0], 0.45, "far")
    tall = 1.7 if scene.traits.houses in ("modern", "flats") else 1.0
    x = -20.0
    while x < WIDTH:
        w, h = rng.uniform(34, 92), rng.uniform(120, 190) * rng.choice((1, 1, 1, tall)) * (1 - scene.clearing(x))
        p.rect(x, base - h, x + w + 1, base, ink)
        if rng.random() < 0.6 and h < 200:
            p.poly([(x - 2, base - h), (x + w * 0.5, base - h - w * 0.45), (x + w + 2, base - h)], ink)
        if rng.random() < 0.07:
            cx, top = x + w * 0.4 + 8, base - h - 60
            p.rect(cx - 8, top, cx + 8, base - h, ink)
            p.poly([(cx - 9, top), (cx, top - 60), (cx + 9, top)], ink)
        x += w + rng.choice((0, 0, 6, 14))
