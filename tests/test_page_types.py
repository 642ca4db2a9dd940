"""Every type of page is in each table of the tests that names types; here stands which one lacks a new type."""

from tests.browser.test_admin_axe import FORMS
from tests.support.demo_pages import PAGES
from tests.support.page_types import FORM_DATA, content_types, index_types, page_types
from tests.support.role_urls import LISTED
from tests.support.shared_site import INDEX_PAGES
from tests.test_admin_listings import LISTINGS
from tests.test_filter_results import LISTS
from tests.test_index_pages import LISTS as LISTS_OF_ONE_KIND
from tests.test_search import KINDS
from tests.test_site_crawl import MOST_QUERIES

# These have no listing of their own in the admin: they stand where staff put them, in the tree of pages.
IN_THE_TREE = {"ContentPage", "FormPage"}


def names(types):
    """Return the names of types of pages."""
    return {model.__name__ for model in types}


def test_every_type_is_in_each_table_of_the_tests():
    everywhere, content = names(page_types()), names(content_types())
    tables = {
        "tests/support/page_types.py: FORM_DATA": (names(FORM_DATA), content),
        "tests/support/demo_pages.py: PAGES": (set(PAGES), everywhere),
        "tests/test_site_crawl.py: MOST_QUERIES": (set(MOST_QUERIES), everywhere),
        "tests/test_search.py: KINDS": (set(KINDS), everywhere),
        "tests/support/shared_site.py: INDEX_PAGES": (
            {make._meta.model.__name__ for make in INDEX_PAGES.values()},
            names(index_types()),
        ),
        "tests/browser/test_admin_axe.py: FORMS": (set(FORMS), content - {"ContentPage", "ProjectPage"}),
    }
    missing = {table: sorted(wanted - there) for table, (there, wanted) in tables.items() if wanted - there}
    assert missing == {}
    assert len(everywhere) == len(content) + len(index_types()) + 1  # the home page


def test_every_type_is_counted_in_each_list_of_names():
    """These name listings, not types: as many must stand there as there are types."""
    listings, indexes = len(names(content_types()) - IN_THE_TREE), len(index_types())
    counted = {
        "tests/support/role_urls.py: LISTED": (len(LISTED), listings),
        "tests/test_admin_listings.py: LISTINGS": (len(LISTINGS), listings),
        "tests/test_index_pages.py: LISTS": (len(LISTS_OF_ONE_KIND), indexes),
        "tests/test_filter_results.py: LISTS": (len(LISTS), indexes),
    }
    assert {table: count for table, count in counted.items() if count[0] != count[1]} == {}
