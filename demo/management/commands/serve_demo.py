import fcntl

from django.conf import settings
from django.contrib.staticfiles.management.commands.runserver import Command as RunServer

SERVED = "served.lock"


class Command(RunServer):
    help = "Serves the demonstration on this machine, and says where, once the port is its own; `make run` calls it."

    def on_bind(self, server_port):
        self.store_url()
        url = settings.WAGTAILADMIN_BASE_URL
        self.stdout.write(
            f"\nThe site:   {url}/\n"
            f"The editor: {url}/admin/\n"
            "  admin@solidaritycities.example   password: demo   (may do everything)\n"
            "  editor@solidaritycities.example  password: demo   (writes, reviews and publishes)\n"
            "  officer@solidaritycities.example password: demo   (serves Athens)\n"
            "Stop it with Ctrl+C; start it again with `make run`: what you edit is kept.\n"
        )
        super().on_bind(server_port)

    def store_url(self):
        """Store the site's URL for other processes while this one runs; only the first process stores it."""
        self.url_file = (settings.DATA_DIR / SERVED).open("a+")
        try:
            fcntl.flock(self.url_file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        self.url_file.truncate(0)
        self.url_file.write(settings.WAGTAILADMIN_BASE_URL)
        self.url_file.flush()


def served_url():
    """Return the URL at which another process is serving the site, or an empty string."""
    with (settings.DATA_DIR / SERVED).open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            return file.read()
    return ""
