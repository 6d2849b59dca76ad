"""The file that people fill in: all columns, drop-downs, notes, and a row that shows how."""

from django.utils.translation import override, pgettext

from cases_cms.core.quantities import Qualifier, Quantity
from cases_cms.interchange.columns import places
from cases_cms.interchange.known import Known
from cases_cms.interchange.writing import xlsx


def _texts():
    """``{code: value}`` of the example in the active language."""
    return {
        "title": pgettext("example", "Solar masts for villages"),
        "summary": pgettext("example", "Masts with solar panels bring the internet to villages without a grid."),
        "applicants": [pgettext("example", "Example University"), pgettext("example", "Example Foundation")],
        "partners": [pgettext("example", "Example Network Operator")],
        "background": pgettext("example", "A line for each paragraph.\nWhat problem the case answers."),
        "cooperation": pgettext("example", "Who works together:\n• one partner\n• another partner"),
        "implementation": pgettext("example", "What was done, and when:\n1. first\n2. then"),
        "benefits": pgettext("example", "What it has brought to people."),
        "figures": [(pgettext("example", "over 230"), pgettext("example", "villages"))],
        "links": [(pgettext("example", "Website"), "https://example.org/")],
        "videos": [(pgettext("example", "Film"), "https://example.org/film")],
        "cover_alt": pgettext("example", "A mast beside a school"),
        "picture_alts": [pgettext("example", "A mast"), pgettext("example", "A class")],
        "picture_captions": [pgettext("example", "The first mast"), pgettext("example", "A lesson by video")],
        "picture_credits": [pgettext("example", "The photographer")],
    }


def _speaks(language):
    """Whether the example is translated into the active language, ``language``: English is what it is written in."""
    text = "Solar masts for villages"
    return language.split("-")[0] == "en" or pgettext("example", text) != text


def example_row(table_places, known, reader):
    """``{key: text}`` of the row that shows how to write; imports leave it out by its ID."""
    codes = known.category_codes
    with override(reader):
        shared = {
            "id": pgettext("example", "EXAMPLE – not imported"),
            "category": codes[0] if codes else "",
            "outstanding": False,
            "countries": ["KE", "CN", "FR"],
            "reach": Quantity(12, Qualifier.OVER),
            "start_year": 2020,
            "cover": "mast.jpg",
            "pictures": ["mast.jpg", "school.jpg"],
        }
    row = {}
    for place in table_places:
        with override(place.language or reader):
            values = shared if not place.language else _texts() if _speaks(place.language) else {}
        if place.column.code in values:
            row[place.key] = place.format(values[place.column.code], known, reader)
    return row


def template(languages, reader):
    """Bytes of the template with ``languages`` side by side, for readers of the language ``reader``. One query."""
    known, table_places = Known(), places(languages)
    return xlsx((), table_places, known, reader, example=example_row(table_places, known, reader))
