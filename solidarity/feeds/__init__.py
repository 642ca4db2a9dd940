"""Feeds: the sources of their entries, and their formats."""
