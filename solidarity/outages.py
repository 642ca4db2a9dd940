"""What the log says of something that does not answer, and without which the site works."""

import logging
import threading
import time

LOGGED_EVERY = 60.0  # seconds


class Outage:
    """The outage of one thing, of which each process says so once a minute, and once that it is over."""

    def __init__(self, logger: logging.Logger, failed: str, recovered: str) -> None:
        self._logger = logger
        self._failed, self._recovered = failed, recovered
        self._lock = threading.Lock()
        self._said_at: float | None = None  # by the monotonic clock; None while it answers

    def failed(self, error: BaseException) -> None:
        """Say that it failed, unless that was said within the last minute."""
        now = time.monotonic()
        with self._lock:
            if self._said_at is not None and now - self._said_at < LOGGED_EVERY:
                return
            self._said_at = now
        self._logger.error("%s (%s: %s)", self._failed, type(error).__name__, error)

    def recovered(self) -> None:
        """Say that it answers again, if it was said that it does not."""
        if self._said_at is None:
            return
        with self._lock:
            was_down, self._said_at = self._said_at is not None, None
        if was_down:
            self._logger.warning("%s", self._recovered)
