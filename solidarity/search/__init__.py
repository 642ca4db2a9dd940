"""Search over all that is published, in the reader's language: docs/decisions/search.md.

A page tells by its own methods what it is found by (solidarity/models/searchable.py), ``indexing`` keeps that up
to date, ``ranking`` asks for it, ``excerpts`` shows where the words stand.
"""
