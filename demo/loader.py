"""Creates the pages of the demonstration. It adds what is missing and does not change existing pages."""

from contextlib import contextmanager
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.signals import post_save
from modelsearch.index import get_indexed_models
from modelsearch.signal_handlers import post_save_signal_handler, register_signal_handlers
from wagtail.models import Page, Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from demo.content import ContentError
from demo.converters import References, write
from demo.files import Documents, Images, demonstration_collection
from demo.schema import PAGE_SCHEMAS, SITE, TOPIC
from solidarity.fields import column_names
from solidarity.models import SiteSettings, Topic
from solidarity.search.signals import defer_indexing
from solidarity.signals import index_page

PROGRESS_INTERVAL = 20  # pages
WELCOME_TITLE = "Welcome to your new Wagtail site!"


@contextmanager
def content_errors(file):
    """Turn a ValidationError into a ContentError that names the file."""
    try:
        yield
    except ValidationError as error:
        raise ContentError(f"{file}: {error.message_dict}") from error


@contextmanager
def without_indexing():
    """Suspend updates of the search and reference indexes, which take longer than everything else."""
    for model in get_indexed_models():
        post_save.disconnect(post_save_signal_handler, sender=model)
    post_save.disconnect(index_page)
    try:
        with disable_reference_index_auto_update():
            yield
    finally:
        register_signal_handlers()
        post_save.connect(index_page)


def load(content, on_loaded, on_progress):
    """Create the pages of the content that are missing.

    Calls ``on_progress(number, total)`` while pages are added, and ``on_loaded(name, added, kept)`` for each type
    of content.

    Raises ContentError, and adds nothing, if a model refuses any of it.
    """
    with transaction.atomic(), defer_indexing():
        ContentLoader(content, on_loaded, on_progress).run()


class ContentLoader:
    """One run of ``load``."""

    def __init__(self, content, on_loaded, on_progress):
        self.content = content
        self.on_loaded = on_loaded
        self.on_progress = on_progress
        self.references = References(topics={topic.slug: topic for topic in Topic.objects.all()})
        self.new = self._items_without_page()
        collection = demonstration_collection()
        self.documents = Documents(collection)
        self.references.images = Images(self._image_titles(), collection)

    def _items_without_page(self):
        """Return the items without a page, and register the pages of all others."""
        new = []
        for item in self.content.items:
            pages = item.schema.model.objects.all()
            # There is one home page and one index of each type, whatever its slug.
            if item.schema.model.max_count != 1:
                parent = self.references.pages.get(item.parent)
                pages = pages.child_of(parent).filter(slug=item.slug) if parent else pages.none()
            if page := pages.first():
                self.references.pages[item.path] = page
            else:
                new.append(item)
        return new

    def _image_titles(self):
        """Return the title of each image that new pages show, by its name: a city's name, or one made from its own."""
        cities = {item.slug: item.data["heading"] for item in self.content.items if item.folder == "cities"}
        names = [name for item in self.new for name in item.images]
        return {name: cities.get(name, {}).get("en") or name.replace("-", " ").capitalize() for name in names}

    def run(self):
        """Create the topics and pages, and fill in the site's settings."""
        self._add_topics()
        for number, item in enumerate(self.new):
            if number % PROGRESS_INTERVAL == 0:
                self.on_progress(number, len(self.new))
            self._add_page(item)
        # Once all pages exist, they can link to each other.
        for folder in [*PAGE_SCHEMAS, "indexes", "home"]:
            self._publish_pages(folder)
        self.on_loaded("pictures", self.references.images.added, self.references.images.kept)
        self.on_loaded("documents", self.documents.added, self.documents.kept)
        self._fill_settings()

    def _add_topics(self):
        added = 0
        for data in self.content.topics:
            if data["slug"] not in self.references.topics:
                topic = Topic()
                write(topic, TOPIC, data, self.references)
                with content_errors("topics.yaml"):
                    topic.full_clean()
                topic.save()
                self.references.topics[topic.slug] = topic
                added += 1
        self.on_loaded("topics", added, len(self.content.topics) - added)

    def _add_page(self, item):
        """Add an item's page as a draft, with all values that do not refer to other pages."""
        page = item.schema.model(slug=item.slug, live=False)
        with content_errors(item.file):
            item.write(page, self.references, deferred=False)
            if item.parent:
                with without_indexing():
                    self.references.pages[item.parent].add_child(instance=page)
            else:
                add_home_page(page)
        self.references.pages[item.path] = page

    def _publish_pages(self, folder):
        """Complete and publish the new pages of a folder."""
        new = [item for item in self.new if item.folder == folder]
        for item in new:
            page = self.references.pages[item.path]
            with content_errors(item.file):
                item.write(page, self.references, deferred=True)
                self.documents.attach_to(page, item)
                with without_indexing():
                    revision = page.save_revision()
                revision.publish()
        in_folder = [item for item in self.content.items if item.folder == folder]
        self.on_loaded(folder, len(new), len(in_folder) - len(new))

    def _fill_settings(self):
        """Fill in the site's settings, unless they have a name or a menu already."""
        home = self.references.pages["/"]
        site = Site.objects.filter(root_page=home).first() or Site.objects.get(is_default_site=True)
        site_settings = SiteSettings.for_site(site)
        kept = site_settings.menu_items.exists() or any(getattr(site_settings, name) for name in column_names("name"))
        if not kept:
            with content_errors("site.yaml"):
                write(site_settings, SITE, self.content.site, self.references)
                site_settings.full_clean()
            site_settings.save()
        self.on_loaded("settings", not kept, kept)


def add_home_page(home):
    """Add the home page below the root, in the place of Wagtail's welcome page if that was never edited."""
    root = Page.get_first_root_node()
    welcome = root.get_children().filter(title=WELCOME_TITLE, numchild=0, latest_revision=None).first()
    sites = list(Site.objects.filter(root_page=welcome)) if welcome else []
    if welcome:
        for site in sites:
            # Deleting a site's root page deletes the site.
            site.root_page = root
            site.save()
        welcome.delete()
        root.refresh_from_db()
    root.add_child(instance=home)
    if not Site.objects.exists():
        sites = [Site(hostname="localhost", is_default_site=True)]
    for site in sites:
        site.root_page = home
        site.site_name = site.site_name or "Solidarity Cities"
        site.save()
    sync_default_site()


def sync_default_site():
    """Set the default site's host and port to those of BASE_URL; return whether they have changed.

    A site with a host name of its own, neither "localhost" nor an IP address, is not changed.
    """
    site = Site.objects.filter(is_default_site=True).first()
    base = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    host = f"[{base.hostname}]" if ":" in base.hostname else base.hostname
    host_and_port = (host, base.port or {"https": 443}.get(base.scheme, 80))
    if site is None or (site.hostname, site.port) == host_and_port or not is_localhost_or_ip(site.hostname):
        return False
    site.hostname, site.port = host_and_port
    site.save()
    return True


def is_localhost_or_ip(hostname):
    """Tell whether a host name is "localhost" or an IP address."""
    try:
        ip_address(hostname.strip("[]"))
    except ValueError:
        return hostname == "localhost"
    return True
