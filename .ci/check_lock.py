"""Fails where a lock does not hold what its short list of requirements asks for. Needs neither uv nor a network.

The packages that a lock says come from a short list ("via -r requirements.txt") are compared with those of the list, on
each platform and Python, since a version may depend on them.
"""

import re
import sys
from itertools import pairwise, product
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
LISTS = ("requirements.txt", "requirements-demo.txt", "requirements-dev.txt")  # each names the one before
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
MACHINES = ("x86_64", "arm64")
SYSTEMS = (("linux", "Linux", "posix"), ("darwin", "Darwin", "posix"), ("win32", "Windows", "nt"))


def environments():
    """Yield what markers are evaluated against, for each platform and Python."""
    for python, machine, (sys_platform, system, os_name) in product(PYTHONS, MACHINES, SYSTEMS):
        yield {
            "python_version": python,
            "python_full_version": f"{python}.9",
            "platform_machine": machine,
            "sys_platform": sys_platform,
            "platform_system": system,
            "os_name": os_name,
        }


def read_list(path):
    """Return the requirements of a short list, with those of the lists that it names."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        line = line.split(" #")[0].strip()
        if line.startswith("-r "):
            found += read_list(path.parent / line.removeprefix("-r "))
        elif line and not line.startswith("#"):
            found.append(Requirement(line))
    return found


def read_lock(path):
    """Return the requirements of a lock, each with how many hashes it has and what asks for it."""
    entries = re.split(r"^(?=\w)", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return [
        (Requirement(entry.split("\\")[0].split("\n")[0]), entry.count("--hash=sha256:"), entry.partition("# via ")[2])
        for entry in entries
    ]


def chosen(requirements, environment):
    """Return the requirements that are installed in an environment, one "name==version" each."""
    return {
        f"{canonicalize_name(requirement.name)}{requirement.specifier}"
        for requirement in requirements
        if not requirement.marker or requirement.marker.evaluate(environment)
    }


def problems(short, lock):
    """Yield what is wrong with a lock of a short list."""
    wanted, entries = read_list(short), read_lock(lock)
    yield from (f"{requirement} has no hash" for requirement, hashes, _ in entries if not hashes)
    direct = [requirement for requirement, _, via in entries if "-r " in via]
    lacking, left = set(), set()
    for environment in environments():
        asked, held = chosen(wanted, environment), chosen(direct, environment)
        lacking |= asked - held
        left |= held - asked
    yield from (f"{name} is not in it" for name in sorted(lacking))
    yield from (f"{name} is no longer asked for" for name in sorted(left))


def disagreements(smaller, larger):
    """Yield what a lock holds that the lock of a longer list does not hold in the same version."""
    held = {str(requirement) for requirement, _, _ in read_lock(larger)}
    yield from (
        f"{requirement} of {smaller.name} is not in it"
        for requirement, _, _ in read_lock(smaller)
        if str(requirement) not in held
    )


def main(root=ROOT):
    """Print each problem; return the exit code."""
    shorts = [root / name for name in LISTS]
    locks = [path.with_suffix(".lock") for path in shorts]
    found = [
        f"{lock.name}: {text}" for short, lock in zip(shorts, locks, strict=True) for text in problems(short, lock)
    ]
    found += [f"{large.name}: {text}" for small, large in pairwise(locks) for text in disagreements(small, large)]
    print("\n".join([*found, "Run `make lock`."]) if found else f"{len(locks)} locks hold what their lists ask for.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
