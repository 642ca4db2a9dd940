"""Small pictures in the place of the demonstration's drawings. Other processes make them, without Django."""

from io import BytesIO

from PIL import Image

SIZE = (360, 240)


def drawn(name):
    """Return what the demonstration's own ``drawn`` returns, but small: cut and encoded as ever, only quicker."""
    file = BytesIO()
    Image.new("RGB", SIZE, "teal").save(file, "WEBP")
    return file.getvalue(), *SIZE
