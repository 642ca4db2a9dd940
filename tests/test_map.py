"""The map: every city that has a place stands where it lies, as large as what it signed, and none is hidden."""

import re
from itertools import combinations
from math import hypot, pi
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.utils import timezone

from cities.map import OUTLINED, CityMap, Locator, Point, move_apart
from cities.map.projection import HEIGHT, WIDTH, is_inside, place, project
from tests import factories
from tests.support.html_tree import as_shown

OUTLINES = settings.BASE_DIR / "static" / "img" / "europe.svg"
SVG = "{http://www.w3.org/2000/svg}"


def city(latitude, longitude, pledges=0, country="GR"):
    """Return what the map asks of a city."""
    return SimpleNamespace(
        latitude=latitude, longitude=longitude, pledges_signed=pledges, country=SimpleNamespace(code=country)
    )


def test_the_projection_is_that_of_the_european_union():
    """The example of the EPSG's Guidance Note 7-2 for EPSG:3035."""
    east, north = project(50, 5)
    assert (round(east, 2), round(north, 2)) == (3962799.45, 2999718.85)
    assert project(52, 10) == pytest.approx((4321000, 3210000))


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [
        (64.15, -21.94),  # Reykjavik
        (65.5, -24.5),  # the west of Iceland
        (71.17, 25.78),  # the North Cape
        (39.93, 32.86),  # Ankara
        (38.5, 43.38),  # Van
        (35.17, 33.36),  # Nicosia
        (35.34, 25.13),  # Iraklion
        (38.72, -9.14),  # Lisbon
        (36.01, -5.6),  # Tarifa
    ],
)
def test_all_of_europe_is_in_the_picture(latitude, longitude):
    assert is_inside(*place(latitude, longitude))


@pytest.mark.parametrize("latitude", [-90, -52, 0, 52, 90])
@pytest.mark.parametrize("longitude", [-180, -170, 0, 10, 180])
def test_no_place_on_earth_breaks_the_map(latitude, longitude):
    found = CityMap([city(latitude, longitude)])
    assert len(found.points) + len(found.beyond) == 1


def test_the_outlines_are_small_well_formed_and_say_where_they_are_from():
    text = OUTLINES.read_text(encoding="utf-8")
    root = ElementTree.fromstring(text)  # noqa: S314
    assert root.get("viewBox") == f"0 0 {WIDTH} {HEIGHT}"
    assert {path.get("id") for path in root.iter(f"{SVG}path")} == OUTLINED | {"beyond"}
    assert len(text) < 60_000
    assert "Natural Earth (public domain" in text


def shape(code):
    """Return the corners of each part of a country."""
    root = ElementTree.fromstring(OUTLINES.read_text(encoding="utf-8"))  # noqa: S314
    line = next(path.get("d") for path in root.iter(f"{SVG}path") if path.get("id") == code)
    parts = []
    for part in line.split("M")[1:]:
        numbers = [int(number) for number in re.findall(r"-?\d+", part)]
        x, y = 0, 0
        corners = []
        for step_x, step_y in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + step_x, y + step_y
            corners.append((x, y))
        parts.append(corners)
    return parts


def is_in(code, latitude, longitude):
    """Tell whether a place lies in the shape of a country."""
    x, y = place(latitude, longitude)
    inside = False
    for corners in shape(code):
        for (x1, y1), (x2, y2) in zip(corners, corners[1:] + corners[:1], strict=True):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                inside = not inside
    return inside


@pytest.mark.parametrize(
    ("code", "latitude", "longitude"),
    [
        ("DE", 52.52, 13.4),
        ("FR", 48.86, 2.35),
        ("TR", 37.07, 37.38),
        ("GR", 37.98, 23.73),
        ("CH", 46.95, 7.45),
        ("UA", 44.95, 34.1),  # Simferopol
        ("CY", 35.3, 33.5),  # the north of Cyprus
    ],
)
def test_a_place_lies_in_its_country(code, latitude, longitude):
    assert is_in(code, latitude, longitude)
    assert not any(is_in(other, latitude, longitude) for other in OUTLINED - {code})


def test_the_area_of_a_point_is_as_the_pledges_signed():
    points = CityMap([city(38, 20, 1), city(50, 10, 2), city(60, 25, 4)]).points
    areas = [pi * point.radius**2 for point in points]
    assert areas[1] / areas[0] == pytest.approx(2)
    assert areas[2] / areas[0] == pytest.approx(4)


def test_many_pledges_make_no_point_that_hides_a_country():
    most, one = CityMap([city(50, 10, 100), city(60, 25, 1)]).points
    assert most.radius <= 30
    assert most.radius**2 / one.radius**2 == pytest.approx(100)


def test_the_legend_shows_points_as_large_as_those_on_the_map():
    shown = CityMap([city(38, 20, 7), city(50, 10, 1), city(60, 10)])
    assert [number for number, _radius in shown.sizes] == [0, 1, 3, 7]
    assert dict(shown.sizes)[7] == shown.points[0].radius
    assert [number for number, _radius in CityMap([city(38, 20)]).sizes] == [0]
    assert [number for number, _radius in CityMap([city(38, 20, 2)]).sizes] == [0, 1, 2]


CLOSE = {
    "neighbours": [city(37.98, 23.73, 3), city(37.94, 23.65, 1)],  # Athens and Piraeus
    "the Netherlands": [
        city(*where, 1)
        for where in [(51.92, 4.48), (52.08, 4.31), (52.37, 4.9), (52.09, 5.12), (52.16, 5.39), (51.99, 5.9)]
    ],
    "the very same place": [city(50.85, 4.35, number % 3) for number in range(6)],
    "the corner": [city(71.17, 25.78, 2) for _number in range(4)],
}  # fmt: skip


@pytest.mark.parametrize("name", CLOSE)
def test_no_point_covers_another(name):
    points = CityMap(CLOSE[name]).points
    for one, other in combinations(points, 2):
        assert hypot(one.x - other.x, one.y - other.y) > one.radius + other.radius
        # So each can be hit without hitting the other.
        assert hypot(one.x - other.x, one.y - other.y) >= one.reach + other.reach - 1
    for point in points:
        assert point.reach >= point.radius
        assert is_inside(point.x, point.y)
        assert point.moved_by < 150


def test_points_that_are_moved_keep_their_order():
    points = CityMap(CLOSE["the Netherlands"]).points
    for one, other in combinations(points, 2):
        lay = (other.lies_x - one.lies_x, other.lies_y - one.lies_y)
        stand = (other.x - one.x, other.y - one.y)
        assert lay[0] * stand[0] + lay[1] * stand[1] > 0
    assert max(point.moved_by for point in points) < 40  # a hundred kilometres


def test_a_point_that_has_room_stands_where_the_city_lies_and_is_easy_to_hit():
    (point,) = CityMap([city(50, 10, 1)]).points
    assert (point.x, point.y) == place(50, 10)
    assert not point.is_moved
    assert point.reach * 900 / WIDTH > 24  # pixels around it, where the map is 900 wide


def test_a_crowd_goes_apart_in_all_directions():
    crowd = [Point(None, 900, 900, 30) for _number in range(60)]
    move_apart(crowd)
    assert len({(point.x, point.y) for point in crowd}) == 60


@pytest.fixture
def three(site):
    return [
        factories.CityPageFactory(parent=site.cities, heading_en=name, country=country, latitude=lat, longitude=lon)
        for name, country, lat, lon in [
            ("Oslo", "NO", "59.91", "10.75"),
            ("Athens", "GR", "37.98", "23.73"),
            ("Ankara", "TR", "39.93", "32.86"),
        ]
    ]


def links(html):
    """Return where the links of a drawing that is part of a page lead."""
    part = re.search(r'<svg class="map-drawing[^"]*".*?</svg>', as_shown(html), re.S)
    return re.findall(r'<a href="([^"]+)"', part[0]) if part else []


def test_every_city_with_a_place_is_on_the_map_in_the_order_of_the_list(client, three):
    for query in ("", "?sort=name"):
        response = client.get(f"/en/cities/{query}")
        listed = [one.url for one in response.context["page_obj"].object_list]
        assert links(response.content.decode()) == listed
        assert len(listed) == 3


def test_the_drawing_is_well_formed_in_every_language(client, three):
    factories.CityPageFactory(
        parent=three[0].get_parent(), heading_en='L\'Aquila <b>&"x"', country="IT", latitude="42.35", longitude="13.4"
    )
    for code in ("en", "de", "ar"):
        text = as_shown(client.get(f"/{code}/cities/").content.decode())
        part = re.search(r'<svg class="map-drawing".*?</svg>', text, re.S)[0]
        root = ElementTree.fromstring(part)  # noqa: S314
        assert root.get("viewBox") == f"0 0 {WIDTH} {HEIGHT}"
        for circle in root.iter("circle"):
            assert float(circle.get("r")) > 0
        assert len(list(root.iter("a"))) == 4


def test_a_point_says_its_city_and_what_its_size_means(client, site, three):
    for pillar in ("reception", "advocacy"):
        made = factories.PledgePageFactory(parent=site.pledges, pillar=pillar)
        factories.PledgeSignatoryFactory(pledge=made, city=three[1])
    text = client.get("/en/cities/").content.decode()
    assert 'aria-label="Athens, Greece: 2 pledges"' in text
    assert 'aria-label="Oslo, Norway: 0 pledges"' in text


def test_a_joint_number_is_not_divided_and_a_withdrawn_pledge_not_counted(client, site, three):
    joint = factories.PledgePageFactory(parent=site.pledges, number=5500, unit="places")
    for one in three:
        factories.PledgeSignatoryFactory(pledge=joint, city=one)
    withdrawn = factories.PledgePageFactory(parent=site.pledges, withdrawn_on=timezone.localdate())
    factories.PledgeSignatoryFactory(pledge=withdrawn, city=three[0])
    response = client.get("/en/cities/")
    assert [point.city.pledges_signed for point in response.context["map"].points] == [1, 1, 1]
    assert len({point.radius for point in response.context["map"].points}) == 1
    assert not re.search(r"1,833|5,500", response.content.decode())


def test_a_filter_goes_for_the_map_as_well(client, three):
    assert links(client.get("/en/cities/", {"country": "TR"}).content.decode()) == [three[2].url]
    text = client.get("/en/cities/", {"country": "TR"}).content.decode()
    assert "europe.svg#TR" in text
    assert "europe.svg#NO" not in text


def test_the_map_shows_the_cities_of_all_numbered_pages(client, site, three, monkeypatch):
    monkeypatch.setattr(type(site.cities), "items_per_page", 2)
    for number in (1, 2):
        assert len(links(client.get("/en/cities/", {"page": number}).content.decode())) == 3


def test_cities_that_cannot_be_on_the_map_are_named(client, site, three):
    factories.CityPageFactory(parent=site.cities, heading_en="Nowhere", latitude=50)
    factories.CityPageFactory(
        parent=site.cities, heading_en="Las Palmas", country="ES", latitude="28.1", longitude="-15.4"
    )
    response = client.get("/en/cities/")
    assert [one.heading for one in response.context["map"].without_place] == ["Nowhere"]
    assert [one.heading for one in response.context["map"].beyond] == ["Las Palmas"]
    caption = re.search(r"<figcaption.*?</figcaption>", response.content.decode(), re.S)[0]
    assert "Not on the map, because we have no coordinates:" in caption
    assert "Beyond the edge of the map:" in caption
    assert len(response.context["map"].points) == 3


def test_without_any_place_there_is_no_map(client, athens):
    text = client.get("/en/cities/").content.decode()
    assert "map-drawing" not in text
    assert athens.url in text


def test_a_citys_page_shows_where_it_lies(client, three):
    text = client.get(three[0].url).content.decode()
    view = re.search(r'class="map-locator" viewBox="([^"]+)"', text)[1]
    left, top, wide, high = map(int, view.split())
    x, y = place(59.91, 10.75)
    assert left < x < left + wide
    assert top < y < top + high
    assert "europe.svg#NO" in text


@pytest.mark.parametrize(("latitude", "longitude"), [(64.15, -21.94), (38.5, 43.38), (35.17, 33.36), (71.17, 25.78)])
def test_a_city_near_the_edge_is_shown_with_what_there_is_of_the_map(latitude, longitude):
    left, top, wide, high = map(int, Locator.of(city(latitude, longitude)).view.split())
    assert left >= 0
    assert top >= 0
    assert left + wide <= WIDTH
    assert top + high <= HEIGHT


def test_a_city_without_a_place_has_no_locator(client, site, athens):
    assert "map-locator" not in client.get(athens.url).content.decode()
    assert Locator.of(city(28.1, -15.4)) is None
