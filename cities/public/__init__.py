"""The public records of cities, statements, pledges and projects: open data, API, feeds. See solidarity/public.py."""

# The order of imports is the order of the data page.
from cities.public import city, pledge, statement, project  # isort: skip

__all__ = ["city", "pledge", "project", "statement"]
