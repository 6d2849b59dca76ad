"""Blocks that any page may be composed of."""

from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise, cached_property
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock

from cases_cms.core.conf import get_setting
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
    "PreviewMixin",
    "QuoteBlock",
    "StepsBlock",
]

#: Only what survives translation sentence by sentence (see docs/decisions/0005-rich-text.md).
SECTION_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]
RICH_TEXT_FEATURES = ["h3", *SECTION_FEATURES]


def _in_words(value):
    """``value`` with its lazy texts in the active language, at any depth."""
    if isinstance(value, dict):
        return {name: _in_words(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_in_words(item) for item in value]
    return str(value) if isinstance(value, Promise) else value


class PreviewMixin:
    """A block that the picker shows as the site does; ``Meta.preview_value`` is a sample that says how to write it."""

    def get_preview_template(self, value, context=None):
        return "cases_cms/blocks/preview.html"

    def get_preview_value(self):
        return self.normalize(_in_words(getattr(self.meta, "preview_value", None)))


class HeadingBlock(PreviewMixin, blocks.CharBlock):
    """A heading of the second level."""

    class Meta:
        icon = "title"
        label = _("Heading")
        description = _("A title between parts of a text. Short, without a full stop.")
        preview_value = _("What has changed for the villages")
        template = "cases_cms/blocks/heading.html"


class ParagraphBlock(PreviewMixin, blocks.RichTextBlock):
    """Running text."""

    def __init__(self, **kwargs):
        kwargs.setdefault("features", RICH_TEXT_FEATURES)
        super().__init__(**kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Running text with lists and links. Three to six sentences a paragraph.")
        preview_value = _(
            "<p>A mast once cost more than a village could pay. Now a pole on a roof is enough, and "
            "<b>one visit a year</b> keeps it running.</p>"
        )
        template = "cases_cms/blocks/paragraph.html"


class PictureBlock(PreviewMixin, blocks.StructBlock):
    """A picture with its description, caption and credit."""

    image = ImageChooserBlock(label=_("Picture"))
    alt_text = blocks.CharBlock(
        label=_("What the picture shows"),
        required=False,
        max_length=250,
        help_text=_(
            "For people who do not see the picture. Where it is empty, the picture's own description in the library"
            " stands in; without either it is mere decoration."
        ),
    )
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=250)
    credit = blocks.CharBlock(label=_("Credit"), required=False, max_length=100)

    class Meta:
        icon = "image"
        label = _("Picture")
        description = _("A picture with its caption and credit. Landscape, 1600 pixels wide or more.")
        preview_value = {
            "image": None,
            "alt_text": _("A picture of this site"),
            "caption": _("What is seen, where and when."),
            "credit": _("Name of the photographer"),
        }
        template = "cases_cms/blocks/picture.html"

    def get_preview_value(self):
        value = super().get_preview_value()
        value["image"] = get_image_model().objects.order_by("-pk").first()
        return value


class QuoteBlock(PreviewMixin, blocks.StructBlock):
    """What somebody said, in the words used."""

    text = blocks.TextBlock(label=_("What was said"))
    attribution = blocks.CharBlock(label=_("Who said it"), required=False, max_length=200)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        description = _("What somebody said, word for word, and who it was. Up to 60 words.")
        preview_value = {
            "text": _("The first call we made was to the next village, to say that we can hear them."),
            "attribution": _("A teacher"),
        }
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


class FiguresBlock(PreviewMixin, blocks.StructBlock):
    """A row of figures."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=120)
    figures = blocks.ListBlock(FigureBlock(), label=_("Figures"))

    class Meta:
        icon = "order"
        label = _("Figures")
        description = _("Two to four numbers beside each other, each with what it counts.")
        preview_value = {
            "title": _("In figures"),
            "figures": [
                {"value": "230", "label": _("villages")},
                {"value": "17", "label": _("countries and regions")},
                {"value": "98%", "label": _("of the days of the year online")},
            ],
        }
        template = "cases_cms/blocks/figures.html"


class StepBlock(blocks.StructBlock):
    """One step."""

    title = blocks.CharBlock(label=_("Step"), max_length=120)
    text = blocks.TextBlock(label=_("Text"), required=False)


class StepsBlock(PreviewMixin, blocks.StructBlock):
    """Numbered steps."""

    steps = blocks.ListBlock(StepBlock(), label=_("Steps"))

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        description = _("What to do, one after the other. Three to six steps.")
        preview_value = {
            "steps": [
                {"title": _("Register"), "text": _("Your organization opens an account.")},
                {"title": _("Describe the case"), "text": _("Four parts, in two languages.")},
                {"title": _("Send it in"), "text": _("Before the call closes.")},
            ]
        }
        template = "cases_cms/blocks/steps.html"


class DefinitionBlock(blocks.StructBlock):
    """A term and what it means."""

    term = blocks.CharBlock(label=_("Term"), max_length=160)
    text = blocks.TextBlock(label=_("Explanation"))


class DefinitionsBlock(PreviewMixin, blocks.StructBlock):
    """Terms and their explanations."""

    items = blocks.ListBlock(DefinitionBlock(), label=_("Terms"))

    class Meta:
        icon = "list-ul"
        label = _("Terms and explanations")
        description = _("Terms, or questions, each with its explanation.")
        preview_value = {
            "items": [
                {"term": _("Who may apply?"), "text": _("Any organization that works with partners abroad.")},
                {"term": _("What does it cost?"), "text": _("Nothing.")},
            ]
        }
        template = "cases_cms/blocks/definitions.html"


class CalloutBlock(PreviewMixin, blocks.StructBlock):
    """A box for what must not be missed."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=SECTION_FEATURES)

    class Meta:
        icon = "info-circle"
        label = _("Box")
        description = _("A box for what must not be missed: a deadline, a condition. One a page.")
        preview_value = {"title": _("Note"), "text": _("<p>Both languages are sent in together.</p>")}
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


class ButtonBlock(PreviewMixin, blocks.StructBlock):
    """A button that leads to a page of the site, or to an address."""

    label = blocks.CharBlock(label=_("Label"), max_length=80)
    page = blocks.PageChooserBlock(label=_("Page of this site"), required=False)
    url = blocks.URLBlock(label=_("or address"), required=False)

    class Meta:
        icon = "link"
        label = _("Button")
        description = _("One link that stands out: what the reader should do next.")
        preview_value = {"label": _("Apply now"), "page": None, "url": "https://example.org/"}
        template = "cases_cms/blocks/button.html"
        value_class = LinkValue


class HeroBlock(PreviewMixin, blocks.StructBlock):
    """The head of the home page."""

    title = blocks.CharBlock(label=_("Title"), max_length=160)
    text = blocks.TextBlock(label=_("Text"), required=False)
    image = ImageChooserBlock(label=_("Picture"), required=False)
    primary = ButtonBlock(label=_("Button"))

    class Meta:
        icon = "home"
        label = _("Opening")
        description = _("The head of the home page: what this site is, in one sentence, and the way in.")
        preview_value = {
            "title": _("Practice cases from all over the world"),
            "text": _("What people build together in cyberspace, collected every year."),
            "image": None,
            "primary": {"label": _("See the cases"), "page": None, "url": "https://example.org/"},
        }
        template = "cases_cms/blocks/hero.html"


class CallBlock(PreviewMixin, blocks.StructBlock):
    """A call to act."""

    title = blocks.CharBlock(label=_("Title"), max_length=160)
    text = blocks.TextBlock(label=_("Text"), required=False)
    button = ButtonBlock(label=_("Button"))

    class Meta:
        icon = "pick"
        label = _("Call")
        description = _("A band that asks the reader to do something, with one button. At the end of a page.")
        preview_value = {
            "title": _("Has your organization a case?"),
            "text": _("The call for the next edition is open."),
            "button": {"label": _("How to apply"), "page": None, "url": "https://example.org/"},
        }
        template = "cases_cms/blocks/call.html"


def host_blocks():
    """``[(name, block)]`` of ``CASES_CMS["BLOCKS"]``; ImproperlyConfigured for a path that leads nowhere."""
    found = []
    for name, path in get_setting("BLOCKS").items():
        try:
            found.append((name, import_string(path)()))
        except ImportError as error:
            raise ImproperlyConfigured(f'CASES_CMS["BLOCKS"]["{name}"]: {error}') from error
    return found


class BodyBlock(blocks.StreamBlock):
    """The body of an article; a host adds blocks of its own by the setting ``BLOCKS``."""

    def __init__(self, local_blocks=None, **kwargs):
        super().__init__([*host_blocks(), *(local_blocks or [])], **kwargs)

    heading = HeadingBlock()
    paragraph = ParagraphBlock()
    picture = PictureBlock()
    quote = QuoteBlock()
    figures = FiguresBlock()
    steps = StepsBlock()
    definitions = DefinitionsBlock()
    callout = CalloutBlock()
    button = ButtonBlock()
