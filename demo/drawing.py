"""What other processes do while the pages are made. Nothing here touches Django."""

from io import BytesIO

from demo.skylines import draw_skyline


def drawn(name):
    """Return the drawing of a name: the bytes of a WebP file, its width and its height."""
    picture = draw_skyline(name)
    file = BytesIO()
    picture.save(file, "WEBP", quality=85, method=2)
    return file.getvalue(), *picture.size
