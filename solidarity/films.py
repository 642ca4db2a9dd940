"""Addresses of films at the hosts whose players we can show on a click."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Host name, pattern of a film's address, and the address of its player. The players' hosts must
# stand in CONTENT_SECURITY_POLICY as well.
HOSTS = [
    (
        "YouTube",
        re.compile(
            r"^https://(?:www\.|m\.)?(?:youtube\.com/(?:watch\?(?:[^#]*&)?v=|shorts/|live/|embed/)|youtu\.be/)"
            r"([\w-]{11})(?:[?&#/].*)?$"
        ),
        "https://www.youtube-nocookie.com/embed/{}?autoplay=1",
    ),
    (
        "Vimeo",
        re.compile(r"^https://(?:www\.|player\.)?vimeo\.com/(?:video/)?(\d{5,12})(?:[?#/].*)?$"),
        "https://player.vimeo.com/video/{}?autoplay=1&dnt=1",
    ),
]


@dataclass(frozen=True)
class Film:
    """A film at a host: the host's name, the address to open, and the address of the player."""

    host: str
    address: str
    player: str


def film(address):
    """Return the Film at an address, or None where it is at none of the HOSTS."""
    for host, pattern, player in HOSTS:
        if match := pattern.match(address or ""):
            return Film(host, address, player.format(match.group(1)))
    return None


def validate_film(address):
    """Raise ValidationError unless the address is a film's at one of the HOSTS."""
    if film(address) is None:
        raise ValidationError(
            _("Give the https address of a film at %(hosts)s."),
            params={"hosts": ", ".join(host for host, _pattern, _player in HOSTS)},
        )
