"""Films: which addresses are known, and that nothing of their hosts is loaded without a click."""

import json

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError

from solidarity.films import HOSTS, film, validate_film
from tests import factories


@pytest.mark.parametrize(
    "address",
    [
        "https://www.youtube.com/watch?v=abcdefghijk",
        "https://youtube.com/watch?feature=shared&v=abcdefghijk&t=12s",
        "https://m.youtube.com/watch?v=abcdefghijk",
        "https://youtu.be/abcdefghijk?t=12",
        "https://www.youtube.com/shorts/abcdefghijk",
        "https://www.youtube.com/embed/abcdefghijk",
        "https://www.youtube.com/live/abcdefghijk",
    ],
)
def test_a_film_at_youtube_plays_without_its_cookies(address):
    found = film(address)
    assert (found.host, found.address) == ("YouTube", address)
    assert found.player == "https://www.youtube-nocookie.com/embed/abcdefghijk?autoplay=1"


@pytest.mark.parametrize(
    "address",
    ["https://vimeo.com/123456789", "https://www.vimeo.com/123456789?a=b", "https://player.vimeo.com/video/123456789"],
)
def test_a_film_at_vimeo_plays_without_its_tracking(address):
    found = film(address)
    assert found.host == "Vimeo"
    assert found.player == "https://player.vimeo.com/video/123456789?autoplay=1&dnt=1"


@pytest.mark.parametrize(
    "address",
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
        "javascript:alert(1)//https://youtu.be/abcdefghijk",
    ],
)
def test_any_other_address_is_refused(address):
    assert film(address) is None
    with pytest.raises(ValidationError, match="YouTube, Vimeo"):
        validate_film(address)


def test_every_player_is_allowed_by_the_content_security_policy():
    allowed = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["frame-src"]
    hosts = ["/".join(player.split("/")[:3]) for _name, _pattern, player in HOSTS]
    assert sorted(hosts) == sorted(allowed)


def test_a_film_in_a_body_is_a_link_until_it_is_clicked(client, site):
    value = {"address": "https://vimeo.com/123456789", "title": "Study visit", "note": "3 minutes, in English"}
    page = factories.ContentPageFactory(parent=site.home, body_en=json.dumps([{"type": "film", "value": value}]))
    text = client.get(page.url).content.decode()
    assert "<iframe" not in text
    assert 'href="https://vimeo.com/123456789"' in text
    assert "Only if you click does your browser connect to Vimeo" in text
    assert "3 minutes, in English" in text
