"""A subclass of Django's SQLite backend that detects SQLite's features without waiting for a writer."""
