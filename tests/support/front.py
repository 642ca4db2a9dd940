"""A server that remembers what it is asked, in the place of a cache in front of the site, or of the site."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace


@contextmanager
def server_that_remembers():
    """Give its URL, what it was asked as (method, path, headers, body), and the status that it answers with."""
    front = SimpleNamespace(asked=[], status=200)

    class Handler(BaseHTTPRequestHandler):
        def do_PURGE(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            front.asked.append((self.command, self.path, dict(self.headers), body))
            self.send_response(front.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_POST = do_PURGE

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    front.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield front
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
