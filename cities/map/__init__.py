"""The map of cities: the position and size of each city's point, and the cities that the map cannot show.

All lengths are in units of the drawing, of which one is 2.5 km: see cities/map/projection.py.
"""

from dataclasses import dataclass
from math import cos, hypot, sin, sqrt

from cities.map.projection import HEIGHT, WIDTH, is_inside, place
from cities.models.city import CityPage

NO_PLEDGE = 8  # the radius of the ring of a city without pledges
ONE_PLEDGE, LARGEST = 14, 30  # the radius of the point of a city with one pledge, and the largest radius
BETWEEN = 4  # the smallest gap between two points
REACH = 60  # the largest radius of a point's pointer target
ROUNDS, GENTLE_ROUNDS = 80, 50  # the iterations that move overlapping points apart: at most, and of them gentle ones
PULL = 0.1  # the share of its displacement by which a point moves back in each gentle round
GOLDEN_ANGLE = 2.39996  # in radians; spreads the directions in which points of the same place move apart


@dataclass
class Point:
    """A city on the map: where it lies, and where its point is drawn, which is moved aside if others are close."""

    city: CityPage
    lies_x: float
    lies_y: float
    radius: float
    reach: float = REACH
    zoom: float = 1  # the magnification of the map; the point keeps its size on the screen and so shrinks on the map
    is_before: bool = False  # whether the label goes to the left of the point, since there is no room on its right

    def __post_init__(self):
        self.x, self.y = self.lies_x, self.lies_y

    @property
    def moved_by(self):
        """The distance between the city and its point."""
        return hypot(self.x - self.lies_x, self.y - self.lies_y)

    @property
    def is_moved(self):
        """Whether the point no longer covers the city's location."""
        return self.moved_by * self.zoom > self.radius

    @property
    def name_at(self):
        """The distance between the point's centre and its label."""
        return self.radius + 8

    def come_closer(self, frame):
        """Adapt the point to a Frame: the larger the zoom, the more room there is, and the nearer it is to its city."""
        self.zoom = frame.zoom
        self.x = self.lies_x + (self.x - self.lies_x) / self.zoom
        self.y = self.lies_y + (self.y - self.lies_y) / self.zoom
        self.reach /= self.zoom
        self.is_before = self.x > frame.left + frame.width * 0.8


@dataclass
class Frame:
    """The visible part of the map, and its magnification."""

    zoom: float = 1
    left: float = 0
    top: float = 0

    ZOOMS = (3, 2, 1.5)  # each has a class in map.css: see ``style``
    FILLED = 0.7  # the largest share of the frame's width and height that the points may fill

    @classmethod
    def around(cls, points):
        """Return the smallest Frame that contains points, with the aspect ratio of the whole map."""
        if not points:
            return cls()
        across, down = [point.lies_x for point in points], [point.lies_y for point in points]
        for zoom in cls.ZOOMS:
            width, height = WIDTH / zoom, HEIGHT / zoom
            if max(across) - min(across) <= width * cls.FILLED and max(down) - min(down) <= height * cls.FILLED:
                left, top = (min(across) + max(across) - width) / 2, (min(down) + max(down) - height) / 2
                return cls(zoom, min(max(left, 0), WIDTH - width), min(max(top, 0), HEIGHT - height))
        return cls()

    @property
    def width(self):
        """The width of the visible part."""
        return WIDTH / self.zoom

    @property
    def view(self):
        """The value of SVG's ``viewBox``."""
        return f"{self.left:.0f} {self.top:.0f} {self.width:.0f} {HEIGHT / self.zoom:.0f}"

    @property
    def style(self):
        """The CSS class of the drawing, which keeps the size of points and labels constant."""
        return f"map-zoom-{self.zoom * 100:.0f}" if self.zoom > 1 else ""


def move_apart(points):
    """Move points apart until none overlaps another, each as little as possible.

    The first rounds push gently and pull each point back towards its city, so that no point jumps over its neighbour;
    the last rounds only push.
    """
    for number in range(ROUNDS):
        is_gentle = number < GENTLE_ROUNDS
        if is_gentle:
            for point in points:
                point.x += (point.lies_x - point.x) * PULL
                point.y += (point.lies_y - point.y) * PULL
        is_free = True
        points = sorted(points, key=lambda point: point.x)
        for index, first in enumerate(points):
            for second in points[index + 1 :]:
                if second.x - first.x > first.radius + LARGEST + BETWEEN:
                    break  # the points are sorted by x, so the rest is even farther away
                if push(first, second, 0.25 if is_gentle else 0.5, index * GOLDEN_ANGLE):
                    is_free = False
        if is_free and not is_gentle:
            return


def push(first, second, share, angle):
    """Move two points apart, each by a share of their overlap. Return whether they overlapped by half a unit or more.

    Points of the same place move apart at ``angle``, in radians.
    """
    across, down = second.x - first.x, second.y - first.y
    distance = hypot(across, down)
    wanting = first.radius + second.radius + BETWEEN - distance
    if wanting < 0.5:
        return False
    if distance < 0.01:
        across, down, distance = cos(angle), sin(angle), 1
    for point, way in ((first, -share * wanting / distance), (second, share * wanting / distance)):
        point.x = min(max(point.x + across * way, point.radius), WIDTH - point.radius)
        point.y = min(max(point.y + down * way, point.radius), HEIGHT - point.radius)
    return True


def share_out_reach(points):
    """Set the reach of each point, so that the pointer targets of neighbours do not overlap."""
    points = sorted(points, key=lambda point: point.x)
    for index, first in enumerate(points):
        for second in points[index + 1 :]:
            if second.x - first.x > 2 * REACH + LARGEST:
                break
            free = hypot(second.x - first.x, second.y - first.y) - first.radius - second.radius
            first.reach = max(first.radius, min(first.reach, first.radius + free / 2))
            second.reach = max(second.radius, min(second.reach, second.radius + free / 2))


class CityMap:
    """The map of some cities, in the order of their list. Each city needs the attribute ``pledges_signed``.

    The area of a point is proportional to the number of pledges that the city signed, not to the numbers pledged: a
    joint number belongs to all its signatories, and homes cannot be added to euros.
    """

    width, height = WIDTH, HEIGHT

    def __init__(self, cities, is_framed=False):
        self.without_place, self.beyond, self.points = [], [], []
        self.most = max((city.pledges_signed for city in cities), default=0)
        self._unit = min(ONE_PLEDGE, LARGEST / sqrt(self.most or 1))
        for city in cities:
            if city.latitude is None or city.longitude is None:
                self.without_place.append(city)
                continue
            x, y = place(float(city.latitude), float(city.longitude))
            if is_inside(x, y):
                self.points.append(Point(city, x, y, self.radius(city.pledges_signed)))
            else:
                self.beyond.append(city)
        move_apart(self.points)
        share_out_reach(self.points)
        self.frame = Frame.around(self.points) if is_framed else Frame()
        for point in self.points:
            point.come_closer(self.frame)

    def radius(self, pledges):
        """Return the radius of a point for a number of pledges signed."""
        return self._unit * sqrt(pledges) if pledges else NO_PLEDGE

    @property
    def countries(self):
        """The codes of the countries of the cities on the map."""
        return sorted({point.city.country.code for point in self.points} & OUTLINED)

    @property
    def moved(self):
        """The points that do not cover their city's location."""
        return [point for point in self.points if point.is_moved]

    @property
    def sizes(self):
        """The legend, as pairs of a number of pledges and its radius: for none, one, some and the most."""
        numbers = {0, 1, self.most // 2, self.most} if self.most > 3 else {0, *range(1, self.most + 1)}
        return [(number, self.radius(number)) for number in sorted(numbers)]


@dataclass
class Locator:
    """The part of the map around one city."""

    x: float
    y: float
    country: str  # the country's code, or empty if the drawing has no shape of it

    WIDE, HIGH = 640, 480  # 1600 by 1200 kilometres

    @classmethod
    def of(cls, city):
        """Return the Locator of a city, or None if the map cannot show it."""
        if city.latitude is None or city.longitude is None:
            return None
        x, y = place(float(city.latitude), float(city.longitude))
        return cls(x, y, city.country.code if city.country.code in OUTLINED else "") if is_inside(x, y) else None

    @property
    def view(self):
        """The value of SVG's ``viewBox``, with the city in the centre unless it lies near the edge of the whole map."""
        left = min(max(self.x - self.WIDE / 2, 0), WIDTH - self.WIDE)
        top = min(max(self.y - self.HIGH / 2, 0), HEIGHT - self.HIGH)
        return f"{left:.0f} {top:.0f} {self.WIDE} {self.HIGH}"


# The countries with a shape in static/img/europe.svg; a test compares the two.
OUTLINED = frozenset(
    "AD AL AT AX BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GR HR HU IE IM IS IT LI LT LU LV MD ME MK MT NL NO PL PT "
    "RO RS RU SE SI SK SM TR UA XK".split()
)
