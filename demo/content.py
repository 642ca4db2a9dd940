"""Reads and validates the files of the demonstration content; reports each error with its file and key."""

from dataclasses import dataclass
from pathlib import Path

import yaml

from demo.converters import References, validate, write
from demo.files import NOTES, image_paths
from demo.schema import HOME_SCHEMA, INDEX_SCHEMAS, PAGE_SCHEMAS, SITE, TOPIC, PageSchema

FOLDER = Path(__file__).parent / "content"
# libyaml's loader is ten times faster, if PyYAML was built with it.
YamlLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class ContentError(Exception):
    """The content cannot be loaded; the message has a line for each error."""


@dataclass(frozen=True)
class Item:
    """A page of the content: its file, its parent, and the path by which other files link to it."""

    file: str
    folder: str
    schema: PageSchema
    slug: str
    parent: str
    path: str
    data: dict

    def write(self, page, references, deferred):
        """Write the item into a page: the deferred values, which refer to other pages, or all others."""
        converters = {key: each for key, each in self.schema.converters.items() if each.deferred == deferred}
        write(page, converters, self.data, references)

    @property
    def images(self):
        """The names of the images that the page shows."""
        mappings = [self.data, *self.data.get("slides", [])]
        return [data["image"] for data in mappings if "image" in data]

    @property
    def file_languages(self):
        """The languages of the PDF files made from the page's texts: those of a report, a letter or an action plan."""
        if self.folder == "reports":
            return self.data.get("languages", [])
        return ["en"] if self.folder == "visits" or self.data.get("letter") else []

    def problems(self, references):
        """Yield what is wrong with the item."""
        yield from validate(self.schema.converters, self.data, references)
        if self.parent and self.parent not in references.pages:
            yield f"there is no page {self.parent} for it to stand under"
        if not self.data.get("heading"):
            yield "heading is missing"
            return
        for code in self.file_languages:
            if code not in self.data["heading"] or code not in NOTES:
                yield f"there can be no file in {code}"


@dataclass(frozen=True)
class Content:
    """The whole content: the pages, parents before their children, the topics and the site's settings."""

    items: list
    topics: list
    site: dict

    def problems(self):
        """Yield what is wrong in any file of the content."""
        references = References(
            pages={item.path: None for item in self.items},
            topics={topic["slug"]: None for topic in self.topics if "slug" in topic},
            images=image_paths(),
        )
        for number, topic in enumerate(self.topics, start=1):
            missing = [f"{key} is missing" for key in TOPIC if key not in topic]
            for problem in [*missing, *validate(TOPIC, topic, references)]:
                yield f"topics.yaml: no. {number}: {problem}"
        yield from (f"site.yaml: {problem}" for problem in validate(SITE, self.site, references))
        for item in self.items:
            yield from (f"{item.file}: {problem}" for problem in item.problems(references))


def read(folder=FOLDER):
    """Return the Content of a folder. Raises ContentError if it is invalid or cannot be read."""
    folder = Path(folder)
    items = [Item("home.yaml", "home", HOME_SCHEMA, "home", "", "/", _load_mapping(folder, "home.yaml"))]
    for file in sorted(folder.glob("indexes/*.yaml")):
        if file.stem not in INDEX_SCHEMAS:
            raise ContentError(f"indexes/{file.name}: there is no such list of pages")
        items.append(_load_item(folder, file, INDEX_SCHEMAS[file.stem]))
    for name, schema in PAGE_SCHEMAS.items():
        in_folder = [_load_item(folder, file, schema) for file in folder.glob(f"{name}/*.yaml")]
        items += sorted(in_folder, key=lambda item: (item.parent.count("/"), item.parent, item.slug))
    content = Content(items, _load(folder, "topics.yaml", list), _load_mapping(folder, "site.yaml"))
    unknown = [path.name for path in folder.iterdir() if path.is_dir() and path.name not in {"indexes", *PAGE_SCHEMAS}]
    problems = [*(f"{name}: there is no such kind of content" for name in unknown), *content.problems()]
    if problems:
        raise ContentError("\n".join(problems))
    return content


def _load(folder, name, type):
    try:
        data = yaml.load((folder / name).read_text(encoding="utf-8"), YamlLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ContentError(f"{name}: {error}") from error
    if not isinstance(data, type):
        raise ContentError(f"{name}: is not a {type.__name__}")
    return data


def _load_mapping(folder, name):
    return _load(folder, name, dict)


def _load_item(folder, file, schema):
    """Return the Item of a file."""
    name = file.relative_to(folder).as_posix()
    data = _load_mapping(folder, name)
    parent, slug = _parent_and_slug(file.parent.name, file.stem, data)
    path = f"{parent}/{slug}" if parent != "/" else f"/{slug}"
    if file.parent.name == "pledges":
        path = f"/pledges/{slug}"  # links use this path, also where its parent is a city
    if schema.has_image and slug in image_paths():
        data.setdefault("image", slug)
    return Item(name, file.parent.name, schema, slug, parent, path, data)


def _parent_and_slug(folder, stem, data):
    """Return the path of the parent page, and the slug, of a file's page."""
    match folder:
        case "statements":
            city, _, slug = stem.partition("--")
            return f"/cities/{city}", slug
        case "pledges" if "under" in data:
            return f"/cities/{data['under']}", stem
        case "pages" if "parent" in data:
            return f"/{data['parent']}", stem
        case "indexes" | "pages" | "forms":
            return "/", stem
        case "visits":
            return "/events", stem
        case _:
            return f"/{folder}", stem
