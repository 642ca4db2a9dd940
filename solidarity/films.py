"""An import path that landed migrations use; the validator is in solidarity/media/video.py."""

from solidarity.media.video import validate_film

__all__ = ["validate_film"]
