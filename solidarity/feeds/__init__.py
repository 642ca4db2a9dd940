"""Feeds: where their entries come from, and the formats that they are written in."""
