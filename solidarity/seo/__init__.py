"""Metadata for search engines, social networks and other clients: sitemaps, social images and well-known files."""
