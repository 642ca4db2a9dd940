"""What the skylines show, as data: the character of each city, heights, and the light of each mood."""

from typing import NamedTuple

# Centre, width and height of what must stay in every crop, as shares of the whole.
FOCUS = (0.5, 0.51, 0.44, 0.52)


class Traits(NamedTuple):
    """What a place shows: the first landmark is the main one, and stands on the mound or crag if there is one."""

    water: str
    land: str
    houses: str
    landmarks: tuple[str, ...]
    trees: str
    extras: tuple[str, ...] = ()


TRAITS = {
    "amersfoort": Traits("canal", "", "gables", ("belfry", "town hall"), "round", ("barge",)),
    "amsterdam": Traits("canal", "", "gables", ("belfry", "steeple", "windmill"), "round", ("arches", "barge")),
    "arnhem": Traits("river", "hills", "mixed", ("belfry", "towers", "steeple"), "round", ("arches", "barge")),
    "athens": Traits("", "crag", "south", ("temple", "dome"), "cypress"),
    "barcelona": Traits("sea", "hills", "south", ("tapering towers", "dome"), "palm", ("sail", "sail")),
    "berlin": Traits("river", "", "flats", ("tv tower", "dome", "gate"), "round", ("barge",)),
    "birmingham": Traits("canal", "", "brick", ("clock tower", "towers", "pod tower"), "round", ("barge",)),
    "bremen": Traits("river", "", "gables", ("twin spires", "windmill", "crane"), "round", ("tall ship",)),
    "brighton-hove": Traits("sea", "hills", "mixed", ("pavilion", "steeple"), "round", ("sail", "sail")),
    "dresden": Traits("river", "", "mixed", ("dome", "steeple", "town hall"), "round", ("arches", "ferry")),
    "florence": Traits("river", "hills", "south", ("dome", "campanile", "town hall"), "cypress", ("arches",)),
    "frankfurt": Traits("river", "", "mixed", ("towers", "belfry"), "round", ("barge",)),
    "gaziantep": Traits("", "mound", "south", ("castle", "mosque"), "pine"),
    "gdansk": Traits("river", "", "gables", ("clock tower", "steeple", "crane"), "round", ("tall ship",)),
    "ghent": Traits("canal", "", "gables", ("belfry", "steeple", "twin spires"), "round", ("barge",)),
    "groningen": Traits("canal", "", "gables", ("belfry", "windmill"), "round", ("barge", "sail")),
    "hannover": Traits("lake", "", "mixed", ("dome", "steeple"), "round", ("sail", "sail")),
    "helsinki": Traits("sea", "", "mixed", ("dome", "steeple"), "spruce", ("ferry",)),
    "kiel": Traits("sea", "", "brick", ("town hall", "crane", "crane"), "round", ("ferry", "sail")),
    "leeds": Traits("", "hills", "brick", ("clock tower", "mill", "towers"), "round"),
    "leipzig": Traits("", "", "mixed", ("town hall", "steeple", "towers"), "round"),
    "lillehammer": Traits("lake", "hills", "timber", ("ski jump", "wooden church"), "spruce"),
    "lisbon": Traits("river", "mound", "south", ("castle", "dome"), "pine", ("suspension", "sail")),
    "ljubljana": Traits("river", "mound", "mixed", ("castle", "twin caps"), "round", ("arches",)),
    "lucerne": Traits("lake", "mountains", "mixed", ("twin spires", "round tower"), "round", ("ferry",)),
    "lyon": Traits("river", "hills", "mixed", ("twin spires", "towers", "dome"), "round", ("arches",)),
    "milan": Traits("", "mountains", "flats", ("dome", "towers", "campanile"), "cypress"),
    "munich": Traits("", "mountains", "mixed", ("twin caps", "town hall", "steeple"), "round"),
    "nantes": Traits("river", "", "mixed", ("castle", "twin spires", "crane"), "round", ("barge",)),
    "naples": Traits("sea", "volcano", "south", ("castle", "dome"), "pine", ("sail", "ferry")),
    "nicosia": Traits("", "mountains", "south", ("mosque", "campanile"), "palm"),
    "nuremberg": Traits("", "mound", "gables", ("castle", "twin spires"), "round"),
    "orland": Traits("sea", "mountains", "timber", ("lighthouse", "wooden church"), "spruce", ("sail", "sail")),
    "riga": Traits("river", "", "gables", ("steeple", "clock tower", "steeple"), "round", ("suspension", "ferry")),
    "rotterdam": Traits("river", "", "modern", ("towers", "pod tower", "crane"), "round", ("suspension", "freighter")),
    "st-gallen": Traits("", "hills", "mixed", ("twin caps", "steeple"), "spruce"),
    "stockholm": Traits("sea", "", "mixed", ("town hall", "steeple", "steeple"), "spruce", ("ferry", "sail")),
    "tampere": Traits("lake", "hills", "brick", ("mill", "pod tower"), "spruce", ("sail",)),
    "thessaloniki": Traits("sea", "hills", "south", ("round tower", "dome"), "pine", ("sail", "ferry")),
    "tilburg": Traits("", "", "brick", ("twin spires", "mill", "towers"), "round"),
    "utrecht": Traits("canal", "", "gables", ("belfry", "steeple"), "round", ("arches", "barge")),
    "zurich": Traits("lake", "mountains", "mixed", ("twin caps", "steeple", "clock tower"), "round", ("sail",)),
}

# Changing this draws a new series; under this name the moods of the cities are evenly spread.
SERIES = "2476"

# The height at which a landmark looks right among houses of 100 to 200; other landmarks are 420 high.
HEIGHTS = {
    "belfry": 460,
    "campanile": 440,
    "castle": 300,
    "crane": 350,
    "dome": 410,
    "gate": 250,
    "lighthouse": 350,
    "mill": 350,
    "mosque": 430,
    "pavilion": 330,
    "pod tower": 480,
    "round tower": 320,
    "ski jump": 390,
    "steeple": 450,
    "temple": 175,
    "towers": 480,
    "town hall": 440,
    "tv tower": 580,
    "windmill": 320,
    "wooden church": 330,
}
# Least and greatest height of a boat, and how far its trace reaches on the water, in heights.
BOATS = {
    "sail": (130, 170, 0.35),
    "ferry": (46, 52, 1.7),
    "barge": (34, 38, 1.9),
    "freighter": (74, 84, 1.6),
    "tall ship": (170, 190, 0.45),
}
TREES = {"cypress": 1.3, "spruce": 1.2, "palm": 1.2, "pine": 1.0, "round": 1.0}


class Mood(NamedTuple):
    """The light of a picture, as the colours of its layers; walls and roofs from the back to the front."""

    sky: tuple[str, ...]
    disc: str
    disc_height: tuple[int, int]
    haze: str
    far: str
    walls: dict[str, tuple[str, ...]]
    roofs: dict[str, tuple[str, ...]]
    leaf: str
    water: str
    light: str
    deep: str
    lit: str
    lit_share: float


MOODS = {
    "dawn": Mood(
        ("#8ba7ca", "#cfcdd8", "#f6d6c2", "#fce6cc"),
        "#e2764a",
        (470, 590),
        "#f7dcc6",
        "#c9b6c3",
        {
            "mid": ("#a9a6c0", "#b5aec2", "#9c9fbc"),
            "mark": ("#66769f", "#7480a6", "#596b98"),
            "near": ("#34507f", "#2a4573", "#44608f"),
        },
        {"mid": ("#c99a90", "#979cb9"), "mark": ("#b4604a", "#47598a"), "near": ("#b5472a", "#9c4a3a", "#21375f")},
        "#2a4763",
        "#c6bfce",
        "#fdf0df",
        "#14233a",
        "#f8cf7c",
        0.14,
    ),
    "noon": Mood(
        ("#a9c7e0", "#cfe0ec", "#f6f3ea"),
        "#f0b23c",
        (415, 475),
        "#eef0ea",
        "#c0d2de",
        {
            "mid": ("#b3c8d8", "#c0d0da", "#a8c0d3"),
            "mark": ("#7fa3c4", "#8dadc9", "#7098bd"),
            "near": ("#fbf5ea", "#f3e4cf", "#ead6be"),
        },
        {"mid": ("#d6ac99", "#98b4cb"), "mark": ("#bc5a3c", "#2f5f93"), "near": ("#b5472a", "#c4623f", "#24487a")},
        "#2f5f6b",
        "#a5c2d5",
        "#ffffff",
        "#173f73",
        "#f0b23c",
        0.03,
    ),
    "dusk": Mood(
        ("#1c3a6a", "#5d6ea3", "#c98d97", "#f2ae7e", "#f8cf92"),
        "#f0b23c",
        (450, 580),
        "#f3b98a",
        "#b98294",
        {
            "mid": ("#85719a", "#7a6893", "#8f789c"),
            "mark": ("#4a4a7c", "#565184", "#404474"),
            "near": ("#1d3054", "#24395f", "#182846"),
        },
        {"mid": ("#b0706c", "#6a5f8c"), "mark": ("#93493f", "#37386a"), "near": ("#84392c", "#5e3338", "#16233f")},
        "#16263c",
        "#94839f",
        "#f6d6b4",
        "#0f1b30",
        "#f7c25a",
        0.3,
    ),
    "night": Mood(
        ("#0c182d", "#14305c", "#2b5b92", "#4a80b4"),
        "#f4ead0",
        (345, 420),
        "#4478ad",
        "#33659b",
        {
            "mid": ("#29568a", "#2f5d92", "#244f82"),
            "mark": ("#183558", "#1c3c62", "#142d4c"),
            "near": ("#101e36", "#15274a", "#0c182c"),
        },
        {"mid": ("#24507f", "#345f90"), "mark": ("#6e3c38", "#10284a"), "near": ("#5a2c2b", "#1b3055", "#0a1424")},
        "#0b1728",
        "#1d4270",
        "#dfe8f0",
        "#070f1c",
        "#f0b23c",
        0.26,
    ),
    "mist": Mood(
        ("#d3dde3", "#e8ecea", "#f8f3e6"),
        "#f3c06a",
        (415, 515),
        "#f5f2ea",
        "#ccd7de",
        {
            "mid": ("#b4c4d0", "#c0cdd6", "#a9bbc9"),
            "mark": ("#7d99b4", "#89a2ba", "#708eac"),
            "near": ("#4a688d", "#567599", "#3d5c83"),
        },
        {"mid": ("#d4b3a6", "#9fb4c5"), "mark": ("#b96a53", "#55769a"), "near": ("#b5472a", "#a4563f", "#2f4f78")},
        "#3a5c74",
        "#c9d5db",
        "#fbfaf7",
        "#1d3a60",
        "#f6d79a",
        0.08,
    ),
}
