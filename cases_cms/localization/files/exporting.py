"""Makes Documents of translations, and files of Documents."""

from django.utils import timezone

from cases_cms.core.slugs import make_slug
from cases_cms.localization.files import po, xliff
from cases_cms.localization.files.documents import CHANGED, DONE, MACHINE, MISSING, Document, Unit
from cases_cms.localization.segments import segments

#: Formats that can be written, by their code.
FORMATS = {"po": po, "xliff": xliff}
_STATES = {"changed": CHANGED, "machine": MACHINE, "done": DONE, "error": DONE}


def _unit(segment):
    state = _STATES.get(segment.state, MISSING)
    former = segment.former if state == CHANGED else None
    return Unit(
        path=segment.path,
        source=segment.source,
        target=former.text if former else segment.text,
        state=state,
        is_rich=segment.is_rich,
        former_source=former.source if former else "",
        note=" · ".join(filter(None, (segment.section, segment.field, segment.block))),
        longest=getattr(segment.limit, "characters", None),
    )


def units_of(found):
    """Units of Segments, in their order."""
    return tuple(_unit(segment) for segment in found)


def document_of(translation):
    """The Document of a wagtail-localize Translation as it is now; a fixed number of queries."""
    made_at = timezone.now()
    return Document(
        translation=str(translation.uuid),
        title=translation.source.object_repr,
        source_language=translation.source.locale.language_code,
        language=translation.target_locale.language_code,
        made_at=made_at.astimezone(timezone.get_fixed_timezone(0)).isoformat(),
        units=units_of(segments(translation, set())),
    )


def file_name(document, file_format):
    """“2africa.en.zh-hans.po”."""
    slug = make_slug(document.title)[:60].strip("-") or "text"
    return f"{slug}.{document.source_language}.{document.language}.{file_format.ENDING}"


def export(translation, code):
    """``(name, content type, bytes)`` of the file of a translation, in the format ``code``; KeyError for no format."""
    file_format = FORMATS[code]
    document = document_of(translation)
    return file_name(document, file_format), file_format.CONTENT_TYPE, file_format.dump(document)
