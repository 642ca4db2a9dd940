"""The words of the packages that we build on, where they speak English, or not as this site does.

Wagtail, Django and django-taggit are not wholly translated. ``locale/wagtail`` holds our translations of what they
leave in English: django.po for pages, djangojs.po for the scripts of Wagtail's editor. An entry with a comment says on
purpose otherwise what a package has said: such entries are kept, all others come and go with the packages.
"""

from pathlib import Path

import django
from babel.messages import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po, write_po
from django.apps import apps
from django.conf import settings

from solidarity import languages

FOLDER = Path(settings.LOCALE_PATHS[1])
SPEAKING = ("wagtail", "taggit", "django.")  # the beginnings of the names of apps whose words people see
DOMAINS = ("django", "djangojs")
HEADER = """\
msgid ""
msgstr ""
"Language: {code}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural_forms}\\n"

"""


def packages(domain):
    """Return the folders with message files of the packages; the scripts' words are all in Wagtail's admin."""
    if domain == "djangojs":
        return [Path(apps.get_app_config("wagtailadmin").path) / "locale"]
    found = [Path(app.path) / "locale" for app in apps.get_app_configs() if app.name.startswith(SPEAKING)]
    return [*found, Path(django.__file__).parent / "conf" / "locale"]


def file_of(folder, code, domain, suffix="po"):
    return folder / code / "LC_MESSAGES" / f"{domain}.{suffix}"


def key(message):
    """Return what tells a message from others: its context and its text in the singular."""
    context = message.context.decode() if isinstance(message.context, bytes) else message.context  # so Babel reads .mo
    return context, message.id if isinstance(message.id, str) else message.id[0]


def texts(message):
    """Return the translations of a message, one or one for each plural form."""
    return list(message.string) if isinstance(message.string, tuple | list) else [message.string]


def read(file, reader=read_po, **options):
    """Return the messages of a file by their keys; a file that is not there has none."""
    if not file.exists():
        return {}
    with file.open("rb") as source:
        return {key(message): message for message in reader(source, **options) if message.id}


def said(domain):
    """Return every message of the packages, in their order."""
    found = {}
    for folder in packages(domain):
        for key_, message in read(file_of(folder, languages.DEFAULT_LANGUAGE, domain)).items():
            found.setdefault(key_, message)
    return found


def translated(code, domain):
    """Return the keys of what some package says in a language; in English they say all."""
    if code == languages.DEFAULT_LANGUAGE:
        return set(said(domain))
    found = set()
    for folder in packages(domain):
        messages = read(file_of(folder, code, domain, "mo"), read_mo)
        found.update(key_ for key_, message in messages.items() if all(texts(message)))
    return found


def ours(code, domain):
    """Return the messages of our own file."""
    return read(file_of(FOLDER, code, domain), locale=code)


def plural_forms(code):
    """Return the rule of plural forms that Wagtail has: its scripts know but one rule for a language."""
    file = file_of(packages("djangojs")[0], code, "djangojs", "mo")
    if not file.exists():
        return Catalog(locale=code).plural_forms
    with file.open("rb") as source:
        return read_mo(source).plural_forms


def collect(code, domain):
    """Bring our file up to the installed packages; return how many messages in it want a translation.

    Those that a package says by now, or no longer has, are dropped; new ones are added, empty.
    """
    there, own = translated(code, domain), ours(code, domain)
    catalogue = Catalog()
    catalogue.mime_headers = [("Plural-Forms", plural_forms(code))]
    wanting = 0
    for key_, message in said(domain).items():
        mine = own.get(key_)
        if key_ in there and not (mine and mine.user_comments):
            continue
        catalogue.add(
            message.id,
            mine.string if mine else "",
            context=message.context,
            flags=message.flags,
            auto_comments=message.auto_comments,
            user_comments=mine.user_comments if mine else (),
        )
        wanting += not (mine and all(texts(mine)))
    file = file_of(FOLDER, code, domain)
    if not len(catalogue):
        file.unlink(missing_ok=True)
        return 0
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as target:
        target.write(HEADER.format(code=code, plural_forms=plural_forms(code)).encode())
        write_po(target, catalogue, width=0, no_location=True, omit_header=True)
    return wanting
