"""The hooks of the news app: its listings."""

from wagtail import hooks

from news.admin import NewsListing, ReportListing


@hooks.register("register_admin_viewset")
def register_viewsets():
    """Register the listings of news and reports."""
    return [NewsListing(), ReportListing()]
