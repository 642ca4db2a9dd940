from argparse import ArgumentTypeError
from pathlib import Path
from urllib.parse import urlsplit

from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat
from wagtail.models import Site

from solidarity import languages
from solidarity.bake.folder import NotACopy
from solidarity.bake.walk import bake


def host_url(text):
    """Return the URL that was given as --host."""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise ArgumentTypeError(f"{text} is no URL such as https://archive.example.org")
    return text


class Command(BaseCommand):
    help = "Write the whole site as plain files, which any host can serve: docs/operations.md."

    def add_arguments(self, parser):
        parser.add_argument("directory", type=Path, help="a folder that is empty, missing, or a copy of before")
        parser.add_argument(
            "--host",
            type=host_url,
            help="the URL of the copy, such as https://archive.example.org, which its links name; "
            "without it links are relative, and the copy works wherever it lies",
        )
        parser.add_argument("--quiet", action="store_true", help="say nothing but what could not be baked")

    def handle(self, *, directory, host, quiet, **options):
        site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
        if site is None:
            raise CommandError("There is no default site: Settings → Sites.")
        try:
            report = bake(site, directory, host or "")
        except NotACopy as error:
            raise CommandError(f"{directory} is neither empty nor a copy of before: nothing was written.") from error
        if not quiet:
            self.stdout.write(summary(report))
        for failure in report.failures:
            self.stderr.write(failure)
        if report.failures:
            raise CommandError(f"{len(report.failures)} URLs are not in the copy. Nothing was deleted.")


def summary(report):
    """Return what a run did, as lines of text."""
    codes = [code for code in languages.codes() if code in report.files]
    files, size = report.files.copy(), report.bytes.copy()
    lines = [f"{code}: {files.pop(code)} files, {filesizeformat(size.pop(code))}" for code in codes]
    lines += [
        f"all languages share: {files.total()} files, {filesizeformat(size.total())}",
        f"together: {report.files.total()} files, {filesizeformat(report.bytes.total())}, {report.redirects} redirects",
        f"written: {report.changed}, deleted: {report.removed}, the others are as they were",
    ]
    return "\n".join(lines).replace("\xa0", " ")
