"""How the templates are written: short lines, indented by two, and no query that starts in one."""

import re

import pytest
from django.conf import settings
from django.db import connection
from django.template import Context, Library, Template, engines

from solidarity.models import Topic
from solidarity.template_loader import Loader
from tests.support.template_queries import QueryCounter

TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
LONGEST = 120
# A Django tag stays on one line, and what it extends is named by a path.
LONG_BY_NATURE = re.compile(r"""https?://\S+|\sd="[^"]*"|\{% extends [^%]*%\}""")


def slips(text):
    """Return what is wrong with the lines of a template, by their numbers."""
    for number, line in enumerate(text.splitlines(), start=1):
        if len(LONG_BY_NATURE.sub("", line)) > LONGEST:
            yield f"line {number} has {len(line)} characters"
        if (len(line) - len(line.lstrip())) % 2:
            yield f"line {number} is not indented by a multiple of two"


def test_templates_have_short_lines_indented_by_two(record_property):
    record_property("visited", f"{len(TEMPLATES)} templates")
    print(f"visited {len(TEMPLATES)} templates")
    found = [f"{path}: {slip}" for path in TEMPLATES for slip in slips(path.read_text())]
    assert not found, "\n".join(found)
    assert len(TEMPLATES) >= 120


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("  <p>" + "a" * 116, 1),
        (" <p>", 1),
        ("  <p>" + "a" * 115, 0),
        ('<path d="' + "M0 0" * 50 + '">', 0),
        ("<a href=https://example.org/" + "a" * 120 + ">", 0),
    ],
)
def test_what_is_a_slip(line, number):
    assert len(list(slips(line))) == number


def test_templates_are_loaded_without_their_indentation():
    loader = Loader(engines["django"].engine, [settings.BASE_DIR / "templates"])
    template = loader.get_template("components/breadcrumbs.html")
    written = (settings.BASE_DIR / "templates/components/breadcrumbs.html").read_text()
    assert [line.strip() for line in written.splitlines()] == template.source.splitlines()
    assert "\n  <" in written
    mail = loader.get_template("mail/review_digest.txt")
    assert mail.source == (settings.BASE_DIR / "templates/mail/review_digest.txt").read_text()


@pytest.mark.django_db
def test_a_query_of_a_template_is_told_from_that_of_a_tag():
    counter, tags = QueryCounter(), Library()
    tags.simple_tag(lambda: list(Topic.objects.all()), name="all_topics")
    engine = engines["django"].engine
    with connection.execute_wrapper(counter):
        tagged = Template("{% all_topics as topics %}{{ topics }}", engine=with_tags(engine, tags))
        tagged.render(Context())
        assert (counter.count, counter.in_templates) == (1, set())
        Template("\n{% for topic in topics %}{% endfor %}").render(Context({"topics": Topic.objects.all()}))
        [place] = counter.in_templates
        assert "line 2, for topic in topics" in place


def with_tags(engine, tags):
    """Return an engine of templates that has some tags built in."""
    other = type(engine)(libraries=engine.libraries)
    other.template_builtins = [*engine.template_builtins, tags]
    return other
