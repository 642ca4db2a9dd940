"""The cache of whole public pages, which answers before all else: docs/decisions/page-cache.md."""
