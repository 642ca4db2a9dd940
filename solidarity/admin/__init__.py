"""Extensions of Wagtail's admin: hooks, access, listings, reports, exports and imports."""
