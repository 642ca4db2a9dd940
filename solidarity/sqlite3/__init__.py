"""Django's SQLite backend, which here finds out what SQLite can do without waiting for whoever writes."""
