"""What is kept by generation, in tests: each runs in a transaction, in which otherwise nothing is kept."""

from types import SimpleNamespace

import pytest

from solidarity import generation


def forget():
    """Forget what this process knows of the generation and keeps in its memory."""
    generation._state = generation.State()
    generation._memory = generation.Memory(0, {})


@pytest.fixture
def keeping(monkeypatch, db):
    """Keep as the site does: each change counts as committed at once."""
    monkeypatch.setattr(generation, "may_keep", lambda: not generation._nothing_is_kept.get())
    monkeypatch.setattr(generation, "FRESH", 60)  # so that no test depends on how quick the machine is
    monkeypatch.setattr(generation, "transaction", SimpleNamespace(on_commit=lambda function, robust: function()))
    forget()
    yield
    forget()


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands still until it is set, for the generation and for Django."""
    clock = SimpleNamespace(now=None)

    def set_to(moment):
        clock.now = moment
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
        monkeypatch.setattr(generation, "time", SimpleNamespace(time=moment.timestamp, monotonic=moment.timestamp))

    clock.set_to = set_to
    return clock
