"""The map of cities: where each point stands, how large it is, and which cities it cannot show."""

from dataclasses import dataclass
from math import cos, hypot, sin, sqrt

from cities.map.projection import HEIGHT, WIDTH, is_inside, place
from cities.models.city import CityPage

NO_PLEDGE = 8  # the radius of the ring of a city that pledged nothing, in units of the drawing
ONE_PLEDGE, LARGEST = 14, 30  # the radius of one pledge's point, and what no point exceeds
BETWEEN = 4  # what is kept free between two points
REACH = 60  # how far around a point, at the most, a finger or a pointer finds it
ROUNDS, GENTLE_ROUNDS = 80, 50  # how often points that cover each other are moved apart before that must do
PULL = 0.1  # how far back to its place a point is drawn in each gentle round
GOLDEN_ANGLE = 2.39996  # points of the very same place go apart in as many directions as there are points


@dataclass
class Point:
    """A city on the map: where it lies, and where its point is drawn, which is beside it where others are close."""

    city: CityPage
    lies_x: float
    lies_y: float
    radius: float
    reach: float = REACH
    zoom: float = 1  # how much closer the map is shown: the point keeps its size on the screen, and so shrinks on it
    is_before: bool = False  # whether the name stands before the point, since after it there is no room

    def __post_init__(self):
        self.x, self.y = self.lies_x, self.lies_y

    @property
    def moved_by(self):
        """How far beside its city the point stands."""
        return hypot(self.x - self.lies_x, self.y - self.lies_y)

    @property
    def is_moved(self):
        """Whether the point no longer covers the place where the city lies."""
        return self.moved_by * self.zoom > self.radius

    @property
    def name_at(self):
        """How far from the point's middle its name begins."""
        return self.radius + 8

    def come_closer(self, frame):
        """Stand as a frame shows it: the closer the map, the nearer to the city, as there is more room."""
        self.zoom = frame.zoom
        self.x = self.lies_x + (self.x - self.lies_x) / self.zoom
        self.y = self.lies_y + (self.y - self.lies_y) / self.zoom
        self.reach /= self.zoom
        self.is_before = self.x > frame.left + frame.width * 0.8


@dataclass
class Frame:
    """The part of the map that is shown, and how much closer it is than the whole."""

    zoom: float = 1
    left: float = 0
    top: float = 0

    ZOOMS = (3, 2, 1.5)  # each has a class of this name in map.css
    FILLED = 0.7  # how much of its width and height the points may take

    @classmethod
    def around(cls, points):
        """Return the closest frame that holds points, in the shape of the whole map."""
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
        """How much of the drawing's width is seen."""
        return WIDTH / self.zoom

    @property
    def view(self):
        """SVG's viewBox."""
        return f"{self.left:.0f} {self.top:.0f} {self.width:.0f} {HEIGHT / self.zoom:.0f}"

    @property
    def style(self):
        """The class of the drawing, which keeps points and names at their size."""
        return f"map-zoom-{self.zoom * 100:.0f}" if self.zoom > 1 else ""


def move_apart(points):
    """Move points apart until none covers another, each as little as it takes.

    At first they are pushed gently and drawn back to their places, so that no point leaps over its neighbour; the last
    rounds only push.
    """
    for number in range(ROUNDS):
        is_gentle = number < GENTLE_ROUNDS
        if is_gentle:
            for point in points:
                point.x += (point.lies_x - point.x) * PULL
                point.y += (point.lies_y - point.y) * PULL
        is_free = True
        points = sorted(points, key=lambda point: point.x)
        for index, one in enumerate(points):
            for other in points[index + 1 :]:
                if other.x - one.x > one.radius + LARGEST + BETWEEN:
                    break  # and so do all that follow
                if push(one, other, 0.25 if is_gentle else 0.5, index * GOLDEN_ANGLE):
                    is_free = False
        if is_free and not is_gentle:
            return


def push(one, other, share, angle):
    """Push two points apart by a share of what is wanting between them, each; tell whether it was much.

    Points of the very same place go apart at an angle.
    """
    across, down = other.x - one.x, other.y - one.y
    distance = hypot(across, down)
    wanting = one.radius + other.radius + BETWEEN - distance
    if wanting < 0.5:
        return False
    if distance < 0.01:
        across, down, distance = cos(angle), sin(angle), 1
    for point, way in ((one, -share * wanting / distance), (other, share * wanting / distance)):
        point.x = min(max(point.x + across * way, point.radius), WIDTH - point.radius)
        point.y = min(max(point.y + down * way, point.radius), HEIGHT - point.radius)
    return True


def share_out_reach(points):
    """Give each point as much of the space to its neighbours as does not reach into theirs."""
    points = sorted(points, key=lambda point: point.x)
    for index, one in enumerate(points):
        for other in points[index + 1 :]:
            if other.x - one.x > 2 * REACH + LARGEST:
                break
            free = hypot(other.x - one.x, other.y - one.y) - one.radius - other.radius
            one.reach = max(one.radius, min(one.reach, one.radius + free / 2))
            other.reach = max(other.radius, min(other.reach, other.radius + free / 2))


class CityMap:
    """The map of some cities, in the order of their list.

    The area of a point is to those of the others as the pledges that the city signed. It is the signatures that are
    counted, not what was promised: a joint number belongs to all its signatories, and what is promised in homes
    cannot be added to what is promised in euros.
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
        """The points that stand beside the place where their city lies."""
        return [point for point in self.points if point.is_moved]

    @property
    def sizes(self):
        """The numbers of pledges that the legend shows, each with its radius: none, one, some and the most."""
        numbers = {0, 1, self.most // 2, self.most} if self.most > 3 else {0, *range(1, self.most + 1)}
        return [(number, self.radius(number)) for number in sorted(numbers)]


@dataclass
class Locator:
    """The part of the map around one city."""

    x: float
    y: float
    country: str  # its code, or empty where the drawing has no shape of it

    WIDE, HIGH = 640, 480  # units of the drawing: 1600 by 1200 kilometres

    @classmethod
    def of(cls, city):
        """Return the locator of a city, or None where the map cannot show it."""
        if city.latitude is None or city.longitude is None:
            return None
        x, y = place(float(city.latitude), float(city.longitude))
        return cls(x, y, city.country.code if city.country.code in OUTLINED else "") if is_inside(x, y) else None

    @property
    def view(self):
        """SVG's viewBox: the city in the middle, unless it lies near the edge of the whole map."""
        left = min(max(self.x - self.WIDE / 2, 0), WIDTH - self.WIDE)
        top = min(max(self.y - self.HIGH / 2, 0), HEIGHT - self.HIGH)
        return f"{left:.0f} {top:.0f} {self.WIDE} {self.HIGH}"


# The countries that static/img/europe.svg has a shape of; a test holds it to that.
OUTLINED = frozenset(
    "AD AL AT AX BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GR HR HU IE IM IS IT LI LT LU LV MD ME MK MT NL NO PL PT "
    "RO RS RU SE SI SK SM TR UA XK".split()
)
