"""Message catalogs for strings that Wagtail, Django and django-taggit leave in English, or that this site rewords.

Their translations are incomplete. ``locale/wagtail`` holds ours: django.po for templates and Python, djangojs.po for
the scripts of Wagtail's editor. An entry with a translator comment replaces a package's translation on purpose and is
kept; all other entries are added and removed as the packages change.
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
APP_PREFIXES = ("wagtail", "taggit", "django.")  # prefixes of the names of apps whose strings users see
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
    """Return the locale folders of the packages; all JavaScript strings belong to Wagtail's admin."""
    if domain == "djangojs":
        return [Path(apps.get_app_config("wagtailadmin").path) / "locale"]
    found = [Path(app.path) / "locale" for app in apps.get_app_configs() if app.name.startswith(APP_PREFIXES)]
    return [*found, Path(django.__file__).parent / "conf" / "locale"]


def catalog_path(folder, code, domain, suffix="po"):
    """Return the path of the catalog of a language and domain in a locale folder."""
    return folder / code / "LC_MESSAGES" / f"{domain}.{suffix}"


def key(message):
    """Return the key of a message in a catalog: its context and its singular msgid."""
    # Babel returns the context of a .mo file as bytes.
    context = message.context.decode() if isinstance(message.context, bytes) else message.context
    return context, message.id if isinstance(message.id, str) else message.id[0]


def translations(message):
    """Return the translations of a message as a list: one, or one for each plural form."""
    return list(message.string) if isinstance(message.string, tuple | list) else [message.string]


def read(file, reader=read_po, **options):
    """Return the messages of a catalog by key; an empty dict where the file does not exist."""
    if not file.exists():
        return {}
    with file.open("rb") as source:
        return {key(message): message for message in reader(source, **options) if message.id}


def source_messages(domain):
    """Return all messages of the packages by key, in their order."""
    found = {}
    for folder in packages(domain):
        for key_, message in read(catalog_path(folder, languages.DEFAULT_LANGUAGE, domain)).items():
            found.setdefault(key_, message)
    return found


def translated_keys(code, domain):
    """Return the keys of the messages that some package translates into a language; in English, of all messages."""
    if code == languages.DEFAULT_LANGUAGE:
        return set(source_messages(domain))
    found = set()
    for folder in packages(domain):
        messages = read(catalog_path(folder, code, domain, "mo"), read_mo)
        found.update(key_ for key_, message in messages.items() if all(translations(message)))
    return found


def project_messages(code, domain):
    """Return the messages of our own catalog by key."""
    return read(catalog_path(FOLDER, code, domain), locale=code)


def plural_forms(code):
    """Return the plural rule of Wagtail's catalog, since Wagtail's scripts know only one rule for each language."""
    file = catalog_path(packages("djangojs")[0], code, "djangojs", "mo")
    if not file.exists():
        return Catalog(locale=code).plural_forms
    with file.open("rb") as source:
        return read_mo(source).plural_forms


def collect(code, domain):
    """Update our catalog to the installed packages; return how many of its messages lack a translation.

    Messages that a package has translated or removed are dropped; new ones are added without a translation.
    """
    translated, existing = translated_keys(code, domain), project_messages(code, domain)
    catalog = Catalog()
    catalog.mime_headers = [("Plural-Forms", plural_forms(code))]
    untranslated = 0
    for key_, message in source_messages(domain).items():
        entry = existing.get(key_)
        if key_ in translated and not (entry and entry.user_comments):
            continue
        catalog.add(
            message.id,
            entry.string if entry else "",
            context=message.context,
            flags=message.flags,
            auto_comments=message.auto_comments,
            user_comments=entry.user_comments if entry else (),
        )
        untranslated += not (entry and all(translations(entry)))
    file = catalog_path(FOLDER, code, domain)
    if not len(catalog):
        file.unlink(missing_ok=True)
        return 0
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as target:
        target.write(HEADER.format(code=code, plural_forms=plural_forms(code)).encode())
        write_po(target, catalog, width=0, no_location=True, omit_header=True)
    return untranslated
