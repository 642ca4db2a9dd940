"""Files of pages, as web servers send them: each is whole at any moment, and may have compressed forms beside it."""

import os
from collections.abc import Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile

# What a web server finds beside a file for readers who take an encoding: nginx's gzip_static, and its kin.
SUFFIXES = {"br": ".br", "zstd": ".zst", "gzip": ".gz"}


def write(target: Path, content: bytes, encoded: Mapping[str, bytes], modified_at: float) -> None:
    """Write a file and its encoded forms, by the name of the encoding as in Content-Encoding.

    Raises an OSError where the disk does not take it.
    """
    write_file(target, content, modified_at)
    for encoding, suffix in SUFFIXES.items():
        if encoding in encoded:
            write_file(target.with_name(target.name + suffix), encoded[encoding], modified_at)


def write_file(target: Path, content: bytes, modified_at: float) -> None:
    """Write one file under another name, and give it its own name once it is whole.

    Whoever reads meanwhile is given the whole file of before or the whole file of now. ``modified_at`` is the time of
    its last change, in seconds since 1970, which web servers say as Last-Modified. Raises an OSError where the disk
    does not take it.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=target.parent, prefix=".", delete=False) as file:
        try:
            file.write(content)
            file.flush()
            os.fchmod(file.fileno(), 0o644)
            os.utime(file.fileno(), (modified_at, modified_at))
            os.replace(file.name, target)
        except OSError:
            os.unlink(file.name)
            raise
