"""The whole site as plain files, for hosts that run no program: docs/decisions/bake.md.

``walk`` asks the site itself for each of its URLs (``answers``), has their links replaced (``links``) by those of the
copy (``urls_of_copy``), and writes what changed (``folder``). ``views`` has the pages that a copy has in the place of
those that need a server.
"""
