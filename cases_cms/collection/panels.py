"""The edit forms of the Collection's page types: panels in the order in which a person writes.

Help stands at the panel and not at the model's field: a better sentence then needs no migration.
"""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, TitleFieldPanel

from cases_cms.core.models import CoverMixin
from cases_cms.core.panels import LengthPanel, TitlePanel

#: The four sections of a case, in the order in which they are written and read.
SECTIONS = ("background", "cooperation", "implementation", "benefits")

SECTION_HELP = {
    "background": _("What problem the case answers, where, and for whom. A quarter of the length is a good measure."),
    "cooperation": _("Who works together, from which countries and regions, since when, and who does what."),
    "implementation": _("What was done, when, where and by which means; what was hard and how it was solved."),
    "benefits": _("What it has brought, to whom, in figures that can be checked: “17.5 million learners since 1997”."),
}

CASE_PANELS = [
    TitleFieldPanel(
        "title",
        help_text=_(
            "The name of the case in the language of this page, without quotation marks and without its edition; "
            "up to 80 characters. Example: “Cisco Networking Academy”."
        ),
    ),
    MultiFieldPanel(
        [
            FieldPanel("category", help_text=_("The one category in which the case was submitted.")),
            FieldPanel(
                "outstanding",
                help_text=_("Tick it only for cases presented on stage at the release of the edition."),
            ),
            FieldPanel(
                "start_year",
                help_text=_("The year in which the work began, as in “2016”. Empty only if it is not known."),
            ),
        ],
        heading=_("Place in the Collection"),
        icon="folder-open-inverse",
    ),
    InlinePanel(
        "organizations",
        heading=_("Organizations"),
        label=_("Organization"),
        help_text=_("First the applying organization, then its partners. The list is the same in every language."),
        icon="group",
    ),
    MultiFieldPanel(
        [
            FieldPanel(
                "countries", help_text=_("All that take part, at least two. Search by name, tick what takes part.")
            ),
            FieldRowPanel([FieldPanel("reach_qualifier"), FieldPanel("reach")]),
        ],
        heading=_("Countries and regions"),
        icon="globe",
    ),
    MultiFieldPanel(
        [LengthPanel(SECTIONS), *(FieldPanel(name, help_text=SECTION_HELP[name]) for name in SECTIONS)],
        heading=_("Description"),
        icon="doc-full",
    ),
    MultiFieldPanel(
        [
            FieldPanel(
                "summary",
                help_text=_(
                    "Two or three sentences for cards, search engines and sharing: who does what for whom, and with "
                    "what success. Written last, it is easiest."
                ),
            ),
            InlinePanel(
                "figures",
                heading=_("Key figures"),
                label=_("Figure"),
                help_text=_("Up to four numbers that say most: “17.5 million” – “learners”."),
            ),
        ],
        heading=_("In short"),
        icon="pick",
    ),
    CoverMixin.cover_panel,
    InlinePanel(
        "gallery",
        heading=_("Pictures"),
        label=_("Picture"),
        help_text=_("Shown below the text, in this order. Say what each picture shows."),
        icon="image",
    ),
    InlinePanel(
        "videos",
        heading=_("Videos"),
        label=_("Video"),
        help_text=_("A file with captions, or the address of the video on another site."),
        icon="media",
        classname="collapsed",
    ),
    InlinePanel(
        "links",
        heading=_("Links"),
        label=_("Link"),
        help_text=_("Where one reads more: the project's own site, a report."),
        icon="link",
        classname="collapsed",
    ),
]

COLLECTION_PANELS = [
    TitleFieldPanel("title", help_text=_("As it stands in the menu and at the head of the page.")),
    FieldPanel(
        "introduction",
        help_text=_("A paragraph above the list of cases: what is collected, since when, by whom; up to 60 words."),
    ),
    CoverMixin.cover_panel,
]

CATEGORY_PANELS = [
    TitleFieldPanel("title", help_text=_("The official name of the category in the language of this page.")),
    FieldPanel("concept", help_text=_("One sentence under the name: what this category is about; up to 30 words.")),
    FieldPanel("description", help_text=_("What belongs here and what does not; one or two paragraphs.")),
    MultiFieldPanel(
        [
            FieldPanel("code"),
            FieldPanel("accent"),
            FieldPanel("order"),
        ],
        heading=_("The same in every language"),
        icon="globe",
    ),
    CoverMixin.cover_panel,
]

EDITION_PANELS = [
    TitlePanel("title", help_text=_("As it is announced. Example: “Practice Cases 2024”.")),
    FieldPanel("year"),
    FieldPanel("theme", help_text=_("The theme of the year's summit, word for word as announced.")),
    FieldPanel(
        "introduction", help_text=_("A paragraph at the head of the edition; what is special about it, up to 80 words.")
    ),
    CoverMixin.cover_panel,
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("submissions_qualifier"), FieldPanel("submissions")]),
            FieldRowPanel([FieldPanel("reach_qualifier"), FieldPanel("reach")]),
            FieldRowPanel([FieldPanel("collected_qualifier"), FieldPanel("collected")]),
            FieldRowPanel([FieldPanel("presented_qualifier"), FieldPanel("presented")]),
        ],
        heading=_("Figures of the edition"),
        help_text=_("As they were announced. How many cases this site holds is counted, not typed."),
        icon="order",
    ),
    InlinePanel("milestones", heading=_("Schedule"), label=_("Milestone"), icon="calendar-alt"),
    InlinePanel("criteria", heading=_("Review criteria"), label=_("Criterion"), icon="check"),
    InlinePanel("benefits", heading=_("Benefits of taking part"), label=_("Benefit"), icon="success"),
    InlinePanel(
        "facts",
        heading=_("Facts of the summit"),
        label=_("Fact"),
        help_text=_("As announced: “over 2,100” – “guests”. Written after the summit."),
        icon="info-circle",
        classname="collapsed",
    ),
    InlinePanel(
        "recipients",
        heading=_("Excellence in Organization"),
        label=_("Recipient"),
        icon="group",
        classname="collapsed",
    ),
]
