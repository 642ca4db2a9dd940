"""Varnish in front of a site, with the configuration that operators are given."""

import os
import re
import shutil
import subprocess
from contextlib import contextmanager
from urllib.parse import urlsplit

from tests.browser.server import free_port, wait_until_it_answers
from tests.support.demo_site import ROOT

VCL = ROOT / "deploy" / "varnish.vcl"


def configuration(url):
    """Return the configuration of deploy/ for a site at a URL, which is all that is changed in it."""
    parts = urlsplit(url)
    text, changed = VCL.read_text(encoding="utf-8"), 0
    for name, value in (("host", parts.hostname), ("port", parts.port)):
        text, count = re.subn(rf'\.{name} = "[^"]*"', f'.{name} = "{value}"', text)
        changed += count
    assert changed == 2, "the backend stands elsewhere in the configuration"
    return text


@contextmanager
def varnish(url, folder, port=None):
    """Give the URL of a running Varnish in front of the site at a URL; it keeps its files in a folder."""
    program = os.environ.get("VARNISHD") or shutil.which("varnishd") or "/usr/sbin/varnishd"
    assert os.path.exists(program), "The tests need Varnish: see tests/support/find_varnish.sh"
    port = port or free_port()
    vcl, log = folder / "site.vcl", folder / "varnish.log"
    vcl.write_text(configuration(url), encoding="utf-8")
    command = [
        program,
        "-F",
        "-j",
        "none",
        "-n",
        str(folder / "varnish"),
        "-f",
        str(vcl),
        "-p",
        "http_gzip_support=off",
    ]
    with log.open("a") as output:
        server = subprocess.Popen(
            [*command, "-a", f"127.0.0.1:{port}", "-s", "malloc,32m"], stdout=output, stderr=subprocess.STDOUT
        )
    try:
        front = f"http://127.0.0.1:{port}"
        wait_until_it_answers(server, f"{front}/robots.txt", log)
        yield front
    finally:
        server.terminate()
        server.wait(timeout=10)
