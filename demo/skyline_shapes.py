"""Landmarks, boats and trees, in a small notation, and how it is drawn."""

import re
from functools import lru_cache
from typing import NamedTuple

from .skyline_parts import Inks, Plate, Point, arc, cone, cupola, onion, shaded

ROOFS = {"cone": cone, "cap": cupola, "onion": onion}

# Lengths are shares of the height; x counts from the middle, y upwards from the base; the first word after the
# kind is an ink where the kind does not settle it.
#   wall x0 x1 y0 y1           a wall with a shaded side    box ink x0 x1 y0 y1     a plain rectangle
#   cone x y width height      a pointed roof               cap x y rx ry           a dome
#   onion x y radius height    a swelling dome              poly ink x y x y ...    any outline
#   arches ink n x0 x1 y w h   round-headed openings        posts ink n x0 x1 y0 y1 w    columns, battlements
#   disc ink x y rx ry         a disc                       bar ink width x y ...   a line (its width in plate units)
#   use shape x y height       another shape                pair ...                the part and its mirror image

NOTATION = """
steeple: poly roof 0 .24 0 .41 .5 .41 .55 .24; box wall 0 .55 0 .24; arches glass 4 .15 .48 .06 .03 .13;
    wall -.08 .08 0 .58; arches glass 2 -.033 .033 .44 .03 .1; box pale -.09 .09 .575 .595; cone 0 .595 .165 .4;
    bar roof 3 0 .98 0 1.04
twin spires: poly wall -.2 0 -.2 .42 0 .58 .2 .42 .2 0; disc glass 0 .38 .05 .05; arches glass 1 0 0 0 .08 .16;
    pair wall .11 .25 0 .64; arches glass 2 -.18 .18 .46 .04 .12; arches glass 2 -.18 .18 .24 .04 .12;
    pair box pale .1 .26 .635 .655; pair cone .18 .65 .14 .35
twin caps: poly roof -.16 .4 0 .58 .16 .4; box wall -.16 .16 0 .42; arches glass 1 0 0 .1 .07 .24;
    pair wall .1 .26 0 .78; arches glass 2 -.18 .18 .6 .035 .11; arches glass 2 -.18 .18 .36 .035 .13;
    pair box pale .09 .27 .765 .785; pair cap .18 .785 .08 .13; pair bar roof 4 .18 .9 .18 .98
dome: wall -.44 .44 0 .28; arches glass 9 -.38 .38 .05 .04 .14; box pale -.46 .46 .275 .3; box wall -.25 .25 .3 .5;
    arches glass 7 -.2 .2 .34 .03 .11; box pale -.27 .27 .49 .515; cap 0 .515 .24 .34; box pale -.03 .03 .84 .92;
    cone 0 .92 .08 .08; box shade -.17 .17 0 .28; posts pale 6 -.15 .15 0 .28 .028; poly pale -.2 .28 0 .39 .2 .28
campanile: wall -.075 .075 0 .82; box pale -.088 .088 .46 .48; box pale -.088 .088 .62 .64;
    arches glass 2 -.033 .033 .67 .04 .11; box pale -.09 .09 .805 .83; cone 0 .83 .165 .17
mosque: pair wall .44 .48 0 .84; pair box pale .42 .5 .6 .62; pair box pale .42 .5 .75 .77;
    pair cone .46 .84 .045 .16; wall -.36 .36 0 .23; pair cap .23 .23 .13 .12; box wall -.22 .22 .2 .34;
    arches glass 7 -.17 .17 .25 .022 .06; box pale -.23 .23 .33 .345; cap 0 .345 .205 .21; bar roof 4 0 .54 0 .62;
    arches glass 7 -.29 .29 0 .05 .15
temple: box shade -.72 .72 0 .66; box wall -.85 .85 0 .05; box pale -.82 .82 .05 .1;
    posts pale 8 -.72 .72 .1 .66 .085; box pale -.8 .8 .64 .73; poly pale -.86 .72 0 1 .86 .72;
    poly wall -.62 .77 0 .94 .62 .77
tv tower: poly wall -.034 0 -.013 .64 .013 .64 .034 0; poly shade .006 0 .004 .64 .013 .64 .034 0;
    disc wall 0 .66 .05 .05; disc shade .012 .652 .036 .036; box pale -.05 .05 .655 .67; box wall -.012 .012 .7 .78;
    box roof -.007 .007 .78 .88; bar roof 3 0 .88 0 1
pod tower: poly wall -.03 0 -.016 .7 .016 .7 .03 0; poly wall -.02 .66 -.07 .74 .07 .74 .02 .66;
    box pale -.07 .07 .74 .765; poly roof -.06 .765 -.03 .81 .03 .81 .06 .765; bar roof 5 0 .8 0 .9;
    bar roof 3 0 .9 0 1
crane: pair bar wall 9 .15 0 .1 .34; box wall -.13 .13 .31 .36; bar wall 4 -.13 .16 .1 .34;
    poly roof -.2 .37 -.2 .5 .06 .5 .1 .37; box pale 0 .06 .41 .47; bar wall 7 -.03 .5 -.05 .78;
    bar wall 7 .05 .48 .6 1; bar wall 3 -.05 .78 .6 1; bar wall 3 -.05 .78 -.18 .5; bar wall 2 .6 1 .6 .56;
    box roof .57 .63 .52 .57
castle: wall .38 .56 0 .64; cone .47 .64 .22 .36; wall -.2 .16 0 .66; posts wall 6 -.18 .14 .66 .71 .035;
    arches glass 3 -.12 .08 .44 .035 .1; box wall -.85 .85 -.1 .3; posts wall 22 -.83 .83 .3 .345 .035;
    wall -.8 -.6 -.1 .46; posts wall 4 -.78 -.62 .46 .51 .03; arches glass 1 -.02 0 0 .1 .17;
    arches glass 1 .47 .47 .42 .03 .1; arches glass 1 -.7 -.7 .28 .03 .09; bar roof 3 -.02 .66 -.02 .92;
    poly roof -.02 .92 .13 .88 -.02 .83
round tower: wall -.2 .2 0 .74; box pale -.225 .225 .7 .76; posts pale 8 -.205 .205 .76 .81 .035; wall -.1 .1 .76 .9;
    posts pale 4 -.085 .085 .9 .94 .03; arches glass 3 -.1 .1 .5 .03 .07; arches glass 3 -.1 .1 .28 .03 .07;
    arches glass 1 0 0 0 .07 .14; bar roof 3 0 .94 0 1.1
town hall: poly roof -.1 .26 -.05 .36 .6 .36 .65 .26; box wall -.1 .65 0 .27; arches glass 8 .14 .6 0 .045 .13;
    posts glass 12 .13 .61 .18 .22 .016; wall -.1 .1 0 .7; box pale -.11 .11 .69 .715;
    posts glass 3 -.05 .05 .52 .64 .02; disc pale 0 .44 .042 .042; wall -.06 .06 .715 .81; cap 0 .81 .066 .06;
    box pale -.022 .022 .86 .91; cone 0 .91 .05 .09
belfry: wall -.125 .125 0 .46; box pale -.135 .135 .45 .47; arches glass 2 -.05 .05 .12 .05 .26; wall -.1 .1 .47 .72;
    box pale -.11 .11 .71 .73; arches glass 2 -.04 .04 .51 .042 .17; wall -.064 .064 .73 .9;
    arches glass 2 -.026 .026 .75 .034 .12; posts wall 4 -.06 .06 .9 .925 .015; cone 0 .9 .09 .13
clock tower: wall -.085 .085 0 .7; box pale -.1 .1 .5 .515; disc pale 0 .6 .052 .052;
    bar shade 3 0 .635 0 .6 .025 .59; box pale -.1 .1 .69 .71; wall -.065 .065 .71 .8;
    arches glass 2 -.025 .025 .72 .03 .07; onion 0 .8 .06 .17
taper: poly wall -.07 0 -.066 .4 -.05 .65 -.024 .88 -.01 .97 .01 .97 .024 .88 .05 .65 .066 .4 .07 0;
    poly shade .02 0 .02 .45 .012 .88 .024 .88 .05 .65 .066 .4 .07 0; posts glass 3 -.03 .03 .42 .56 .012;
    posts glass 2 -.014 .014 .62 .76 .01; disc roof 0 .975 .018 .018
tapering towers: use taper -.24 0 .82; use taper .24 0 .82; use taper -.085 0 1; use taper .085 0 1
wooden church: wall -.36 .36 0 .2; poly roof -.42 .18 -.22 .36 .22 .36 .42 .18; box wall -.2 .2 .34 .46;
    poly roof -.25 .44 0 .68 .25 .44; box wall -.06 .06 .56 .7; cone 0 .69 .18 .31; arches pale 1 0 0 0 .1 .16;
    arches glass 2 -.22 .22 .05 .045 .1
windmill: poly wall -.14 0 -.085 .56 .085 .56 .14 0; poly shade .03 0 .025 .56 .085 .56 .14 0;
    box pale -.2 .2 .22 .24; cap 0 .555 .09 .09; bar roof 5 -.36 .38 .36 .82; bar roof 5 -.22 .96 .22 .24;
    poly pale .06 .64 .36 .83 .4 .76 .1 .57; poly pale -.06 .56 -.36 .37 -.4 .44 -.1 .63;
    poly pale -.04 .66 -.22 .96 -.15 1 .03 .7; poly pale .04 .54 .22 .24 .15 .2 -.03 .5; disc roof 0 .6 .022 .022
lighthouse: poly pale -.1 0 -.06 .78 .06 .78 .1 0; poly roof -.09 .2 -.08 .38 .08 .38 .09 .2;
    poly roof -.07 .56 -.065 .72 .065 .72 .07 .56; box wall -.09 .09 .78 .8; box lit -.045 .045 .8 .9;
    cap 0 .9 .06 .07; bar roof 3 0 .95 0 1.02
mill: poly wall -.34 0 -.315 1 -.265 1 -.24 0; poly wall .3 0 .322 .84 .362 .84 .385 0; box roof -.32 -.26 .95 1;
    box roof .318 .366 .8 .84; wall -.62 .62 0 .34;
    poly roof -.62 .34 -.62 .46 -.31 .34 -.31 .46 0 .34 0 .46 .31 .34 .31 .46 .62 .34;
    arches glass 12 -.56 .56 .19 .045 .1; arches glass 12 -.56 .56 .03 .045 .1
gate: pair box wall .44 .7 0 .44; posts glass 2 -.57 .57 .1 .3 .07; pair poly pale .74 .44 .57 .55 .4 .44;
    box shade -.42 .42 .1 .7; posts pale 6 -.4 .4 0 .68 .075; box pale -.47 .47 .66 .76; wall -.4 .4 .76 .94;
    box pale -.44 .44 .93 .97
ski jump: poly wall .5 0 .5 .86 .6 .86 .6 0; poly roof .42 .86 .42 1 .68 1 .68 .86;
    poly pale .46 .88 .1 .5 -.3 .26 -.6 .2 -.6 .12 -.3 .17 .12 .4 .46 .76; bar wall 4 -.2 0 -.2 .24;
    bar wall 4 .05 0 .05 .4; bar wall 4 .28 0 .28 .6
pavilion: wall -.62 .62 0 .3; arches glass 11 -.55 .55 0 .06 .22; box pale -.64 .64 .29 .31; box wall -.17 .17 .3 .48;
    arches glass 4 -.12 .12 .34 .04 .1; onion 0 .48 .19 .52; pair onion .4 .31 .11 .34; pair wall .6 .64 .3 .62;
    pair onion .62 .62 .028 .12
sail: poly pale .03 .2 .03 1 .36 .22; poly roof -.02 .2 -.02 .86 -.26 .2; bar wall 2 0 .1 0 1;
    poly wall -.32 .13 .4 .13 .3 0 -.22 0
tall ship: bar wall 3 -.25 .1 -.25 .86; bar wall 3 .05 .1 .05 1; bar wall 3 .34 .1 .34 .84; bar wall 2 .4 .16 .72 .32;
    poly pale .36 .78 .7 .32 .38 .24; poly pale -.38 .24 -.357 .41 -.143 .41 -.12 .24;
    poly pale -.38 .44 -.357 .61 -.143 .61 -.12 .44; poly pale -.38 .64 -.357 .81 -.143 .81 -.12 .64;
    poly pale -.1 .24 -.073 .41 .173 .41 .2 .24; poly pale -.1 .44 -.073 .61 .173 .61 .2 .44;
    poly pale -.1 .64 -.073 .81 .173 .81 .2 .64; poly wall -.5 .2 -.46 .02 -.4 0 .4 0 .5 .16 .56 .19 .3 .13 -.3 .13
ferry: poly wall -1.6 .3 1.75 .34 1.55 0 -1.5 0; box pale -1.4 1.2 .32 .58; box pale -1.1 .9 .58 .8;
    posts glass 16 -1.25 1.05 .42 .5 .08; posts glass 12 -.95 .75 .65 .72 .08;
    poly roof -.7 .8 -.75 1.1 -.4 1.1 -.4 .8; bar wall 3 .6 .8 .6 1.2
barge: box pale -1.5 -.8 .3 .85; posts glass 3 -1.35 -.95 .5 .7 .1; box roof -1.6 -.7 .85 .95;
    box roof -.4 1.6 .3 .55; poly wall -2 .42 -1.8 .3 1.8 .3 2.2 .5 1.95 0 -1.9 0
freighter: box pale -1.45 -1.1 .25 .95; posts glass 3 -1.37 -1.18 .8 .88 .06; box roof -1.4 -1.25 .95 1.1;
    box roof -.95 -.69 .28 .42; box pale -.67 -.41 .28 .42; box roof_shade -.39 -.13 .28 .42;
    box roof -.11 .15 .28 .42; box shade .17 .43 .28 .42; box pale .45 .71 .28 .42; box roof .73 .99 .28 .42;
    box pale -.95 -.69 .43 .57; box shade -.67 -.41 .43 .57; box roof_shade -.11 .15 .43 .57;
    box roof .17 .43 .43 .57; box roof .45 .71 .43 .57; box pale -.11 .15 .58 .72; box shade .17 .43 .58 .72;
    poly wall -1.6 .3 1.3 .3 1.65 .42 1.45 0 -1.5 0
round: bar leaf_shade 5 0 0 0 .5; disc leaf 0 .6 .36 .4; disc leaf_shade .12 .52 .2 .26
cypress: poly leaf -.05 0 -.11 .2 -.1 .5 -.04 .85 0 1 .04 .85 .1 .5 .11 .2 .05 0;
    poly leaf_shade .01 0 .02 .5 0 1 .04 .85 .1 .5 .11 .2 .05 0
spruce: bar leaf_shade 5 0 0 0 .2; poly leaf -.26 .1 0 .6 .26 .1; poly leaf -.2 .36 0 .82 .2 .36;
    poly leaf -.13 .62 0 1 .13 .62; poly leaf_shade 0 1 .13 .62 .08 .62 .2 .36 .13 .36 .26 .1 .04 .1
palm: poly leaf_shade -.03 0 0 .4 .015 .8 .05 .8 .045 .4 .04 0; poly leaf .03 .84 -.198 .72 -.36 .6 -.18 .6;
    poly leaf .03 .84 .231 .72 .42 .6 .21 .6; poly leaf .03 .84 -.187 .92 -.34 .8 -.17 .8;
    poly leaf .03 .84 .22 .94 .4 .82 .2 .82; poly leaf .03 .84 -.11 1.1 -.2 .98 -.1 .98;
    poly leaf .03 .84 .143 1.1 .26 .98 .13 .98; poly leaf .03 .84 -.11 .64 -.2 .52 -.1 .52;
    poly leaf .03 .84 .143 .62 .26 .5 .13 .5
pine: bar leaf_shade 6 0 0 .03 .6; disc leaf 0 .72 .46 .17; disc leaf .06 .84 .3 .13; disc leaf_shade .1 .66 .32 .09
"""


class Part(NamedTuple):
    """One part of a shape; for `use` the ink is the name of the other shape."""

    kind: str
    ink: str
    numbers: tuple[float, ...]
    pair: bool


@lru_cache(maxsize=1)
def shapes() -> dict[str, list[Part]]:
    """Every shape of the notation by name."""
    found = {}
    for entry in re.split(r"\n(?=\S)", NOTATION.strip()):
        name, text = entry.split(":", 1)
        found[name] = [_part(words.split()) for words in text.split(";")]
    return found


def _part(words: list[str]) -> Part:
    pair = words[0] == "pair"
    kind, *rest = words[1:] if pair else words
    ink = rest.pop(0) if rest[0].isidentifier() else ""
    return Part(kind, ink, tuple(map(float, rest)), pair)


def draw_shape(p: Plate, name: str, cx: float, base: float, h: float, k: Inks, mirror: int = 1) -> None:
    """Draw a shape of the notation, standing on `base`, `h` high."""
    for part in shapes()[name]:
        for way in (mirror, -mirror) if part.pair else (mirror,):
            _draw_part(p, part, cx, base, h, k, way)


def _draw_part(p: Plate, part: Part, cx: float, base: float, h: float, k: Inks, mirror: int) -> None:
    def points(*numbers: float) -> list[Point]:
        return [(cx + x * h * mirror, base - y * h) for x, y in zip(numbers[::2], numbers[1::2])]

    kind, numbers, ink = part.kind, part.numbers, getattr(k, part.ink, 0)
    if kind in ("wall", "box"):
        (left, low), (right, high) = points(numbers[0], numbers[2], numbers[1], numbers[3])
        left, right = sorted((left, right))
        if kind == "wall":
            shaded(p, left, high, right - left, low, k)
        else:
            p.rect(left, high, right, low, ink)
    elif kind == "poly":
        p.poly(points(*numbers), ink)
    elif kind == "bar":
        p.line(points(*numbers[1:]), numbers[0], ink)
    elif kind == "disc":
        p.oval(*points(*numbers[:2])[0], numbers[2] * h, numbers[3] * h, ink)
    elif kind == "use":
        draw_shape(p, part.ink, *points(*numbers[:2])[0], numbers[2] * h, k, mirror)
    elif kind in ROOFS:
        ROOFS[kind](p, *points(*numbers[:2])[0], numbers[2] * h, numbers[3] * h, k.roof, k.roof_shade)
    else:
        _draw_repeated(p, kind, numbers, points, ink)


def _draw_repeated(p: Plate, kind: str, numbers: tuple[float, ...], points, ink: int) -> None:
    """Columns or arches, evenly spaced."""
    count, first, last = int(numbers[0]), numbers[1], numbers[2]
    for number in range(count):
        x = first + (last - first) * number / max(1, count - 1)
        if kind == "posts":
            low, high, half = numbers[3], numbers[4], numbers[5] / 2
            p.poly(points(x - half, low, x - half, high, x + half, high, x + half, low), ink)
        else:
            y, w, h = numbers[3:6]
            head = [value for point in arc(x, y + h - w / 2, w / 2, w / 2, 180, 0, 8) for value in point]
            p.poly(points(x - w / 2, y, *head, x + w / 2, y), ink)
