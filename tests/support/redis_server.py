"""A Redis server of the tests' own, on a socket of its own, that can be stopped and started."""

import os
import shutil
import subprocess
import time
from contextlib import contextmanager

import redis

START = 30  # seconds that it may take to answer


class RedisServer:
    """A server that keeps nothing on disk; ``url`` is what CACHE_URL is set to."""

    def __init__(self, port, folder):
        self.port, self.folder, self.process = port, folder, None
        self.url = f"redis://127.0.0.1:{port}/0"

    def start(self):
        """Start it, and wait until it answers."""
        program = os.environ.get("REDIS_SERVER") or shutil.which("redis-server") or shutil.which("valkey-server")
        assert program, "The tests need Redis: see tests/support/find_redis.sh"
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        with (self.folder / "redis.log").open("a") as log:
            self.process = subprocess.Popen([program, *options, "--dir", str(self.folder)], stdout=log, stderr=log)
        until = time.monotonic() + START
        while time.monotonic() < until:
            try:
                redis.Redis(port=self.port, socket_connect_timeout=1).ping()
                return
            except redis.exceptions.ConnectionError:
                assert self.process.poll() is None, (self.folder / "redis.log").read_text()
                time.sleep(0.05)
        raise AssertionError(f"Redis did not answer within {START} seconds")

    def stop(self):
        """Stop it as a fault would."""
        self.process.kill()
        self.process.wait()


@contextmanager
def redis_server(port, folder):
    """Give a running RedisServer."""
    server = RedisServer(port, folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()
