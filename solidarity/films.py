"""Addresses of films at the hosts whose players we can show on a click.

An address says more than a film's number: where it starts, in which list it stands, the key of an unlisted film. The
player is told all of that, or the address is refused. What only says who shared it is for the host alone.
"""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, urlencode, urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# The players' hosts must stand in CONTENT_SECURITY_POLICY as well.
YOUTUBE_PLAYER = "https://www.youtube-nocookie.com/embed/"
VIMEO_PLAYER = "https://player.vimeo.com/video/"

YOUTUBE_HOSTS = {
    *("youtube.com", "www.youtube.com", "m.youtube.com", "music.youtube.com"),
    *("youtube-nocookie.com", "www.youtube-nocookie.com"),
}
YOUTUBE_SHORT_HOSTS = {"youtu.be", "www.youtu.be"}
YOUTUBE_PATH = re.compile(r"/(?:watch|shorts|live|embed|v|e)/([^/]*)/?")
# Two words that stand in the place of a number have as many letters.
YOUTUBE_NUMBER = re.compile(r"(?!videoseries|live_stream)[\w-]{11}")
YOUTUBE_LIST = re.compile(r"[\w-]{2,64}")
YOUTUBE_OWN_LISTS = ("WL", "LL")  # what somebody means to watch, and what they liked
VIMEO_HOSTS = {"vimeo.com", "www.vimeo.com"}
# An unlisted film's address ends in a key. A film may stand in a channel, a group or a showcase.
VIMEO_PATH = re.compile(
    r"/(?:channels/[\w-]+/|groups/[\w-]+/videos/|(?:album|showcase)/\d+/video/)?(\d{5,12})(?:/([0-9a-f]{6,40}))?/?"
)
VIMEO_PLAYER_PATH = re.compile(r"/video/(\d{5,12})/?()")
VIMEO_KEY = re.compile(r"[0-9a-f]{6,40}")
# What the players take as it is: subtitles and their language, the player's language, playing again and again.
YOUTUBE_KEPT = ("cc_lang_pref", "cc_load_policy", "hl", "loop", "playlist")
VIMEO_KEPT = ("loop", "texttrack")
KEPT_VALUE = re.compile(r"[\w.,-]{1,64}")
TIME = re.compile(r"(?:(\d{1,2})h)?(?:(\d{1,3})m)?(?:(\d{1,6})s?)?")
CLOCK = re.compile(r"(?:(\d{1,2}):)?(\d{1,2}):(\d{2})")

NO_FILM = _("Give the https address of a film at %(hosts)s.")
CLIP = _("This is the address of a clip, which can only be watched at YouTube. Give the address of the whole film.")
OWN_LIST = _("This list of films can be seen by its owner alone. Take “list” and what follows it out of the address.")
NO_TIME = _("The address gives “%(time)s” as the start or end, which is no time. Write seconds, such as t=90.")


@dataclass(frozen=True)
class Film:
    """A film at a host: the host's name, the address to open, and the address of the player."""

    host: str
    address: str
    player: str


@dataclass(frozen=True)
class Asked:
    """An address in its parts: a name that stands in it twice says nothing that can be relied on."""

    parts: SplitResult
    said: dict

    @classmethod
    def of(cls, address):
        parts = urlsplit(address)
        found = parse_qs(parts.query)
        # Some hosts keep the start behind the hash: #t=90.
        found = {**parse_qs(parts.fragment), **found}
        return cls(parts, {name: values[0] for name, values in found.items() if len(set(values)) == 1})

    def kept(self, names):
        """Return what the address says of some names that a player takes as it is."""
        return {name: self.said[name] for name in names if KEPT_VALUE.fullmatch(self.said.get(name, ""))}

    def seconds(self, *names):
        """Return the time that one of some names gives, in seconds; 0 where none does."""
        given = next((self.said[name] for name in names if name in self.said), "0")
        match = TIME.fullmatch(given) or CLOCK.fullmatch(given)
        if not match:
            raise ValidationError(NO_TIME, params={"time": given})
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        return hours * 3600 + minutes * 60 + seconds


def at_youtube(asked):
    """Return the address of YouTube's player for an address, or None where it is none of a film or a list of films."""
    path, said = asked.parts.path, asked.said
    if asked.parts.hostname in YOUTUBE_SHORT_HOSTS:
        number = path.strip("/")
    elif asked.parts.hostname not in YOUTUBE_HOSTS:
        return None
    elif path.startswith("/clip/"):
        raise ValidationError(CLIP)
    elif path.rstrip("/") in ("/watch", "/playlist", "/embed/videoseries"):
        number = said.get("v", "")
    else:
        match = YOUTUBE_PATH.fullmatch(path)
        number = match[1] if match else "none"
    films = said.get("list", "")
    if films.startswith(YOUTUBE_OWN_LISTS):
        raise ValidationError(OWN_LIST)
    if not (number or films) or number and not YOUTUBE_NUMBER.fullmatch(number):
        return None
    if films and not YOUTUBE_LIST.fullmatch(films):
        return None
    options = {"list": films, "start": asked.seconds("t", "start", "time_continue"), "end": asked.seconds("end")}
    if not number and said.get("index", "").isdecimal():
        options["index"] = int(said["index"]) - 1  # counted from 1 in the address, from 0 by the player
    return player(YOUTUBE_PLAYER, number or "videoseries", {"autoplay": 1, **options, **asked.kept(YOUTUBE_KEPT)})


def at_vimeo(asked):
    """Return the address of Vimeo's player for an address, or None where it is none of a film."""
    host, path = asked.parts.hostname, asked.parts.path
    pattern = VIMEO_PATH if host in VIMEO_HOSTS else VIMEO_PLAYER_PATH if host == "player.vimeo.com" else None
    match = pattern and pattern.fullmatch(path)
    if not match:
        return None
    number, key = match[1], match[2] or asked.said.get("h", "")
    if key and not VIMEO_KEY.fullmatch(key):
        return None
    start = asked.seconds("t")
    found = player(VIMEO_PLAYER, number, {"autoplay": 1, "dnt": 1, "h": key, **asked.kept(VIMEO_KEPT)})
    return f"{found}#t={start}s" if start else found


def player(host, number, options):
    """Return the address of a player with those options that say something."""
    return f"{host}{number}?{urlencode({name: value for name, value in options.items() if value})}"


# The hosts' names, with what makes an address of theirs one of their player.
HOSTS = {"YouTube": at_youtube, "Vimeo": at_vimeo}


def film(address):
    """Return the Film at an address, or None where it is at none of the HOSTS."""
    try:
        return film_or_error(address)
    except ValidationError:
        return None


def validate_film(address):
    """Raise ValidationError, which says why, unless the address is a film's at one of the HOSTS."""
    film_or_error(address)


def film_or_error(address):
    """Return the Film at an address; raises ValidationError, which says why, where there is none that can be shown."""
    try:
        asked = Asked.of(address or "")
        is_plain = asked.parts.scheme == "https" and asked.parts.netloc.lower() == asked.parts.hostname
    except ValueError:
        is_plain = False
    for host, player_of in HOSTS.items() if is_plain else ():
        if found := player_of(asked):
            return Film(host, address, found)
    raise ValidationError(NO_FILM, params={"hosts": ", ".join(HOSTS)})
