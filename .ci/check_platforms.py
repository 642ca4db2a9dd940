"""Fails where the lock has no build for a platform that the README names.

For each platform and the oldest and newest Python, uv finds what ``make run`` installs, from builds alone, as on a
machine without compilers, and only files whose hashes stand in the lock. Not ``pip install --dry-run --platform``: pip
evaluates markers such as ``sys_platform`` for the machine it runs on
(https://pip.pypa.io/en/stable/cli/pip_install/#cmdoption-platform), and takes ten times as long.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = Path(sys.executable).with_name("uv")
LOCK = "requirements-demo.lock"
PYTHONS = ("3.11", "3.14")
# As uv names them: https://docs.astral.sh/uv/reference/cli/#uv-pip-install--python-platform
PLATFORMS = (
    "x86_64-manylinux_2_28",
    "aarch64-manylinux_2_28",
    "aarch64-apple-darwin",
    "x86_64-apple-darwin",
    "x86_64-pc-windows-msvc",
)
MACOS = "14.0"  # the oldest that is tried; Apple has ended its updates of those before


def resolve(platform, python):
    """Return the distributions that are installed on a platform with a Python, one "name==version" each.

    Raises CalledProcessError, whose stderr says what has no build there.
    """
    command = [UV, "pip", "install", "--dry-run", "--require-hashes", "--only-binary", ":all:", "--requirement", LOCK]
    command += ["--python-platform", platform, "--python-version", python]
    environment = {**os.environ, "MACOSX_DEPLOYMENT_TARGET": MACOS}
    with tempfile.TemporaryDirectory() as empty:
        command += ["--target", empty]  # so that nothing is installed already
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return [line.removeprefix(" + ") for line in done.stderr.splitlines() if line.startswith(" + ")]


def main():
    """Print a line for each platform and Python; return the exit code."""
    failed = False
    for platform in PLATFORMS:
        for python in PYTHONS:
            try:
                print(f"{platform}, Python {python}: {len(resolve(platform, python))} distributions")
            except subprocess.CalledProcessError as error:
                failed = True
                print(f"{platform}, Python {python}: {error.stderr}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
