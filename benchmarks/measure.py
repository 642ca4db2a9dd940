"""Measures: queries, processor time and time of a call, as medians over many calls."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection
from django.test.utils import CaptureQueriesContext

SECONDS = 1.5  # for which a call is repeated, after it has been warmed up
MOST, LEAST = 400, 7  # calls


@dataclass(frozen=True)
class Figures:
    """What a call costs: queries, and milliseconds."""

    queries: int
    cpu: float  # of the processor, in the middle
    p50: float
    p99: float
    size: int = 0  # bytes of the response


def measured(call: Callable[[], object], seconds: float = SECONDS, warm_up: int = 3) -> Figures:
    """Return what a call costs, once it has been called a few times."""
    for _time in range(warm_up):
        call()
    with CaptureQueriesContext(connection) as asked:
        response = call()
    count = len(asked)
    gc.collect()
    cpu, wall, until = [], [], time.perf_counter() + seconds
    while (time.perf_counter() < until or len(wall) < LEAST) and len(wall) < MOST:
        began, used = time.perf_counter(), time.process_time()
        call()
        cpu.append((time.process_time() - used) * 1000)
        wall.append((time.perf_counter() - began) * 1000)
    wall.sort()
    size = len(getattr(response, "content", b"") or b"")
    return Figures(count, statistics.median(cpu), statistics.median(wall), wall[int(len(wall) * 0.99)], size)
