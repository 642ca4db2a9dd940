"""Tests of a group share one process, and with it what is slow to set up, such as a server and a browser."""

import pytest


@pytest.mark.xdist_group("together")
@pytest.mark.parametrize("number", range(4))
def test_a_group_stays_together(request, number):
    # Releases of pytest and pytest-xdist that do not fit together scatter it without a word.
    if getattr(request.config.option, "loadgroup", False):
        assert request.node.nodeid.endswith("@together")
