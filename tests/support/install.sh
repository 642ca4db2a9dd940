# Sourced by the scripts that look for what the tests need.

# Says what will be installed before it is: no more than the package needs, so that no printer's service comes with it.
install() { # PACKAGE PURPOSE
    command -v apt-get > /dev/null || return
    if [ "$(id -u)" = 0 ]; then as_root=; else as_root="sudo -n"; fi
    $as_root apt-get update -q > /dev/null || return
    packages=$(apt-get install --no-install-recommends --simulate "$1" 2> /dev/null | sed -n 's/^Inst \([^ ]*\).*/\1/p')
    [ -n "$packages" ] || return
    echo "$2 need $1. apt-get installs $(echo "$packages" | wc -l) packages:" >&2
    echo "$packages" | fmt -w 100 | sed 's/^/    /' >&2
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install --no-install-recommends -yq "$1" >&2
}
