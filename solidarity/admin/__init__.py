"""What Wagtail's admin gets from this site: hooks, who may open what, listings, reports, exports, imports."""
