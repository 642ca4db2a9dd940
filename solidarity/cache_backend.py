"""The backend of ``django.core.cache`` for Redis and Valkey: while the server does not answer, nothing is in it."""

import logging
import pickle
import time
from collections.abc import Callable, Iterable
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

logger = logging.getLogger(__name__)

TIMEOUT = 0.05  # seconds that one request waits for the server at most
PAUSE = 5.0  # seconds for which the server is not asked again after it failed
LOGGED_EVERY = 60.0  # seconds
# What a value that an earlier release stored may raise, whose classes have changed.
OUTDATED = (pickle.UnpicklingError, AttributeError, ImportError, TypeError)


class ResilientRedisCache(RedisCache):
    """A cache on Redis whose failure is a miss: the site is slower meanwhile, and works."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = {"socket_connect_timeout": TIMEOUT, "socket_timeout": TIMEOUT, "retry": Retry(NoBackoff(), 0)}
        params["OPTIONS"] = options | params.get("OPTIONS", {})
        super().__init__(server, params)
        self._asked_again_at = 0.0  # by the monotonic clock
        self._logged_at = float("-inf")

    def _or_nothing(self, ask: Callable[[], Any], nothing: Any) -> Any:
        """Return the server's answer, or what stands for none."""
        now = time.monotonic()
        if now < self._asked_again_at:
            return nothing
        try:
            return ask()
        except (RedisError, OSError) as error:
            self._asked_again_at = time.monotonic() + PAUSE
            if now - self._logged_at > LOGGED_EVERY:
                self._logged_at = now
                logger.warning("The cache does not answer, and the site works without it: %s", error)
            return nothing

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return self._or_nothing(lambda: super(ResilientRedisCache, self).add(key, value, timeout, version), True)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        try:
            return self._or_nothing(lambda: super(ResilientRedisCache, self).get(key, default, version), default)
        except OUTDATED:
            return default

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        self._or_nothing(lambda: super(ResilientRedisCache, self).set(key, value, timeout, version), None)

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return self._or_nothing(lambda: super(ResilientRedisCache, self).touch(key, timeout, version), False)

    def delete(self, key: str, version: int | None = None) -> bool:
        return self._or_nothing(lambda: super(ResilientRedisCache, self).delete(key, version), False)

    def get_many(self, keys: Iterable[str], version: int | None = None) -> dict[str, Any]:
        try:
            return self._or_nothing(lambda: super(ResilientRedisCache, self).get_many(keys, version), {})
        except OUTDATED:
            return {}

    def has_key(self, key: str, version: int | None = None) -> bool:
        return self._or_nothing(lambda: super(ResilientRedisCache, self).has_key(key, version), False)

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Add to a number. Raises ValueError where it is not there, or the server does not answer."""
        found = self._or_nothing(lambda: super(ResilientRedisCache, self).incr(key, delta, version), None)
        if found is None:
            raise ValueError(f"Key '{key}' not found")
        return found

    def set_many(self, data: dict[str, Any], timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> list[str]:
        return self._or_nothing(lambda: super(ResilientRedisCache, self).set_many(data, timeout, version), list(data))

    def delete_many(self, keys: Iterable[str], version: int | None = None) -> None:
        self._or_nothing(lambda: super(ResilientRedisCache, self).delete_many(keys, version), None)

    def clear(self) -> None:
        self._or_nothing(lambda: super(ResilientRedisCache, self).clear(), None)
