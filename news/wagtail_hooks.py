"""What news and reports add to Wagtail's admin."""

from wagtail import hooks

from news.admin import NewsListing, ReportListing


@hooks.register("register_admin_viewset")
def listings():
    """Give the admin the listings of news and reports."""
    return [NewsListing(), ReportListing()]
