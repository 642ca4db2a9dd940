"""The tests' settings with one language more, as in the year when Portuguese is added."""

from solidarity import languages

languages.LANGUAGES.append(("pt", "Português"))

from tests.settings import *  # noqa: E402, F403
