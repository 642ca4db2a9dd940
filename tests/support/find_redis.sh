#!/bin/sh
# Prints the path of a Redis or Valkey server for the tests of shared caches, and installs one where it is missing.
# Words for people go to standard error. Fails where none is to be had: tests are not skipped.

. "$(dirname "$0")/install.sh"

found() {
    for name in "${REDIS_SERVER:-redis-server}" valkey-server; do
        command -v "$name" && return
    done
}

found && exit

for package in redis-server valkey-server; do
    install "$package" "The tests of shared caches" && found && exit
done

echo "The tests need Redis: install redis-server, or give its path as REDIS_SERVER=/path/to/redis-server." >&2
exit 1
