"""Blocks that any page may be composed of."""

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from cases_cms.core.visibility import find_hidden

__all__ = [
    "RICH_TEXT_FEATURES",
    "SECTION_FEATURES",
    "BodyBlock",
    "ButtonBlock",
    "CallBlock",
    "CalloutBlock",
    "DefinitionsBlock",
    "FiguresBlock",
    "HeadingBlock",
    "HeroBlock",
    "ParagraphBlock",
    "PictureBlock",
    "QuoteBlock",
    "StepsBlock",
]

#: Only what survives translation sentence by sentence (see docs/decisions/0005-rich-text.md).
SECTION_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]
RICH_TEXT_FEATURES = ["h3", *SECTION_FEATURES]


class HeadingBlock(blocks.CharBlock):
    """A heading of the second level."""

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "cases_cms/blocks/heading.html"
        preview_value = "Background"


class ParagraphBlock(blocks.RichTextBlock):
    """Running text."""

    def __init__(self, **kwargs):
        kwargs.setdefault("features", RICH_TEXT_FEATURES)
        super().__init__(**kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "cases_cms/blocks/paragraph.html"


class PictureBlock(blocks.StructBlock):
    """A picture with its description, caption and credit."""

    image = ImageChooserBlock(label=_("Picture"))
    alt_text = blocks.CharBlock(
        label=_("What the picture shows"),
        required=False,
        max_length=250,
        help_text=_("For people who do not see the picture. Leave empty if it is mere decoration."),
    )
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=250)
    credit = blocks.CharBlock(label=_("Credit"), required=False, max_length=100)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "cases_cms/blocks/picture.html"


class QuoteBlock(blocks.StructBlock):
    """What somebody said, in the words used."""

    text = blocks.TextBlock(label=_("What was said"))
    attribution = blocks.CharBlock(label=_("Who said it"), required=False, max_length=200)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "cases_cms/blocks/quote.html"


class FigureBlock(blocks.StructBlock):
    """A number as people write it, and what it counts."""

    value = blocks.CharBlock(
        label=_("Figure"), max_length=40, help_text=_("As it is printed: “17.5 million”, “over 230”.")
    )
    label = blocks.CharBlock(label=_("What it counts"), max_length=120)

    class Meta:
        icon = "order"
        label = _("Figure")


class FiguresBlock(blocks.StructBlock):
    """A row of figures."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=120)
    figures = blocks.ListBlock(FigureBlock(), label=_("Figures"))

    class Meta:
        icon = "order"
        label = _("Figures")
        template = "cases_cms/blocks/figures.html"


class StepBlock(blocks.StructBlock):
    """One step."""

    title = blocks.CharBlock(label=_("Step"), max_length=120)
    text = blocks.TextBlock(label=_("Text"), required=False)


class StepsBlock(blocks.StructBlock):
    """Numbered steps."""

    steps = blocks.ListBlock(StepBlock(), label=_("Steps"))

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        template = "cases_cms/blocks/steps.html"


class DefinitionBlock(blocks.StructBlock):
    """A term and what it means."""

    term = blocks.CharBlock(label=_("Term"), max_length=160)
    text = blocks.TextBlock(label=_("Explanation"))


class DefinitionsBlock(blocks.StructBlock):
    """Terms and their explanations."""

    items = blocks.ListBlock(DefinitionBlock(), label=_("Terms"))

    class Meta:
        icon = "list-ul"
        label = _("Terms and explanations")
        template = "cases_cms/blocks/definitions.html"


class CalloutBlock(blocks.StructBlock):
    """A box for what must not be missed."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=SECTION_FEATURES)

    class Meta:
        icon = "info-circle"
        label = _("Box")
        template = "cases_cms/blocks/callout.html"


class LinkValue(blocks.StructValue):
    """A link whose page is taken in the reader's language."""

    @cached_property
    def target(self):
        """The live page in the active language, or None."""
        page = self.get("page")
        if page is None:
            return None
        page = page.localized
        return page if page.live and not find_hidden().covers(page.path) else None

    @cached_property
    def href(self):
        """Where the link leads; empty if its page is gone and no address is given."""
        page = self.target
        return (page.url or "") if page else (self.get("url") or "")


class ButtonBlock(blocks.StructBlock):
    """A button that leads to a page of the site, or to an address."""

    label = blocks.CharBlock(label=_("Label"), max_length=80)
    page = blocks.PageChooserBlock(label=_("Page of this site"), required=False)
    url = blocks.URLBlock(label=_("or address"), required=False)

    class Meta:
        icon = "link"
        label = _("Button")
        template = "cases_cms/blocks/button.html"
        value_class = LinkValue


class HeroBlock(blocks.StructBlock):
    """The head of the home page."""

    title = blocks.CharBlock(label=_("Title"), max_length=160)
    text = blocks.TextBlock(label=_("Text"), required=False)
    image = ImageChooserBlock(label=_("Picture"), required=False)
    primary = ButtonBlock(label=_("Button"))

    class Meta:
        icon = "home"
        label = _("Opening")
        template = "cases_cms/blocks/hero.html"


class CallBlock(blocks.StructBlock):
    """A call to act."""

    title = blocks.CharBlock(label=_("Title"), max_length=160)
    text = blocks.TextBlock(label=_("Text"), required=False)
    button = ButtonBlock(label=_("Button"))

    class Meta:
        icon = "pick"
        label = _("Call")
        template = "cases_cms/blocks/call.html"


class BodyBlock(blocks.StreamBlock):
    """The body of an article; extend it to add blocks of your own."""

    heading = HeadingBlock()
    paragraph = ParagraphBlock()
    picture = PictureBlock()
    quote = QuoteBlock()
    figures = FiguresBlock()
    steps = StepsBlock()
    definitions = DefinitionsBlock()
    callout = CalloutBlock()
    button = ButtonBlock()
