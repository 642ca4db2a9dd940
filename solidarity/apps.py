from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SolidarityConfig(AppConfig):
    """The app of the project itself: what belongs to the site rather than to one feature."""

    name = "solidarity"
    verbose_name = _("Solidarity Cities")

    def ready(self):
        # Each module is imported for what it registers: checks, form fields, signal receivers.
        from solidarity import generation, public, roles, signals, tasks  # noqa: F401
        from solidarity.database import alphabetical, checks  # noqa: F401
        from solidarity.database.after_migrate import after_migrate, connect
        from solidarity.dates import fields  # noqa: F401
        from solidarity.frontend_cache import purging  # noqa: F401
        from solidarity.models import HomeSlide, slugs
        from solidarity.search import indexing
        from solidarity.search import signals as search_signals  # noqa: F401 (likewise)

        for step in (roles.sync, alphabetical.sync, indexing.build_if_empty, slugs.repair_slugs, tasks.finish):
            after_migrate(step)
        after_migrate(generation.advance)  # a new release shows the same content in another way
        connect()
        generation.add_moments(HomeSlide.moments)
        public.discover()
