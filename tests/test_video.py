"""Films: which addresses are known, and that nothing of their hosts is loaded without a click."""

import json

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError

from solidarity.media.video import HOSTS, VIMEO_PLAYER, YOUTUBE_PLAYER, parse_video, validate_film
from tests import factories

YOUTUBE = "https://www.youtube-nocookie.com/embed/"
VIMEO = "https://player.vimeo.com/video/"


@pytest.mark.parametrize(
    ("url", "player"),
    [
        ("https://www.youtube.com/watch?v=abcdefghijk", "abcdefghijk?autoplay=1"),
        ("https://m.youtube.com/watch?app=desktop&v=abcdefghijk", "abcdefghijk?autoplay=1"),
        ("https://music.youtube.com/watch?v=abcdefghijk", "abcdefghijk?autoplay=1"),
        ("https://www.youtube.com/shorts/abcdefghijk?feature=share", "abcdefghijk?autoplay=1"),
        ("https://www.youtube.com/embed/abcdefghijk", "abcdefghijk?autoplay=1"),
        ("https://www.youtube.com/v/abcdefghijk", "abcdefghijk?autoplay=1"),
        ("https://youtu.be/abcdefghijk?si=a1b2c3", "abcdefghijk?autoplay=1"),
        ("https://youtube.com/watch?feature=shared&v=abcdefghijk&t=12s", "abcdefghijk?autoplay=1&start=12"),
        ("https://youtu.be/abcdefghijk?t=12", "abcdefghijk?autoplay=1&start=12"),
        ("https://youtu.be/abcdefghijk?t=1m30s", "abcdefghijk?autoplay=1&start=90"),
        ("https://www.youtube.com/live/abcdefghijk?si=x&t=1h2m3s", "abcdefghijk?autoplay=1&start=3723"),
        ("https://www.youtube.com/watch?v=abcdefghijk#t=1m30s", "abcdefghijk?autoplay=1&start=90"),
        ("https://www.youtube.com/watch?v=abcdefghijk&t=1:30", "abcdefghijk?autoplay=1&start=90"),
        ("https://www.youtube.com/watch?time_continue=7&v=abcdefghijk", "abcdefghijk?autoplay=1&start=7"),
        (
            "https://www.youtube-nocookie.com/embed/abcdefghijk?start=30&end=60",
            "abcdefghijk?autoplay=1&start=30&end=60",
        ),
        (
            "https://www.youtube.com/embed/abcdefghijk?cc_load_policy=1&cc_lang_pref=el",
            "abcdefghijk?autoplay=1&cc_lang_pref=el&cc_load_policy=1",
        ),
        ("https://youtu.be/abcdefghijk?list=PLabc-_1", "abcdefghijk?autoplay=1&list=PLabc-_1"),
        (
            "https://www.youtube.com/watch?v=abcdefghijk&list=PLabc&index=3&t=5s",
            "abcdefghijk?autoplay=1&list=PLabc&start=5",
        ),
        ("https://www.youtube.com/embed/abcdefghijk?mute=1&rel=0", "abcdefghijk?autoplay=1&mute=1&rel=0"),
        ("https://youtu.be/abcdefghijk?si=abc&amp;start=30", "abcdefghijk?autoplay=1&start=30"),
        ("https://www.youtube.com/watch?v=abcdefghijk&loop=1", "abcdefghijk?autoplay=1&playlist=abcdefghijk&loop=1"),
        ("https://www.youtube.com/watch?v=abcdefghijk&t=30&start=30", "abcdefghijk?autoplay=1&start=30"),
        ("https://www.youtube.com/embed/abcdefghijk?autoplay=0&controls=1", "abcdefghijk?autoplay=1"),
        ("https://www.youtube.com/playlist?list=PLabc", "videoseries?autoplay=1&list=PLabc"),
        ("https://www.youtube.com/watch?list=PLabc&index=3", "videoseries?autoplay=1&list=PLabc&index=2"),
        ("https://www.youtube.com/embed/videoseries?list=PLabc", "videoseries?autoplay=1&list=PLabc"),
    ],
)
def test_a_film_at_youtube_plays_as_its_address_says_without_its_cookies(url, player):
    found = parse_video(url)
    assert (found.host, found.url) == ("YouTube", url)
    validate_film(url)
    assert found.player == YOUTUBE + player


@pytest.mark.parametrize(
    ("url", "player"),
    [
        ("https://vimeo.com/123456789", "123456789?autoplay=1&dnt=1"),
        ("https://www.vimeo.com/123456789?share=copy", "123456789?autoplay=1&dnt=1"),
        ("https://player.vimeo.com/video/123456789", "123456789?autoplay=1&dnt=1"),
        ("https://vimeo.com/channels/staffpicks/123456789", "123456789?autoplay=1&dnt=1"),
        ("https://vimeo.com/groups/cities/videos/123456789", "123456789?autoplay=1&dnt=1"),
        ("https://vimeo.com/showcase/1234567/video/123456789", "123456789?autoplay=1&dnt=1"),
        ("https://vimeo.com/123456789/0a1b2c3d4e", "123456789?autoplay=1&dnt=1&h=0a1b2c3d4e"),
        ("https://vimeo.com/123456789/0a1b2c3d4e?share=copy", "123456789?autoplay=1&dnt=1&h=0a1b2c3d4e"),
        ("https://vimeo.com/123456789?h=0a1b2c3d4e", "123456789?autoplay=1&dnt=1&h=0a1b2c3d4e"),
        (
            "https://player.vimeo.com/video/123456789?h=0a1b2c3d4e&badge=0&texttrack=de",
            "123456789?autoplay=1&dnt=1&h=0a1b2c3d4e&texttrack=de",
        ),
        ("https://vimeo.com/123456789/0a1b2c3d4e#t=1m5s", "123456789?autoplay=1&dnt=1&h=0a1b2c3d4e#t=65s"),
        ("https://vimeo.com/manage/videos/123456789/0a1b2c3d4e", "123456789?autoplay=1&dnt=1&h=0a1b2c3d4e"),
        ("https://vimeo.com/manage/videos/123456789", "123456789?autoplay=1&dnt=1"),
        ("https://vimeo.com/video/123456789/0a1b2c3d4e", "123456789?autoplay=1&dnt=1&h=0a1b2c3d4e"),
        ("https://vimeo.com/123456789/0A1B2C3D4E", "123456789?autoplay=1&dnt=1&h=0a1b2c3d4e"),
        ("https://player.vimeo.com/video/123456789/0a1b2c3d4e", "123456789?autoplay=1&dnt=1&h=0a1b2c3d4e"),
        ("https://vimeo.com/123456789?muted=1&utm_source=x", "123456789?autoplay=1&dnt=1&muted=1"),
        ("https://vimeo.com/123456789#t=0", "123456789?autoplay=1&dnt=1"),
    ],
)
def test_a_film_at_vimeo_plays_as_its_address_says_without_its_tracking(url, player):
    found = parse_video(url)
    assert (found.host, found.url) == ("Vimeo", url)
    validate_film(url)
    assert found.player == VIMEO + player


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("https://www.youtube.com/watch?v=abcdefghijk&t=soon", "“soon”"),
        ("https://vimeo.com/123456789#t=later", "“later”"),
        ("https://www.youtube.com/watch?v=abcdefghijk&list=WL", "owner"),
        ("https://www.youtube.com/playlist?list=LL", "owner"),
        ("https://www.youtube.com/clip/UgkxAbc", "whole film"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_word_of_its_own(url, word):
    assert parse_video(url) is None
    with pytest.raises(ValidationError) as refused:
        validate_film(url)
    assert word in refused.value.messages[0]


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("https://www.youtube.com/embed/abcdefghijk?controls=0", "“controls=0”"),
        ("https://www.youtube.com/embed/abcdefghijk?disablekb=1&mute=1", "“disablekb=1”"),
        ("https://player.vimeo.com/video/123456789?background=1", "“background=1”"),
        ("https://www.youtube.com/watch?v=abcdefghijk&t=5&t=9", "“t=9”"),
        ("https://www.youtube.com/watch?v=abcdefghijk&hl=%22", '“hl="'),
        ("https://www.youtube.com/watch?v=abcdefghijk&angle=3", "“angle=3”"),
        ("https://www.youtube.com/watch?v=abcdefghijk&t=90&start=30", "“start=30”"),
        ("https://vimeo.com/123456789?angle=3", "“angle=3”"),
    ],
)
def test_nothing_that_an_address_says_is_dropped_without_a_word(url, word):
    with pytest.raises(ValidationError) as refused:
        validate_film(url)
    assert word in refused.value.messages[0]
    assert parse_video(url), "one that was taken before is still shown"


@pytest.mark.parametrize(
    "url",
    [
        "",
        None,
        "http://www.youtube.com/watch?v=abcdefghijk",
        "https://www.youtube.com/watch?v=short",
        "https://www.youtube.com/channel/abcdefghijk",
        "https://www.youtube.com.evil.example/watch?v=abcdefghijk",
        "https://evil.example/https://youtu.be/abcdefghijk",
        'https://youtu.be/abcdefghijk"onclick="alert(1)',
        "https://vimeo.com/channels/staffpicks",
        "https://www.youtube.com/@city/live",
        "https://www.youtube.com/embed/live_stream?channel=UCabc",
        "https://www.youtube.com/embed/videoseries",
        "https://youtu.be/videoseries",
        "https://youtu.be/",
        "https://www.youtube.com/watch",
        "https://www.youtube.com/watch?v=abcdefghijk&list=a%22b",
        "https://www.youtube.com/watch?v=abcdefghijk&v=kjihgfedcba",
        "https://vimeo.com/event/123456789",
        "https://vimeo.com/123456789/0a1b2c3d4e?h=ffffff1234",
        "https://vimeo.com/ondemand/film/123456789",
        "https://vimeo.com/123456789/settings",
        "https://vimeo.com/123456789?h=%22onload",
        "https://user@vimeo.com/123456789",
        "https://vimeo.com:8000/123456789",
        "https://[vimeo.com/123456789",
        "javascript:alert(1)//https://youtu.be/abcdefghijk",
    ],
)
def test_any_other_address_is_refused(url):
    assert parse_video(url) is None
    with pytest.raises(ValidationError, match="YouTube, Vimeo"):
        validate_film(url)


def test_every_player_is_allowed_by_the_content_security_policy():
    allowed = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["frame-src"]
    assert len(HOSTS) == len(allowed)
    assert ["/".join(player.split("/")[:3]) for player in (YOUTUBE_PLAYER, VIMEO_PLAYER)] == allowed


def test_a_film_in_a_body_is_a_link_until_it_is_clicked(client, site):
    value = {"address": "https://vimeo.com/123456789", "title": "Study visit", "note": "3 minutes, in English"}
    page = factories.ContentPageFactory(parent=site.home, body_en=json.dumps([{"type": "film", "value": value}]))
    text = client.get(page.url).content.decode()
    assert "<iframe" not in text
    assert 'href="https://vimeo.com/123456789"' in text
    assert "Only if you click does your browser connect to Vimeo" in text
    assert "3 minutes, in English" in text


def test_the_player_of_an_unlisted_film_is_told_its_key(client, site):
    value = {"address": "https://vimeo.com/123456789/0a1b2c3d4e#t=5", "title": "Study visit", "note": ""}
    page = factories.ContentPageFactory(parent=site.home, body_en=json.dumps([{"type": "film", "value": value}]))
    text = client.get(page.url).text
    assert 'href="https://vimeo.com/123456789/0a1b2c3d4e#t=5"' in text
    assert "https://player.vimeo.com/video/123456789?autoplay=1&amp;dnt=1&amp;h=0a1b2c3d4e#t=5s" in text
