#!/bin/sh
# Prints the path of a Chromium for the browser tests, and installs one where there is none.
# Words for people go to standard error. Fails where no browser is to be had: tests are not skipped.

found() {
    for name in "${CHROMIUM:-chromium-headless-shell}" chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" && return
    done
    # One that Playwright installed earlier.
    path=$("${PYTHON:-python3}" -c '
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)' 2> /dev/null) && [ -x "$path" ] && echo "$path"
}

found && exit

if command -v apt-get > /dev/null; then
    if [ "$(id -u)" = 0 ]; then as_root=; else as_root="sudo -n"; fi
    echo "Installing Chromium with apt-get ..." >&2
    # The one without windows is smaller and quicker; not every release of Debian has it apart.
    $as_root apt-get update -q >&2
    for package in chromium-headless-shell chromium; do
        DEBIAN_FRONTEND=noninteractive $as_root apt-get install -yq "$package" >&2 && found && exit
    done
fi

echo "Installing Chromium with Playwright ..." >&2
"${PYTHON:-python3}" -m playwright install chromium >&2
found && exit

echo "The tests need a Chromium: install it, or give its path as CHROMIUM=/path/to/chromium." >&2
exit 1
