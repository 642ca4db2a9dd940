"""Where a place stands on the map of Europe: in the projection of the European Union's own maps.

Lambert's azimuthal equal-area projection on the ellipsoid GRS80, about 52° north and 10° east (ETRS89-LAEA,
EPSG:3035). Areas are true, so that no country looks larger than it is. The formulas are those of the EPSG's
Guidance Note 7-2, method 9820.
"""

from math import asin, atanh, cos, radians, sin, sqrt

EQUATOR = 6378137.0  # metres; GRS80's larger half axis
FLATTENING = 1 / 298.257222101
ECCENTRICITY = sqrt(2 * FLATTENING - FLATTENING**2)
CENTRE = radians(52), radians(10)
FALSE_EAST, FALSE_NORTH = 4321000, 3210000

# The part of the projection that the map shows, in metres: from Iceland and Portugal to the North Cape, the east of
# Turkey and Cyprus. A unit of the drawing is 2.5 km.
WEST, EAST, SOUTH, NORTH = 2_500_000, 7_350_000, 1_350_000, 5_500_000
METRES_A_UNIT = 2500
WIDTH, HEIGHT = (EAST - WEST) // METRES_A_UNIT, (NORTH - SOUTH) // METRES_A_UNIT


def authalic(sine):
    """Return q, by which latitudes are changed to those of a sphere of the same area, for a latitude's sine."""
    e = ECCENTRICITY
    return (1 - e**2) * (sine / (1 - (e * sine) ** 2) + atanh(e * sine) / e)


POLE = authalic(1)
RADIUS = EQUATOR * sqrt(POLE / 2)
CENTRE_AUTHALIC = asin(authalic(sin(CENTRE[0])) / POLE)
STRETCH = EQUATOR * cos(CENTRE[0]) / (sqrt(1 - (ECCENTRICITY * sin(CENTRE[0])) ** 2) * RADIUS * cos(CENTRE_AUTHALIC))


def project(latitude, longitude):
    """Return the metres east and north of a place, as EPSG:3035 counts them."""
    beta = asin(max(-1.0, min(1.0, authalic(sin(radians(latitude))) / POLE)))
    turn = radians(longitude) - CENTRE[1]
    # Nought at the point opposite to the centre, which would lie infinitely far away.
    facing = 1 + sin(CENTRE_AUTHALIC) * sin(beta) + cos(CENTRE_AUTHALIC) * cos(beta) * cos(turn)
    scale = RADIUS * sqrt(2 / max(facing, 1e-9))
    east = scale * STRETCH * cos(beta) * sin(turn)
    north = scale / STRETCH * (cos(CENTRE_AUTHALIC) * sin(beta) - sin(CENTRE_AUTHALIC) * cos(beta) * cos(turn))
    return FALSE_EAST + east, FALSE_NORTH + north


def place(latitude, longitude):
    """Return a place's x and y in the drawing, whose corner is in the north-west; they may lie outside of it."""
    east, north = project(latitude, longitude)
    return (east - WEST) / METRES_A_UNIT, (NORTH - north) / METRES_A_UNIT


def is_inside(x, y):
    """Tell whether a point lies within the drawing."""
    return 0 <= x <= WIDTH and 0 <= y <= HEIGHT
