"""How the site's own templates are loaded."""

import re

from django.template.loaders import filesystem

INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)


class Loader(filesystem.Loader):
    """Loads HTML templates without the indentation of their lines: it is for those who write them.

    Sent to readers it would make a page of many rows half as long again. Lines stay lines, so that an error names the
    right one. What needs its white space, such as the text of a ``<pre>``, comes from a variable.
    """

    def get_contents(self, origin):
        contents = super().get_contents(origin)
        return INDENTATION.sub("", contents) if origin.name.endswith(".html") else contents
