#!/bin/sh
# Prints the path of varnishd for the tests of a cache in front of the site, and installs it where it is missing.
# Words for people go to standard error. Fails where none is to be had: tests are not skipped.

. "$(dirname "$0")/install.sh"

found() {
    for name in "${VARNISHD:-varnishd}" /usr/sbin/varnishd; do
        command -v "$name" && return
    done
}

found && exit

install varnish "The tests of a cache in front" && found && exit

echo "The tests need Varnish: install varnish, or give its path as VARNISHD=/path/to/varnishd." >&2
exit 1
