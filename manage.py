#!/usr/bin/env python
"""Django's command-line utility for this site."""

import os
import sys

from django.core.management import execute_from_command_line
from django.db.utils import DatabaseError


def main():
    """Run a command; explain a locked database in a sentence instead of a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "solidarity.settings")
    try:
        execute_from_command_line(sys.argv)
    except DatabaseError as error:
        if "database is locked" not in str(error):
            raise
        sys.exit("Another process is writing into the database. Try again when it has finished.")


if __name__ == "__main__":
    main()
