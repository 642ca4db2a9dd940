"""The validator of film addresses by the name that landed migrations have for it."""

from solidarity.media.video import validate_film

__all__ = ["validate_film"]
