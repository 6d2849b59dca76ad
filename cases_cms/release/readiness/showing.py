"""Pictures and videos: large enough, described, with captions and a transcript, in every language."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from wagtail.images import get_image_model

from cases_cms.core.renditions import uses_of
from cases_cms.localization.models import ImageText
from cases_cms.release.readiness import kinds
from cases_cms.release.readiness.uses import IMAGE

#: Pixels that a picture needs in each place (core.pictures), width and height; 0: any.
NEEDED = {
    "cover": (1600, 900),
    "hero": (1600, 640),
    "picture": (1440, 0),
    "poster": (1280, 720),
    "portrait": (600, 600),
    "social": (1200, 630),
    "logo": (480, 0),
}


@dataclass(frozen=True)
class Picture:
    """What is known of an image of the library; ``described`` are its descriptions by locale."""

    pk: int
    title: str
    width: int
    height: int
    description: str
    described: dict


def pictures_of(edition):
    """``{id: Picture}`` of all images that the edition uses. Two queries."""
    ids = {
        use.value
        for subject in edition.subjects.values()
        for version in subject.versions.values()
        for use in version.uses
        if use.kind == IMAGE
    }
    texts = {}
    for image_id, locale_id, text in ImageText.objects.filter(image__in=ids).values_list(
        "image_id", "locale_id", "text"
    ):
        texts.setdefault(image_id, {})[locale_id] = text
    columns = ("pk", "title", "width", "height", "description")
    return {
        row[0]: Picture(*row, texts.get(row[0], {}))
        for row in get_image_model().objects.filter(pk__in=ids).values_list(*columns)
    }


def _needed(name):
    """The largest of what the places of a field need, or None."""
    found = [NEEDED[slot] for slot in uses_of(name) if slot in NEEDED]
    return max(found, default=None)


def _is_small(picture, needed):
    return picture.width < needed[0] or picture.height < needed[1]


def _too_small(picture, needed):
    """A sentence about a picture that is too small for its place."""
    facts = {
        "title": picture.title,
        "width": picture.width,
        "height": picture.height,
        "needed_width": needed[0],
        "needed_height": needed[1],
    }
    if not needed[1]:
        return _("“%(title)s” is %(width)s pixels wide; %(needed_width)s or more are needed here.") % facts
    return (
        _(
            "“%(title)s” has %(width)s × %(height)s pixels; "
            "%(needed_width)s × %(needed_height)s or more are needed here."
        )
        % facts
    )


def own_description(use):
    """What the page itself says of a picture; None where it has no place to say it."""
    for name in (f"{use.name}_alt", "alt_text"):
        if name in use.beside:
            return (use.beside[name] or "").strip()
    return None


def is_derived(subject, version):
    """Whether a Version is made of its source by translators: what it shares is mended there."""
    cell = subject.cells.get(version.locale_id)
    return version is not subject.source and cell is not None and bool(cell.translation_id)


def _versions(edition, subject):
    """The source and the versions in the languages asked about, with their content."""
    for version in subject.versions.values():
        if version.content is not None and (version is subject.source or version.locale_id in edition.languages):
            yield version


def _address(addresses, subject, version, path):
    return addresses.fields(version.pk) if is_derived(subject, version) else addresses.page(version.pk, path)


def _undescribed(subject, version, use, picture, in_source):
    """Whether a picture is without a description here, where the translators have none to translate."""
    own = own_description(use)
    if own or own is None:
        return False
    if is_derived(subject, version) and in_source.get(use.value):
        return False  # a text that is left to translate
    if use.name == "cover":
        return not (is_derived(subject, version) and use.value in in_source)
    if picture.described.get(version.locale_id):
        return False
    is_shared = is_derived(subject, version) and use.value in in_source
    source_has_none = not (picture.described.get(subject.source.locale_id) or picture.description)
    return not (is_shared and source_has_none)


def check_pictures(edition, make, addresses):
    """Findings about pictures; what a translation shares with its source is said of the source. Two queries."""
    pictures = pictures_of(edition)
    for subject in edition.subjects.values():
        source_uses = [use for use in subject.source.uses if use.kind == IMAGE]
        in_source = {use.value: own_description(use) for use in source_uses}
        for version in _versions(edition, subject):
            is_shared = is_derived(subject, version)
            for use in version.uses:
                if use.kind != IMAGE:
                    continue
                picture = pictures.get(use.value)
                is_own = not (is_shared and use.value in in_source)
                url = _address(addresses, subject, version, use.path)
                if picture is None:
                    if is_own:
                        message = _("A picture was deleted from the library.")
                        yield make(kinds.PICTURE_GONE, message, subject, version, url=url)
                    continue
                needed = _needed(use.name)
                if is_own and needed and _is_small(picture, needed):
                    yield make(kinds.PICTURE_SMALL, _too_small(picture, needed), subject, version, url=url)
                if _undescribed(subject, version, use, picture, in_source):
                    yield _without_description(make, addresses, subject, version, use, picture, url)


def _without_description(make, addresses, subject, version, use, picture, url):
    if is_derived(subject, version):
        message = _("“%(title)s” has no description in this language.") % {"title": picture.title}
        if use.name != "cover":
            said = picture.described.get(subject.source.locale_id) or picture.description
            url = addresses.board(said or picture.title, version.language)
    else:
        message = _("Nobody has said what “%(title)s” shows.") % {"title": picture.title}
        *before, _last = use.path.split(".")
        field = "cover_alt" if use.name == "cover" else "alt_text" if before else ""
        url = addresses.page(version.pk, ".".join([*before, field]) if field else use.path)
    return make(kinds.ALT_TEXT, message, subject, version, url=url)


# --- Videos -------------------------------------------------------------------------------------


def _videos(version):
    """``(part, identity)`` of what has a video; ``identity`` pairs it with the same one in other languages."""
    for part in version.parts:
        if part.values.get("video_file") or part.values.get("video_url"):
            yield part, part.values.get("translation_key") if part.relation else ""


def _name(part):
    return part.values.get("title") or ""


def check_videos(edition, make, addresses):
    """Findings about captions and transcripts, and stories without a video. No query."""
    for subject in edition.subjects.values():
        source = subject.source
        if source.content is not None and getattr(subject.model, "is_story", False) and not list(_videos(source)):
            url = addresses.page(source.pk, "video_file")
            yield make(kinds.STORY_VIDEO, _("The story has no video yet."), subject, source, url=url)
        in_source = {identity: part for part, identity in _videos(source)}
        for version in _versions(edition, subject):
            for part, identity in _videos(version):
                original = in_source.get(identity) if is_derived(subject, version) else None
                yield from _check_video(make, addresses, subject, version, part, original)


def _check_video(make, addresses, subject, version, part, original):
    values, name = part.values, _name(part)
    captions = values.get("video_captions")
    if values.get("video_file"):
        url = _address(addresses, subject, version, part.path("video_captions"))
        if not captions and not (original and not original.values.get("video_captions")):
            message = _("“%(title)s” has no captions.") % {"title": name}
            yield make(kinds.CAPTIONS, message, subject, version, url=url)
        elif captions and original and original.values.get("video_captions") == captions:
            message = _("“%(title)s” has captions in another language only.") % {"title": name}
            yield make(kinds.CAPTIONS, message, subject, version, url=url)
    if original is None and not (values.get("video_transcript") or "").strip():
        message = _("“%(title)s” has no transcript.") % {"title": name}
        url = addresses.page(version.pk, part.path("video_transcript"))
        yield make(kinds.TRANSCRIPT, message, subject, version, url=url)
