"""What is published of cities, statements, pledges and projects besides their pages: see solidarity/public.py."""

# In the order of the data page.
from cities.public import city, pledge, statement, project  # isort: skip

__all__ = ["city", "pledge", "project", "statement"]
