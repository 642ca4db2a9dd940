"""Static files in production: a stylesheet or script that consists of parts is sent as one file.

The parts stand in the file as ``@import "part.css";`` or ``import "./part.js";``, which every browser understands, so
that development needs no build. ``collectstatic`` puts each part in the place of its import, which saves visitors a
request for each: docs/decisions/styles-and-scripts.md.
"""

import posixpath
import re
from collections.abc import Callable, Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Files that consist of parts, which stand in the same folder.
BUNDLES = ("css/site.css", "css/pages.css", "js/site.js")

CSS_IMPORT = re.compile(r'^@import "(?P<part>[\w-]+\.css)"(?: (?P<medium>[\w-]+))?;$', re.MULTILINE)
JS_IMPORT = re.compile(r'^import "\./(?P<part>[\w-]+\.js)";$', re.MULTILINE)
# What a part may not hold, since it would be no statement any more where it is put.
NOT_IN_A_PART = re.compile(r"^(?:@import|@charset|@namespace|import|export)\b.*", re.MULTILINE)


def bundle(name: str, read: Callable[[str], str]) -> str:
    """Return the text of a stylesheet or script with its parts in the places of their imports.

    ``read`` returns the text of a file by its name. A part for one medium stands in a media query; a part of a script
    in a block, which keeps its names to itself as a module does. Raises ValueError where a part imports or exports.
    """

    def part(found: re.Match[str]) -> str:
        text = read(posixpath.join(posixpath.dirname(name), found["part"])).strip()
        if wrong := NOT_IN_A_PART.search(text):
            raise ValueError(f"{found['part']} is a part of {name}, and must not hold {wrong[0]!r}")
        if name.endswith(".js"):
            return f"{{\n{text}\n}}"
        return f"@media {found['medium']} {{\n{text}\n}}" if found["medium"] else text

    return (JS_IMPORT if name.endswith(".js") else CSS_IMPORT).sub(part, read(name))


class BundledStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, with hashed names and compressed copies, of which each of BUNDLES is one file."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Write the bundles, then go on as WhiteNoise does; ``paths`` are the collected files by name."""

        def read(name: str) -> str:
            storage, path = paths[name]
            with storage.open(path) as file:
                return file.read().decode()

        if not dry_run:
            texts = {name: bundle(name, read) for name in BUNDLES}
            for name, text in texts.items():
                self.delete(name)
                self.save(name, ContentFile(text.encode()))
                paths[name] = (self, name)
        yield from super().post_process(paths, dry_run=dry_run, **options)
