"""The blocks of a page's body. None of them starts a database query of its own."""

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.contrib.table_block.blocks import TableBlock as WagtailTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from solidarity.blocks.chosen_pages import ChosenPageBlock
from solidarity.fields import RichTextFormField
from solidarity.media.video import parse_video, validate_film
from solidarity.text import clean_html, is_visible, strip_unprintable, with_block_keys
from solidarity.text.quotation_marks import without_enclosing_marks
from solidarity.typed_fields import LanguageFormField

RICH_TEXT_FEATURES = ["h3", "bold", "italic", "ol", "ul", "link", "document-link"]


def language_choices():
    """Return an empty list. A landed migration refers to this function; nothing else uses it."""
    return []


class LanguageBlock(blocks.FieldBlock):
    """A spoken language: typed by its name, stored as its code."""

    def __init__(self, required=True, help_text=None, **kwargs):
        self.field = LanguageFormField(required=required, help_text=help_text)
        super().__init__(**kwargs)

    class Meta:
        icon = "globe"


class VisibleTextMixin:
    """Treats text without a visible character, such as a zero-width space, as empty."""

    def clean(self, value):
        return super().clean(value if value and is_visible(value) else "")


class CharBlock(VisibleTextMixin, blocks.CharBlock):
    """A line of text."""


class TextBlock(VisibleTextMixin, blocks.TextBlock):
    """Plain text of several lines."""


class RichTextBlock(blocks.RichTextBlock):
    """Rich text; text without a visible character counts as empty."""

    def __init__(self, **kwargs):
        super().__init__(**{"features": RICH_TEXT_FEATURES, **kwargs})

    @cached_property
    def field(self):
        # Imported here: the editor's modules need all models to be loaded.
        from wagtail.admin.rich_text import get_rich_text_editor_widget

        widget = get_rich_text_editor_widget(self.editor, features=self.features)
        return RichTextFormField(widget=widget, **self.field_options)

    def get_prep_value(self, value):
        return with_block_keys(clean_html(super().get_prep_value(value)))


class DescribedImageBlock(ImageBlock):
    """An image with visible alternative text, or marked as decorative."""

    def clean(self, value):
        if value and not is_visible(value.contextual_alt_text or ""):
            value.contextual_alt_text = ""
        return super().clean(value)


class PictureBlock(blocks.StructBlock):
    """An image with its own alternative text, or marked as decorative, and a caption."""

    image = DescribedImageBlock(label=_("Picture"))
    caption = CharBlock(label=_("Caption"), required=False, max_length=250)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "blocks/image.html"


class QuotationBlock(blocks.StructBlock):
    """A quotation, with the language in which it is written."""

    text = TextBlock(label=_("Quotation"), help_text=_("Without quotation marks: they differ by language."))
    speaker = CharBlock(label=_("Speaker"), max_length=120)
    role = CharBlock(label=_("Office or role"), required=False, max_length=160)
    language = LanguageBlock(
        label=_("Language of the quotation"),
        help_text=_("The language in which the words above are written."),
    )

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "blocks/quotation.html"

    def clean(self, value):
        value = super().clean(value)
        typed, value["text"] = value["text"], without_enclosing_marks(value["text"])
        value.removed_quotation_marks = value["text"] != typed
        return value


class FigureBlock(blocks.StructBlock):
    """A number in large type, with what it counts and its source."""

    number = CharBlock(label=_("Number"), max_length=40, help_text=_("As it should be read, such as '5,500'."))
    label = CharBlock(label=_("What it counts"), max_length=160)
    source = CharBlock(label=_("Source"), max_length=200, help_text=_("Who published the number, and for which year."))

    class Meta:
        icon = "order"
        label = _("Number")
        template = "blocks/figure.html"


class FilmBlock(blocks.StructBlock):
    """A video at another host, to which no request is sent before the reader clicks."""

    address = blocks.URLBlock(label=_("Address of the film"), validators=[validate_film])
    title = CharBlock(label=_("Title"), max_length=160)
    note = CharBlock(
        label=_("Length, language and subtitles"),
        required=False,
        max_length=160,
    )

    class Meta:
        icon = "media"
        label = _("Film")
        template = "blocks/film.html"

    def get_context(self, value, parent_context=None):
        return {**super().get_context(value, parent_context), "film": parse_video(value["address"])}


class TableBlock(WagtailTableBlock):
    """A table, without characters that JSON can hold and databases cannot, such as NUL."""

    def value_from_form(self, value):
        return self._stored(super().value_from_form(value))

    def _stored(self, value):
        match value:
            case str():
                return strip_unprintable(value)
            case list():
                return [self._stored(item) for item in value]
            case dict():
                return {key: self._stored(item) for key, item in value.items()}
        return value


class DocumentListValue(blocks.StructValue):
    """The value of a DocumentListBlock, some of whose documents may have been deleted."""

    @property
    def existing(self):
        """The documents that still exist."""
        return [document for document in self["documents"] if document]


class DocumentListBlock(blocks.StructBlock):
    """Documents to download."""

    heading = CharBlock(label=_("Heading"), required=False, max_length=120)
    documents = blocks.ListBlock(DocumentChooserBlock(label=_("Document")), label=_("Documents"))

    class Meta:
        icon = "doc-full"
        label = _("Documents")
        value_class = DocumentListValue
        template = "blocks/documents.html"


class CallToActionBlock(blocks.StructBlock):
    """A button that links to a page or a URL, with a text."""

    text = CharBlock(label=_("Text"), required=False, max_length=250)
    label = CharBlock(label=_("Text on the button"), max_length=60)
    page = ChosenPageBlock(label=_("Page"), required=False)
    address = blocks.URLBlock(label=_("Or another address"), required=False)

    class Meta:
        icon = "pick"
        label = _("Call to action")
        template = "blocks/call_to_action.html"

    def clean(self, value):
        value = super().clean(value)
        if bool(value["page"]) == bool(value["address"]):
            raise StructBlockValidationError(
                {"address": ValidationError(_("Choose a page or give an address, one of the two."))}
            )
        return value


class PageListBlock(blocks.StructBlock):
    """Links to pages of this site."""

    heading = CharBlock(label=_("Heading"), max_length=120)
    pages = blocks.ListBlock(ChosenPageBlock(label=_("Page")), label=_("Pages"))

    class Meta:
        icon = "list-ul"
        label = _("List of pages")
        template = "blocks/pages.html"


class QuestionBlock(blocks.StructBlock):
    """A question and its answer."""

    question = CharBlock(label=_("Question"), max_length=200)
    answer = RichTextBlock(label=_("Answer"))


class QuestionListBlock(blocks.ListBlock):
    """Questions with answers that open on a click."""

    def __init__(self, **kwargs):
        super().__init__(QuestionBlock(label=_("Question and answer")), **kwargs)

    class Meta:
        icon = "help"
        label = _("Questions and answers")
        template = "blocks/questions.html"


class BodyBlock(blocks.StreamBlock):
    """The body of a page."""

    heading = CharBlock(
        label=_("Heading"), icon="title", form_classname="title", max_length=160, template="blocks/heading.html"
    )
    paragraph = RichTextBlock(label=_("Text"), icon="pilcrow", template="blocks/paragraph.html")
    image = PictureBlock()
    quotation = QuotationBlock()
    figure = FigureBlock()
    film = FilmBlock()
    documents = DocumentListBlock()
    table = TableBlock(label=_("Table"), template="blocks/table.html")
    call_to_action = CallToActionBlock()
    pages = PageListBlock()
    questions = QuestionListBlock()

    class Meta:
        required = False

    # Blocks that hold rich text, or lists whose items have ids.
    NORMALIZED = ("paragraph", "questions", "documents", "pages")

    def get_prep_value(self, value):
        # A StreamField stores blocks that were never accessed as they came: uncleaned, and without ids.
        for place, block in enumerate(value.raw_data if value else ()):
            if block["type"] in self.NORMALIZED:
                value[place]
        return super().get_prep_value(value)
