"""The folder of a copy: what changed is written, what is no longer published goes, all else is left alone."""

import json
from collections.abc import Iterable
from pathlib import Path

from solidarity.page_cache.files import write

# Names the files of the last run. It begins with a dot, as what web servers do not list.
LIST = ".baked.json"


class NotACopy(Exception):
    """The folder holds files, and none of them says that it is a copy of a site."""


class Folder:
    """A folder with the files of one run, and of the run before.

    Raises NotACopy for a folder with other files, which a wrong path would mix up with those of the copy.
    """

    def __init__(self, path: Path) -> None:
        self.path, self.list = path, path / LIST
        self.sizes: dict[str, int] = {}  # bytes, by the path of each file of this run
        self.changed = self.removed = 0  # files
        self.before: set[str] = set()
        if self.list.exists():
            self.before = set(json.loads(self.list.read_text(encoding="utf-8")))
        elif path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise NotACopy
        self._write_list(self.before)  # a run that is interrupted can be taken up again

    def put(self, name: str, content: bytes, now: float) -> None:
        """Write a file given its path in the folder, unless it holds this already; ``now`` is its time of change."""
        target = self.path / name
        self.sizes[name] = len(content)
        if target.is_file() and target.stat().st_size == len(content) and target.read_bytes() == content:
            return
        write(target, content, {}, now)
        self.changed += 1

    def finish(self, is_whole: bool) -> None:
        """List the files of this run. If it ``is_whole``, delete those of the run before that are not among them."""
        outdated = self.before - self.sizes.keys()
        if not is_whole:
            self._write_list(self.sizes.keys() | outdated)
            return
        for name in sorted(outdated):
            target = self.path / name
            target.unlink(missing_ok=True)
            self.removed += 1
            for folder in target.parents:
                if folder == self.path or not folder.is_dir() or any(folder.iterdir()):
                    break
                folder.rmdir()
        self._write_list(self.sizes.keys())

    def _write_list(self, names: Iterable[str]) -> None:
        content = json.dumps(sorted(names), ensure_ascii=False, indent=0).encode()
        if not self.list.exists() or self.list.read_bytes() != content:
            self.list.parent.mkdir(parents=True, exist_ok=True)
            self.list.write_bytes(content)
