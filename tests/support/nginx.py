"""nginx in front of the site, with the configuration of deploy/nginx/."""

import os
import shutil
import subprocess
from contextlib import contextmanager
from getpass import getuser
from pathlib import Path

from tests.browser.server import free_port, wait_until_it_answers
from tests.support.demo_site import ROOT

# What every configuration begins with, as Debian's does, but for the user, who may read the tests' folders.
MAIN = """
user {user}; pcre_jit on; daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
  include {types};
  default_type application/octet-stream;
  access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  include solidarity.conf;
}}
"""


def configure(folder, port, application, data):
    """Write the configuration into a folder: as it is in the repository, but for folders, ports and certificates."""
    folder.mkdir()
    folder.chmod(0o755)
    for source in (ROOT / "deploy" / "nginx").glob("*.conf"):
        text = source.read_text().replace("/srv/solidarity/data", str(data)).replace("/srv/solidarity/site", str(ROOT))
        (folder / source.name).write_text(text)
    site = folder / "solidarity.conf"
    text = site.read_text().replace("127.0.0.1:8000", f"127.0.0.1:{application}")
    lines = [line for line in text.splitlines() if "ssl_certificate" not in line and "[::]" not in line]
    text = "\n".join(lines).replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port};")
    text = text.replace("listen 80;", f"listen 127.0.0.1:{free_port()};")
    site.write_text(text.replace("solidaritycities.example;", "127.0.0.1;"))
    write_main(folder)


def write_main(folder):
    """Write into a folder the configuration that nginx begins with."""
    types = next(path for path in (Path("/etc/nginx/mime.types"), Path("/usr/share/nginx/mime.types")) if path.exists())
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder, types=types, user=getuser()))


@contextmanager
def nginx(folder, port, application, data):
    """Run nginx on a port before an application on another one, whose files are below a folder."""
    configure(folder, port, application, data)
    with running(folder, f"http://127.0.0.1:{port}/robots.txt"):
        yield


@contextmanager
def nginx_of_copy(folder, port, copy):
    """Run nginx on a port for the files of a copy, with the configuration of deploy/nginx/copy.conf."""
    folder.mkdir()
    folder.chmod(0o755)
    text = (ROOT / "deploy" / "nginx" / "copy.conf").read_text().replace("/srv/copy", str(copy))
    text = text.replace("listen 80;", f"listen 127.0.0.1:{port};").replace("archive.example.org", "127.0.0.1")
    (folder / "solidarity.conf").write_text(text)
    write_main(folder)
    with running(folder, f"http://127.0.0.1:{port}/robots.txt"):
        yield


@contextmanager
def running(folder, url):
    """Run nginx with the configuration in a folder, until it answers at a URL and then for as long as is wanted."""
    program = (
        os.environ.get("NGINX") or shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    )
    assert program, "The tests need nginx: see tests/support/find_nginx.sh"
    with (folder / "output.log").open("w") as output:
        server = subprocess.Popen(
            [program, "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")], stdout=output, stderr=output
        )
    try:
        wait_until_it_answers(server, url, folder / "output.log")
        yield
    finally:
        server.terminate()
        server.wait()
