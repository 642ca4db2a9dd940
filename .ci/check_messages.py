"""Fails if locale/ lacks a string of the source code, or contains one that the source no longer has.

It extracts the strings in a copy of the working tree, and compares them with the message files of the tree.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
NOT_COPIED = shutil.ignore_patterns(".git", ".venv", "var", "node_modules", "__pycache__")


def texts(root, language):
    """Return the messages of a language's file, as pairs of context and msgid."""
    with (root / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return {(message.context, message.id) for message in read_po(file) if message.id}


def main():
    """Print each difference; return the exit code."""
    written = sorted(path.parts[-3] for path in ROOT.glob("locale/*/LC_MESSAGES/django.po"))
    if not written:
        print("There is no message file in locale/.")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(ROOT, copy, ignore=NOT_COPIED)
        subprocess.run(
            ["make", "--silent", "messages", f"VENV={ROOT / '.venv'}", f"LANGUAGES={' '.join(written)}"],
            cwd=copy,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        differences = 0
        for language in written:
            old, new = texts(ROOT, language), texts(copy, language)
            for sign, some in (("lacks", new - old), ("no longer needs", old - new)):
                for _context, text in sorted(some, key=str):
                    differences += 1
                    print(f"locale/{language} {sign}: {text if isinstance(text, str) else text[0]!r}")
    if differences:
        print(f"{differences} differences: run `make messages`, translate what is new, and commit locale/.")
    else:
        print(f"The message files of {len(written)} languages hold every text of the source.")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
