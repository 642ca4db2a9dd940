"""The site's colours are those of static/css/tokens.css, wherever they have to be written again."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image, ImageColor

from demo import pdfs
from solidarity.seo import social_images, well_known

ROOT = Path(settings.BASE_DIR)
TOKENS = ROOT / "static/css/tokens.css"
DARK = "@media (prefers-color-scheme: dark)"
COLOUR = re.compile(r"#[0-9a-f]{6}\b|#[0-9a-f]{3}\b|(?<=rgb\()\d+ \d+ \d+", re.IGNORECASE)
DECLARATION = re.compile(r"--([\w-]+): ([^;]+);")


def numbers(text):
    """Return the red, green and blue of a colour as CSS writes it, or as numbers apart."""
    return ImageColor.getrgb(text) if text.startswith("#") else tuple(map(int, text.split()))


def tokens(scheme):
    """Return the colours of a scheme, "light" or "dark", by name; the dark one is laid over the light one."""
    light, dark = TOKENS.read_text().split(DARK)
    found = {}
    for name, value in DECLARATION.findall(light + dark if scheme == "dark" else light):
        if colour := COLOUR.search(value):
            found[name] = numbers(colour[0])
    return found


LIGHT, NIGHT = tokens("light"), tokens("dark")
# The files that write a colour again, which pattern finds each copy, and how many there are.
COPIES = [
    ("static/css/tokens.css", r"--line: rgb\((\d+ \d+ \d+) / 15%", LIGHT["ink"], 1),
    ("static/css/tokens.css", r"--line: rgb\((\d+ \d+ \d+) / 18%", NIGHT["ink"], 1),
    ("static/css/tokens.css", r"--on-sun: (#\w+);", LIGHT["ink"], 1),
    ("static/css/tokens.css", r"--(?:panel|focus): (#\w+);(?=.*@media)", LIGHT["blue"], 2),
    ("static/css/tokens.css", r"--on-panel: (#\w+);", LIGHT["paper"], 1),
    ("static/css/tokens.css", r"@media.*--focus: (#\w+);", LIGHT["sun"], 1),
    ("static/css/admin.css", r"--w-color-primary: (#\w+);", LIGHT["blue"], 1),
    ("static/css/*.css", r"box-shadow: 0 8px 24px rgb\((\d+ \d+ \d+) /", NIGHT["foot"], 2),
    ("static/css/*.css", r"background: var\(--foot\);\s+color: (#\w+);", NIGHT["ink"], 1),
    ("static/css/*.css", r"border-block-start: 1px solid rgb\((\d+ \d+ \d+) /", NIGHT["ink"], 1),
    ("static/css/*.css", r"\.carousel-button[^{]*\{[^}]*rgb\((\d+ \d+ \d+) /", LIGHT["on-panel"], 2),
    ("static/img/favicon.svg", r'<rect[^>]* fill="(#\w+)"', LIGHT["panel"], 1),
    ("static/img/favicon.svg", r'<path fill="(#\w+)" d="M8', LIGHT["paper"], 1),
    ("static/img/favicon.svg", r'<path fill="(#\w+)" d="M32', LIGHT["sun"], 1),
    ("static/img/skyline.svg", r'<circle[^>]* fill="(#\w+)"', LIGHT["sun"], 1),
    (
        "templates/**/*.html",
        r'name="theme-color" content="(#\w+)" media="\(prefers-color-scheme: light',
        LIGHT["paper"],
        1,
    ),
    (
        "templates/**/*.html",
        r'name="theme-color" content="(#\w+)" media="\(prefers-color-scheme: dark',
        NIGHT["paper"],
        1,
    ),
]
IN_PYTHON = [
    (well_known.PAPER, "paper"),
    (well_known.PANEL, "panel"),
    (social_images.BLUE, "blue"),
    (social_images.PAPER, "paper"),
    (social_images.SUN, "sun"),
    (pdfs.PAPER, "paper"),
    (pdfs.INK, "ink"),
    (pdfs.BLUE, "blue"),
    (pdfs.TERRACOTTA, "button"),
    (pdfs.SUN, "sun"),
]
ICONS = ("apple-touch-icon.png", "favicon.ico", "icon-192.png", "icon-512.png")
# Where a colour that is no copy may be one by chance: white and black are everybody's.
EVERYBODYS = {(255, 255, 255), (0, 0, 0)}


def copies(pattern, expression):
    """Return the colours that an expression finds in the files of a pattern."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(ROOT.glob(pattern))]
    return [numbers(found) for text in texts for found in re.findall(expression, text, re.DOTALL)]


@pytest.mark.parametrize(("pattern", "expression", "colour", "count"), COPIES)
def test_copies_are_those_of_the_tokens(pattern, expression, colour, count):
    assert copies(pattern, expression) == [colour] * count


@pytest.mark.parametrize(("written", "name"), IN_PYTHON)
def test_colours_in_python_are_those_of_the_tokens(written, name):
    assert (numbers(written) if isinstance(written, str) else written) == LIGHT[name]


@pytest.mark.parametrize("name", ICONS)
def test_icons_are_of_the_tokens(name):
    with Image.open(ROOT / "static/img" / name) as image:
        most = sorted(image.convert("RGB").getcolors(1 << 20), reverse=True)[:3]
    assert [colour for _, colour in most] == [LIGHT["panel"], LIGHT["paper"], LIGHT["sun"]]


def test_no_other_file_writes_a_colour_of_the_tokens():
    known = sum(count for pattern, _, _, count in COPIES if "tokens.css" not in pattern)
    ours = {*LIGHT.values(), *NIGHT.values()} - EVERYBODYS
    found = []
    for pattern in ("static/css/*.css", "static/img/*.svg", "templates/**/*.html"):
        for path in sorted(ROOT.glob(pattern)):
            written = [] if path == TOKENS else COLOUR.findall(path.read_text(encoding="utf-8"))
            found += [f"{path.relative_to(ROOT)}: {colour}" for colour in written if numbers(colour) in ours]
    compared = sum(count for *_, count in COPIES) + len(IN_PYTHON) + 3 * len(ICONS)
    print(f"{compared} copies of {len(ours)} colours compared")
    assert len(ours) > 20, "the test went past the tokens"
    assert len(found) == known, "\n".join(found)
