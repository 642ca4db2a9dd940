"""What the databases are asked to do alike, and what follows a migration."""
