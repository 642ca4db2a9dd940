"""URLs of videos at the hosts whose players can be embedded on a click.

A URL holds more than a video's id: its start time, its playlist, the key of an unlisted video. The player is given all
of that, or the URL is refused. Parameters that only tell who shared it are dropped. A URL that was stored before a host
had a new parameter is still shown.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Self
from urllib.parse import SplitResult, parse_qs, urlencode, urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# CONTENT_SECURITY_POLICY must allow these hosts as well.
YOUTUBE_PLAYER = "https://www.youtube-nocookie.com/embed/"
VIMEO_PLAYER = "https://player.vimeo.com/video/"

YOUTUBE_HOSTS = {
    *("youtube.com", "www.youtube.com", "m.youtube.com", "music.youtube.com"),
    *("youtube-nocookie.com", "www.youtube-nocookie.com"),
}
YOUTUBE_SHORT_HOSTS = {"youtu.be", "www.youtu.be"}
YOUTUBE_PATH = re.compile(r"/(?:watch|shorts|live|embed|v|e)/([^/]*)/?")
# Two path segments that are no ids have the length of one.
YOUTUBE_NUMBER = re.compile(r"(?!videoseries|live_stream)[\w-]{11}")
YOUTUBE_LIST = re.compile(r"[\w-]{2,64}")
YOUTUBE_OWN_LISTS = ("WL", "LL")  # "watch later" and "liked videos"
VIMEO_HOSTS = {"vimeo.com", "www.vimeo.com"}
# The URL of an unlisted video ends in a key. A video may be in a channel, a group or a showcase.
VIMEO_PATH = re.compile(
    r"/(?:channels/[\w-]+/|groups/[\w-]+/videos/|(?:album|showcase)/\d+/video/|manage/videos/|video/)?"
    r"(\d{5,12})(?:/([0-9a-fA-F]{6,40}))?/?"
)
VIMEO_PLAYER_PATH = re.compile(r"/video/(\d{5,12})(?:/([0-9a-fA-F]{6,40}))?/?")
VIMEO_KEY = re.compile(r"[0-9a-fA-F]{6,40}")
# Parameters that the players accept unchanged: subtitles and their language, sound, colours, loop.
YOUTUBE_KEPT = (
    *("cc_lang_pref", "cc_load_policy", "hl", "loop", "playlist", "mute", "color", "iv_load_policy"),
    *("modestbranding", "playsinline", "rel"),
)
# https://developer.vimeo.com/player/sdk/embed
VIMEO_KEPT = ("loop", "texttrack", "muted", "color", "title", "byline", "portrait", "quality", "speed", "autopause")
# Parameters that are interpreted, or that are true in any case: a video plays when a reader has clicked on it.
YOUTUBE_TOLD = {"v", "list", "index", "t", "start", "time_continue", "end", "autoplay", *YOUTUBE_KEPT}
VIMEO_TOLD = {"h", "t", "autoplay", "dnt", *VIMEO_KEPT}
# Parameters of sharing, tracking, and the appearance of the host's own page.
SHARED = {
    *("si", "feature", "app", "ab_channel", "pp", "share", "fl", "fe", "fbclid", "gclid", "igsh", "ref", "referrer"),
    *("from", "context", "badge", "app_id", "player_id", "turnstile", "embeds_referring_euri", "source_ve_path"),
    *("embeds_referring_origin", "start_radio", "rv", "origin", "enablejsapi", "widgetid", "gl", "persist_app"),
    *("themeRefresh", "noapp", "lc", "channel", "owner", "transparent", "version", "api", "fref", "cbrd", "ucbcb"),
}
# Parameters that keep readers from pausing the video: https://www.w3.org/WAI/WCAG21/Understanding/pause-stop-hide.html
WITHOUT_BUTTONS = {"controls": "0", "disablekb": "1", "fs": "0", "background": "1", "keyboard": "0"}
KEPT_VALUE = re.compile(r"[\w.,-]{1,64}")
TIME = re.compile(r"(?:(\d{1,2})h)?(?:(\d{1,3})m)?(?:(\d{1,6})s?)?")
STARTS = ("t", "start", "time_continue")
CLOCK = re.compile(r"(?:(\d{1,2}):)?(\d{1,2}):(\d{2})")

NO_FILM = _("Give the https address of a film at %(hosts)s.")
CLIP = _("This is the address of a clip, which can only be watched at YouTube. Give the address of the whole film.")
OWN_LIST = _("This list of films can be seen by its owner alone. Take “list” and what follows it out of the address.")
NO_TIME = _("The address gives “%(time)s” as the start or end, which is no time. Write seconds, such as t=90.")
NO_BUTTONS = _("“%(said)s” would take the player's buttons from readers. Take it out of the address.")
NOT_TOLD = _("The address says “%(said)s”, which the player cannot be told. Take it out of the address.")


@dataclass(frozen=True)
class Video:
    """A video at a host: the host's name, the URL of its page, and the URL of the embedded player."""

    host: str
    url: str
    player: str


@dataclass(frozen=True)
class VideoQuery:
    """A parsed URL. A parameter with two different values is ``unclear``, all others are in ``said``."""

    parts: SplitResult
    said: dict[str, str]
    unclear: dict[str, str]

    @classmethod
    def of(cls, url: str) -> Self:
        """Return the VideoQuery of a URL; raises ValueError for what is no URL."""
        parts = urlsplit(unescape(url))  # as copied from HTML, with &amp;
        found = parse_qs(parts.query, keep_blank_values=True)
        # Some hosts put the start time into the fragment: #t=90.
        found = {**parse_qs(parts.fragment), **found}
        said = {name: values[0] for name, values in found.items() if len(set(values)) == 1}
        return cls(parts, said, {name: values[-1] for name, values in found.items() if name not in said})

    def refuse_what_is_lost(self, told: Collection[str], kept: Collection[str]) -> None:
        """Raise ValidationError for the first parameter that the player would not get.

        ``told`` are the names of the parameters that it gets, ``kept`` those that are passed on unchanged.
        """
        for name, value in {**self.said, **self.unclear}.items():
            if WITHOUT_BUTTONS.get(name) == value:
                raise ValidationError(NO_BUTTONS, params={"said": f"{name}={value}"})
            if name in SHARED or name in WITHOUT_BUTTONS or name.startswith("utm_"):
                continue
            is_heard = name in self.kept(kept) if name in kept else name in told and name in self.said
            is_second = name in STARTS and self.seconds(name) != self.seconds(*STARTS)
            if is_second or (value and not is_heard):
                raise ValidationError(NOT_TOLD, params={"said": f"{name}={value}"})

    def kept(self, names: Iterable[str]) -> dict[str, str]:
        """Return the parameters of some names that are passed on unchanged, if their values match KEPT_VALUE."""
        return {name: self.said[name] for name in names if KEPT_VALUE.fullmatch(self.said.get(name, ""))}

    def seconds(self, *names: str) -> int:
        """Return the time in seconds that the first of some parameters gives; 0 if none does.

        Accepts 90, 1m30s and 1:30. Raises ValidationError for what is no time.
        """
        given = next((self.said[name] for name in names if self.said.get(name)), "0")
        match = TIME.fullmatch(given) or CLOCK.fullmatch(given)
        if not match:
            raise ValidationError(NO_TIME, params={"time": given})
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        return hours * 3600 + minutes * 60 + seconds


def at_youtube(asked: VideoQuery) -> str | None:
    """Return the URL of YouTube's player for a VideoQuery, or None unless it is that of a video or playlist."""
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
    options: dict[str, str | int] = {"list": films, "start": asked.seconds(*STARTS), "end": asked.seconds("end")}
    if asked.said.get("loop") == "1" and number:
        options["playlist"] = number  # without it, the player does not loop a single video
    if not number and said.get("index", "").isdecimal():
        options["index"] = int(said["index"]) - 1  # 1-based in the URL, 0-based in the player
    return player(YOUTUBE_PLAYER, number or "videoseries", {"autoplay": 1, **options, **asked.kept(YOUTUBE_KEPT)})


def at_vimeo(asked: VideoQuery) -> str | None:
    """Return the URL of Vimeo's player for a VideoQuery, or None unless it is that of a video."""
    host, path = asked.parts.hostname, asked.parts.path
    pattern = VIMEO_PATH if host in VIMEO_HOSTS else VIMEO_PLAYER_PATH if host == "player.vimeo.com" else None
    match = pattern and pattern.fullmatch(path)
    if not match:
        return None
    number, key = match[1], match[2] or asked.said.get("h", "")
    if key.lower() != asked.said.get("h", key).lower():
        return None  # two different keys
    if key and not VIMEO_KEY.fullmatch(key):
        return None
    start = asked.seconds("t")
    found = player(VIMEO_PLAYER, number, {"autoplay": 1, "dnt": 1, "h": key.lower(), **asked.kept(VIMEO_KEPT)})
    return f"{found}#t={start}s" if start else found


def player(host: str, number: str, options: Mapping[str, str | int]) -> str:
    """Return the URL of a player, without empty parameters."""
    return f"{host}{number}?{urlencode({name: value for name, value in options.items() if value})}"


# By the host's name: the function that returns the player's URL, and the ``told`` and ``kept`` parameters.
HOSTS = {"YouTube": (at_youtube, YOUTUBE_TOLD, YOUTUBE_KEPT), "Vimeo": (at_vimeo, VIMEO_TOLD, VIMEO_KEPT)}


def parse_video(url: str | None) -> Video | None:
    """Return the Video of a URL, or None if no host of HOSTS has it."""
    try:
        return video_or_error(url)
    except ValidationError:
        return None


def validate_film(url: str) -> None:
    """Raise ValidationError, with the reason, unless a URL is a video's and the player gets all its parameters."""
    _player, told, kept = HOSTS[video_or_error(url).host]
    VideoQuery.of(url).refuse_what_is_lost(told, kept)


def video_or_error(url: str | None) -> Video:
    """Return the Video of a URL, or raise ValidationError with the reason."""
    url = url or ""
    try:
        asked = VideoQuery.of(url)
        is_plain = asked.parts.scheme == "https" and asked.parts.netloc.lower() == asked.parts.hostname
    except ValueError:
        is_plain = False
    for host, (player_of, _told, _kept) in HOSTS.items() if is_plain else ():
        if found := player_of(asked):
            return Video(host, url, found)
    raise ValidationError(NO_FILM, params={"hosts": ", ".join(HOSTS)})
