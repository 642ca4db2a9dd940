"""The projection of the map of Europe, which is the one of the European Union's own maps.

Lambert azimuthal equal-area on the ellipsoid GRS80, centred on 52° north and 10° east (ETRS89-LAEA, EPSG:3035). It
preserves areas, so that no country looks larger than it is. The formulas are those of method 9820 in IOGP's Guidance
Note 7-2.
"""

from math import asin, atanh, cos, radians, sin, sqrt

EQUATOR = 6378137.0  # metres; the semi-major axis of GRS80
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
    """Return q of the guidance note for the sine of a latitude; q / q(pole) is the sine of the authalic latitude."""
    e = ECCENTRICITY
    return (1 - e**2) * (sine / (1 - (e * sine) ** 2) + atanh(e * sine) / e)


POLE = authalic(1)
RADIUS = EQUATOR * sqrt(POLE / 2)
CENTRE_AUTHALIC = asin(authalic(sin(CENTRE[0])) / POLE)
STRETCH = EQUATOR * cos(CENTRE[0]) / (sqrt(1 - (ECCENTRICITY * sin(CENTRE[0])) ** 2) * RADIUS * cos(CENTRE_AUTHALIC))


def project(latitude, longitude):
    """Return the easting and northing in EPSG:3035, in metres, of a latitude and longitude in degrees."""
    beta = asin(max(-1.0, min(1.0, authalic(sin(radians(latitude))) / POLE)))
    turn = radians(longitude) - CENTRE[1]
    # Zero at the antipode of the centre, which the projection cannot map.
    facing = 1 + sin(CENTRE_AUTHALIC) * sin(beta) + cos(CENTRE_AUTHALIC) * cos(beta) * cos(turn)
    scale = RADIUS * sqrt(2 / max(facing, 1e-9))
    east = scale * STRETCH * cos(beta) * sin(turn)
    north = scale / STRETCH * (cos(CENTRE_AUTHALIC) * sin(beta) - sin(CENTRE_AUTHALIC) * cos(beta) * cos(turn))
    return FALSE_EAST + east, FALSE_NORTH + north


def place(latitude, longitude):
    """Return x and y in the drawing, whose origin is its north-west corner, of a latitude and longitude in degrees.

    They may lie outside the drawing.
    """
    east, north = project(latitude, longitude)
    return (east - WEST) / METRES_A_UNIT, (NORTH - north) / METRES_A_UNIT


def is_inside(x, y):
    """Return whether a point lies within the drawing."""
    return 0 <= x <= WIDTH and 0 <= y <= HEIGHT
