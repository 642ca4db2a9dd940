"""Formats of dates where Django's own for a language are not those of Europe: the day first, weeks from Monday on."""
