"""The picture beside a page's URL where it is passed on."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.core.cache import cache
from django.utils import translation
from PIL import Image, features
from wagtail.models import Page

from solidarity import languages
from solidarity.seo import social_images
from solidarity.seo.social_images import EDGE, SIZE, fitted, leading, picture_url, readable, text_width
from tests import factories

pytestmark = pytest.mark.django_db
COMPOUND = "Flüchtlingsunterbringungskoordinierungsstellenleiterversammlungsprotokollführung"


@pytest.fixture
def arabic_page(site):
    words = {"heading_en": "About", "heading_ar": "من نحن", "body_ar": factories.body("نحن مدن.")}
    return factories.ContentPageFactory(parent=site.home, slug="about", **words)


def image_url(page, language="en"):
    with translation.override(language):
        return picture_url(page)


def picture(response):
    assert response.status_code == 200
    assert response["Content-Type"] == "image/jpeg"
    return Image.open(BytesIO(response.content))


def test_pillow_shapes_arabic():
    assert features.check("raqm")


@pytest.mark.parametrize("language", languages.codes())
def test_a_page_has_a_picture_in_each_language(client, arabic_page, language):
    response = client.get(image_url(arabic_page, language))
    assert picture(response).size == SIZE
    assert "public" in response["Cache-Control"]
    assert "max-age=2592000" in response["Cache-Control"]
    assert not response.has_header("Vary") or response["Vary"] == "Accept-Encoding"
    assert not response.cookies


def test_pictures_differ_by_language(client, arabic_page):
    assert client.get(image_url(arabic_page, "en")).content != client.get(image_url(arabic_page, "ar")).content


def test_the_page_names_its_picture(client, arabic_page):
    for shown, drawn in (("en", "en"), ("ar", "ar"), ("de", "en")):
        html = client.get(f"/{shown}/about/").content.decode()
        assert f'<meta property="og:image" content="http://localhost{image_url(arabic_page, drawn)}">' in html


def test_a_picture_is_made_once(client, arabic_page, monkeypatch):
    first = client.get(image_url(arabic_page))
    monkeypatch.setattr(social_images, "draw_image", None)
    assert client.get(image_url(arabic_page)).content == first.content


def test_who_has_it_is_told_so_without_drawing_it(client, arabic_page, monkeypatch):
    arabic_page.save_revision().publish()
    arabic_page.refresh_from_db()
    first = client.get(image_url(arabic_page), headers={"accept-encoding": "gzip, br"})
    assert "Content-Encoding" not in first, "it is compressed by itself"
    assert first["ETag"] != client.get(image_url(arabic_page, "ar"))["ETag"]
    cache.clear()
    monkeypatch.setattr(social_images, "content_of", None)
    for known in ({"if-none-match": first["ETag"]}, {"if-modified-since": first["Last-Modified"]}):
        again = client.get(image_url(arabic_page), headers=known)
        assert (again.status_code, again["ETag"]) == (304, first["ETag"])
        assert again["Cache-Control"] == first["Cache-Control"]


def test_a_page_published_anew_has_another_picture_to_which_the_old_one_leads(client, arabic_page):
    old = image_url(arabic_page)
    arabic_page.last_published_at = datetime(2026, 1, 1, tzinfo=UTC)
    arabic_page.save()
    assert image_url(arabic_page) != old
    assert client.get(old)["Location"] == image_url(arabic_page)
    assert client.get(old).status_code == 302


def test_a_stranger_makes_no_picture_of_an_address_that_is_none(client, arabic_page):
    cache.clear()
    for asked in ("0", "a" * 300, "1234567890"):
        assert client.get(f"/en/pictures/{arabic_page.pk}-{asked}.jpg").status_code == 302
    root = Page.get_first_root_node().pk
    good = image_url(arabic_page).rpartition("-")[2]
    for path in (
        f"/en/pictures/{root}-{good}",
        f"/en/pictures/{'9' * 60}-{good}",
        f"/xx/pictures/{arabic_page.pk}-{good}",
    ):
        assert client.get(path).status_code == 404
    assert not cache.get(f"share-picture:{arabic_page.pk}:en:{good.removesuffix('.jpg')}")


def test_what_is_not_published_has_no_picture_any_more(client, arabic_page):
    client.get(image_url(arabic_page))
    arabic_page.unpublish()
    assert client.get(image_url(arabic_page)).status_code == 404


def test_a_photograph_comes_before_a_drawing(client, arabic_page):
    arabic_page.listing_image = factories.SiteImageFactory(file__color="red", file__width=1600, file__height=1000)
    arabic_page.save()
    shown = picture(client.get(image_url(arabic_page)))
    assert shown.size == SIZE
    red, green, blue = shown.getpixel((600, 315))
    assert red > 200 > 60 > max(green, blue)


def test_a_small_photograph_is_enlarged(client, arabic_page):
    arabic_page.listing_image = factories.SiteImageFactory()
    arabic_page.save()
    assert picture(client.get(image_url(arabic_page))).size == SIZE


def test_a_photograph_whose_file_is_gone_is_drawn(client, arabic_page):
    arabic_page.listing_image = factories.SiteImageFactory()
    arabic_page.save()
    arabic_page.listing_image.file.storage.delete(arabic_page.listing_image.file.name)
    assert picture(client.get(image_url(arabic_page))).size == SIZE


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("About", "en"),
        (COMPOUND, "de"),
        ("W" * 200, "en"),
        ("Ω" * 200, "el"),
        ("م" * 200, "ar"),
        ("Μια πολύ μεγάλη επικεφαλίδα για τις πόλεις " * 4, "el"),
        ("كلمة طويلة عن المدن والتضامن " * 6, "ar"),
        ("i " * 100, "en"),
    ],
)
def test_a_title_stands_in_its_place_whole(title, language):
    font, lines = fitted(title, language)
    height = social_images.TITLE_UNTIL - social_images.TITLE_FROM
    assert "".join(lines).replace("-", "").replace(" ", "") == title.replace(" ", ""), "nothing is cut off"
    assert all(text_width(line, font, language) <= SIZE[0] - 2 * EDGE for line in lines)
    assert len(lines) * leading(font, language) <= height


def test_a_long_title_is_shrunk_before_a_word_is_broken():
    font, lines = fitted("Kommunale Unterbringungskoordinierungsstelle", "de")
    assert not any(line.endswith("-") for line in lines)
    assert font.size < social_images.LARGEST


def test_what_the_font_has_not_is_spelt_in_letters_that_it_has():
    assert readable("Київ\u0000 \n 東京 Łódź Αθήνα أثينا") == "Kiiv DongJing Łódź Αθήνα أثينا"
    assert readable("E\u0301ve\u0301nements a\u0300 Ni\u0302mes Αθη\u0301να") == "Événements à Nîmes Αθήνα", (
        "from a Mac"
    )
    assert readable("Ἀθῆναι") == "Αθηναι"
    assert readable("Athens → Berlin ⟶ Kiel") == "Athens - Berlin - Kiel"
    assert readable("1⅖ years, ａｔｈｅｎｓ") == "1 2/5 years, athens"


def test_the_title_of_a_page_about_a_city_names_it(site, athens):
    statement = factories.MayorStatementPageFactory(parent=athens, heading_en="Words")
    pledge = factories.PledgePageFactory(parent=athens, heading_en="Pledge")
    news = factories.NewsPageFactory(parent=site.news, heading_en="News")
    visit = factories.MentoringVisitPageFactory(parent=site.events, host_city=athens, heading_en="Visit")
    news.cities.add(athens)
    assert {page.location_label for page in (statement, pledge, news, visit)} == {"Athens"}
    assert athens.location_label == "Greece"
    with translation.override("el"):
        assert news.location_label == "Αθήνα"


def test_many_cities_are_not_named(site):
    news = factories.NewsPageFactory(parent=site.news)
    news.cities.add(*(factories.CityPageFactory(parent=site.cities) for _number in range(4)))
    assert news.location_label == ""


@pytest.mark.parametrize(
    ("heading", "shown"),
    [
        ("🏠 A home 🇬🇷 for all 👩‍👩‍👧", "A home for all"),
        ("Welcome ❤️", "Welcome"),
        ("🪼", ""),
        ("№ 5", "No 5"),
        ("中国", "ZhongGuo"),
    ],
)
def test_pictograms_are_left_out_rather_than_called_by_name(heading, shown):
    assert readable(heading) == shown


def test_a_title_of_pictograms_alone_gives_way_to_the_kind_of_page(client, arabic_page):
    def drawn(heading):
        page = factories.ContentPageFactory(parent=arabic_page.get_parent(), heading_en=heading)
        return client.get(image_url(page)).content

    assert drawn("🏠🏠") == drawn("Page")
