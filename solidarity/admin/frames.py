"""The tags of Wagtail's templates around the editor's fields. What they render solidarity/forms/frames.py keeps."""

import inspect
from typing import Any

from django.template import Context
from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.templatetags import wagtailadmin_tags as tags

from solidarity.forms.frames import HOLE, framed

FIELD = "wagtailadmin/shared/formatted_field.html"
FIELD_ARGUMENTS = tuple(inspect.signature(tags.formattedfield).parameters)


class FramedPanelNode(tags.PanelNode):
    """The tag ``panel``: the section around a field or a group of fields."""

    def render(self, context: Context) -> SafeString:
        values = {name: value.resolve(context) for name, value in self.extra_context.items()}
        template = context.template.engine.get_template(self.template)
        output = framed(
            self.template,
            values,
            self.nodelist.render(context),
            lambda: template.render(Context({**values, self.content_var: HOLE})),
        )
        if self.target_var:
            context[self.target_var] = output
            return mark_safe("")
        return output


def framed_field(context: Context) -> SafeString:
    """The tag ``formattedfieldfromcontext``: the label, help text and places for errors and comments of an input."""
    values: dict[str, Any] = tags.formattedfield(**{name: context[name] for name in FIELD_ARGUMENTS if name in context})
    template = context.template.engine.get_template(FIELD)
    if values["errors"]:
        return template.render(Context(values))
    content = values.pop("rendered_field")
    return framed(FIELD, values, content, lambda: template.render(Context({**values, "rendered_field": HOLE})))


def connect() -> None:
    """Give Wagtail's templates these tags in the place of its own."""
    tags.register.tag("panel", FramedPanelNode.handle)
    tags.register.simple_tag(framed_field, takes_context=True, name="formattedfieldfromcontext")
