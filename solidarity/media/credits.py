"""The credit and licence of images: required of a city's officers at the upload."""

from typing import Any

from solidarity.media.uploads import ImageForm
from solidarity.roles import EDIT_ALL


class CreditedImageForm(ImageForm):
    """Shows credit and licence below the file; officers, whose images are reviewed, must fill them in."""

    field_order = ["title", "file", "credit", "licence"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        user = kwargs.get("user")
        super().__init__(*args, **kwargs)
        if not user or user.has_perm(EDIT_ALL):
            return
        for name in ("credit", "licence"):
            # The upload of several images sends only files; the form that follows requires the rest.
            self.fields[name].required = not self.is_bound or self.add_prefix(name) in self.data
