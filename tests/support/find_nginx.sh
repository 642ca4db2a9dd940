#!/bin/sh
# Prints the path of nginx for the tests of the site behind it, and installs it where it is missing. Words for people go
# to standard error. Fails where it is not to be had: tests are not skipped.

. "$(dirname "$0")/install.sh"

found() {
    for name in "${NGINX:-nginx}" /usr/sbin/nginx /usr/local/sbin/nginx; do
        command -v "$name" && return
    done
}

found && exit
install nginx-light "The tests of the site behind nginx" && found && exit

echo "The tests need nginx: install nginx-light, or give its path as NGINX=/path/to/nginx." >&2
exit 1
