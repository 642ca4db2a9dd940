"""Who made a picture and on what terms: asked of a city's officer where the picture is uploaded."""

from solidarity.media.uploads import ImageForm
from solidarity.roles import EDIT_ALL


class CreditedImageForm(ImageForm):
    """Asks for credit and licence right below the file; of officers, whose pictures go through review, always."""

    field_order = ["title", "file", "credit", "licence"]

    def __init__(self, *args, **kwargs):
        user = kwargs.get("user")
        super().__init__(*args, **kwargs)
        if not user or user.has_perm(EDIT_ALL):
            return
        for name in ("credit", "licence"):
            # The upload of several pictures sends files alone; the form that follows asks for the rest.
            self.fields[name].required = not self.is_bound or self.add_prefix(name) in self.data
