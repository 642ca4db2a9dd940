"""The log on what does not answer: a word a minute, and one when it is over."""

import logging
from types import SimpleNamespace

import pytest

from solidarity import outages
from solidarity.outages import LOGGED_EVERY, Outage


@pytest.fixture
def clock(monkeypatch):
    clock = SimpleNamespace(now=1000.0)
    monkeypatch.setattr(outages, "time", SimpleNamespace(monotonic=lambda: clock.now))
    return clock


def test_it_is_said_once_a_minute_and_once_that_it_is_over(clock, caplog):
    outage = Outage(logging.getLogger("solidarity.outages"), "It is down.", "It is back.")
    outage.recovered()
    assert not caplog.records
    for _time in range(3):
        outage.failed(OSError("no route"))
    clock.now += LOGGED_EVERY - 1
    outage.failed(OSError("no route"))
    assert [record.getMessage() for record in caplog.records] == ["It is down. (OSError: no route)"]
    clock.now += 1
    outage.failed(OSError("no route"))
    assert len(caplog.records) == 2
    for _time in range(2):
        outage.recovered()
    assert [record.getMessage() for record in caplog.records[2:]] == ["It is back."]
    outage.failed(OSError("again"))
    assert len(caplog.records) == 4
