#!/bin/sh
# Prints the path of a Chromium for the browser tests, and installs what they need where it is missing: a Chromium,
# and the library by which Playwright starts.
# Words for people go to standard error. Fails where no browser is to be had: tests are not skipped.

PYTHON=${PYTHON:-python3}

found() {
    for name in "${CHROMIUM:-chromium-headless-shell}" chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" && return
    done
    # One that Playwright installed earlier.
    path=$("$PYTHON" -c '
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)' 2> /dev/null) && [ -x "$path" ] && echo "$path"
}

# Says what will be installed before it is: no more than the package needs, so that no printer's service comes with it.
install() { # PACKAGE
    command -v apt-get > /dev/null || return
    if [ "$(id -u)" = 0 ]; then as_root=; else as_root="sudo -n"; fi
    $as_root apt-get update -q > /dev/null || return
    packages=$(apt-get install --no-install-recommends --simulate "$1" 2> /dev/null | sed -n 's/^Inst \([^ ]*\).*/\1/p')
    [ -n "$packages" ] || return
    echo "The browser tests need $1. apt-get installs $(echo "$packages" | wc -l) packages:" >&2
    echo "$packages" | fmt -w 100 | sed 's/^/    /' >&2
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install --no-install-recommends -yq "$1" >&2
}

playwright_starts() {
    "$PYTHON" -m playwright --version
}

# Playwright brings a Node.js, which needs a library that a small Debian has not.
playwright_starts > /dev/null 2>&1 || install libatomic1
playwright_starts > /dev/null || { echo "Playwright does not start; what it says stands above." >&2; exit 1; }

found && exit

# The one without windows is smaller and quicker; not every release of Debian has it apart.
for package in chromium-headless-shell chromium; do
    install "$package" && found && exit
done

echo "Installing Chromium with Playwright ..." >&2
"$PYTHON" -m playwright install chromium >&2
found && exit

echo "The tests need a Chromium: install it, or give its path as CHROMIUM=/path/to/chromium." >&2
exit 1
