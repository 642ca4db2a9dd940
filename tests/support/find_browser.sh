#!/bin/sh
# Prints the path of a Chromium for the browser tests, and installs what they need where it is missing: a Chromium,
# and the library by which Playwright starts.
# Words for people go to standard error. Fails where no browser is to be had: tests are not skipped.

. "$(dirname "$0")/install.sh"
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

playwright_starts() {
    "$PYTHON" -m playwright --version
}

# Playwright brings a Node.js, which needs a library that a small Debian has not.
playwright_starts > /dev/null 2>&1 || install libatomic1 "The browser tests"
playwright_starts > /dev/null || { echo "Playwright does not start; what it says stands above." >&2; exit 1; }

found && exit

# The one without windows is smaller and quicker; not every release of Debian has it apart.
for package in chromium-headless-shell chromium; do
    install "$package" "The browser tests" && found && exit
done

echo "Installing Chromium with Playwright ..." >&2
"$PYTHON" -m playwright install chromium >&2
found && exit

echo "The tests need a Chromium: install it, or give its path as CHROMIUM=/path/to/chromium." >&2
exit 1
