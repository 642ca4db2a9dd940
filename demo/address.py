"""The host and port of ``make run``. It runs before anything is installed, so it uses the standard library only.

    python demo/address.py 127.0.0.1:8000

Prints the site's URL, such as ``http://127.0.0.1:8000``, if a server can listen there; otherwise prints to standard
error why not, and what to do, and exits with 1.
"""

import errno
import re
import socket
import sys

# The syntax of `manage.py runserver`: https://docs.djangoproject.com/en/5.2/ref/django-admin/#runserver
ADDRESS = re.compile(r"(?:(?P<host>\[[0-9a-fA-F:]+\]|[\w.-]+):)?(?P<port>\d{1,5})")
ALL_INTERFACES = ("0.0.0.0", "0", "::")  # noqa: S104 (compared, not bound)
MAX_TRIES = 100  # ports tried after the one in use


class AddressError(Exception):
    """A server cannot listen at an address; the message says why, and what to do."""


def parse(address):
    """Return the host and port of an address such as ``127.0.0.1:8000``, ``[::1]:8000`` or ``8000``.

    Raises AddressError for any other text.
    """
    found = ADDRESS.fullmatch(address)
    if not found or not 0 < int(found["port"]) < 65536:
        raise AddressError(f"ADDRESS={address} is no host and port. Try ADDRESS=127.0.0.1:8001")
    return (found["host"] or "127.0.0.1").strip("[]").lower(), int(found["port"])


def listen(host, port):
    """Listen at a host and port for a moment, as Django's server will. Raises OSError if that fails."""
    family, socktype, _protocol, _name, sockaddr = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, socktype) as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(sockaddr)
        server.listen()


def netloc(host, port):
    """Return a host and port as in a URL."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def next_free_port(host, port):
    """Return the next port at which a server can listen, or the next port if none is found."""
    for other in range(port + 1, min(port + 1 + MAX_TRIES, 65536)):
        try:
            listen(host, other)
        except OSError:
            continue
        return other
    return port + 1


def base_url(address):
    """Return the URL of a site that is served at an address. Raises AddressError if a server cannot listen there."""
    host, port = parse(address)
    try:
        listen(host, port)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            free = netloc(host, next_free_port(host, port))
            raise AddressError(f"Port {port} is taken: make run ADDRESS={free}") from error
        raise AddressError(f"Nothing can be served at {address}: {error.strerror or error}.") from error
    # Browsers cannot visit "all interfaces".
    return f"http://{netloc('127.0.0.1' if host in ALL_INTERFACES else host, port)}"


if __name__ == "__main__":
    try:
        print(base_url(*sys.argv[1:]))
    except AddressError as error:
        sys.exit(str(error))
