"""What makes SQLite and PostgreSQL behave alike, and what runs after a migration."""
