"""The glossary: the paraphrases that it bans do not come back, and what it names is there."""

import ast
import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PACKAGES = ("solidarity", "cities", "news", "events", "demo", "tests", "benchmarks")
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")


def banned():
    """Return the names that the glossary's last table bans, as they would stand in code."""
    table = GLOSSARY.partition("## Words that are not used")[2]
    firsts = re.findall(r"^\| ([^|]+?) \|", table, flags=re.MULTILINE)[2:]
    return {name for first in firsts for name in re.sub(r" \(.*\)", "", first).split(", ")}


def names(tree):
    """Yield each name that a module gives or uses: of variables, attributes, functions, classes, parameters."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
                yield name
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.alias(name=name):
                yield name
            case ast.keyword(arg=str(name)):
                yield name


def paraphrases(tree, words):
    """Return the banned words among a module's names, each also as the beginning of a longer name."""
    return {name for name in names(tree) for word in words if name == word or name.startswith(f"{word}_")}


def modules():
    """Return the paths of all modules, landed migrations apart: these are never edited."""
    paths = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    return [path for path in paths if "migrations" not in path.parts]


def test_no_banned_paraphrase_comes_back():
    words, paths, wrong = banned(), modules(), {}
    for path in paths:
        if found := paraphrases(ast.parse(path.read_text(encoding="utf-8")), words):
            wrong[str(path.relative_to(ROOT))] = found
        if path.stem in words:
            wrong[str(path.relative_to(ROOT))] = {path.stem}
    print(f"{len(paths)} modules, {len(words)} words")
    assert not wrong
    assert len(paths) > 300, "the test went past the code"
    assert len(words) > 15, "the test went past the glossary"


def test_that_guard_sees_what_it_looks_for():
    words = banned()
    for line in (
        "narrow(x)",
        "page.place_named",
        "def made_slug(): ...",
        "class SearchMiss: ...",
        "f(film_address='')",
    ):
        assert paraphrases(ast.parse(line), words), line
    assert not paraphrases(ast.parse("filter(x).location_label"), words)


def test_what_the_glossary_names_is_in_the_code():
    code = "\n".join(path.read_text(encoding="utf-8") for path in modules() if "tests" not in path.parts)
    named = {part for quoted in re.findall(r"`([\w.]+)`", GLOSSARY) for part in quoted.split(".")}
    missing = {name for name in named if not re.search(rf"\b{name}\b", code)}
    print(f"{len(named)} names")
    assert missing <= {"py", "heading_el"}, missing
    assert len(named) > 40
