"""Pictures and documents under embargo: those that drafts of an edition use and nothing public does (HeldFile), and all
that is in its folder. ``file_guards`` keeps them from the public.

A held file stays held when a draft drops it: what was secret yesterday is not public today because a page was edited.
"""

import functools
from collections import defaultdict

from django.contrib.contenttypes.models import ContentType
from django.db import connections, router, transaction
from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, DraftStateMixin, Page, ReferenceIndex

from cases_cms.core.children import whole
from cases_cms.core.visibility import public
from cases_cms.localization.models import ImageText
from cases_cms.release.building import Builder
from cases_cms.release.embargo import embargo_of, embargoes, pages_of
from cases_cms.release.enums import EditionState, FileKind
from cases_cms.release.models import EditionRelease, HeldFile
from cases_cms.release.services import ensure_release

_NAME = "the name of a file"


def model_of(kind):
    """The model of a FileKind's files."""
    return {FileKind.IMAGE: get_image_model, FileKind.DOCUMENT: get_document_model}[kind]()


# --- Which are held -------------------------------------------------------------------------------


def _unreleased():
    """EditionReleases under embargo. One whose pages are deleted is, too: its files stay where they are."""
    return EditionRelease.objects.exclude(state=EditionState.RELEASED).order_by()


def _folders(releases):
    """Collections that are the folder of one of ``releases``, or below one."""
    at_or_below = releases.filter(library__isnull=False).annotate(
        at=ExpressionWrapper(OuterRef("path"), output_field=Collection._meta.get_field("path"))
    )
    return Collection.objects.filter(Exists(at_or_below.filter(at__startswith=F("library__path")))).order_by()


def _held(kind, releases):
    """Q of the files of a kind that are kept for ``releases``."""
    rows = HeldFile.objects.filter(kind=kind, release__in=releases).order_by()
    return Q(pk__in=rows.values("object_id")) | Q(collection__in=_folders(releases).values("pk"))


def held_ids(kind):
    """Queryset of the keys of all files of a kind that are under embargo; it asks when it is evaluated."""
    return model_of(kind).objects.filter(_held(kind, _unreleased())).order_by().values_list("pk", flat=True)


def ids_of(release, kind):
    """Queryset of the keys of the files that belong to the edition of ``release``, whatever its state."""
    releases = EditionRelease.objects.filter(pk=release.pk).order_by()
    return model_of(kind).objects.filter(_held(kind, releases)).order_by("pk").values_list("pk", flat=True)


def is_file_of(release, kind, pk):
    """Whether a file is among them. One query."""
    return ids_of(release, kind).filter(pk=pk).exists()


def release_ids_of(files, *, leaving_out=None):
    """``{(kind, id): id of the EditionRelease}`` of those of ``files`` (``{kind: ids}``) that are under embargo.

    ``leaving_out`` is the id of an EditionRelease that counts as released.
    One query for each kind in which something is asked for; another one if something of it is in a folder.
    """
    found, releases = {}, _unreleased().exclude(pk=leaving_out) if leaving_out else _unreleased()
    for kind, ids in files.items():
        if not ids:
            continue
        files_there = model_of(kind).objects.filter(_held(kind, releases), pk__in=ids).order_by()
        held = list(files_there.values_list("pk", flat=True))
        if not held:
            continue
        rows = HeldFile.objects.filter(kind=kind, object_id__in=held, release__in=releases).order_by()
        found |= {(kind, pk): release for pk, release in rows.values_list("object_id", "release_id")}
        rest = [pk for pk in held if (kind, pk) not in found]
        if rest:
            folders = list(releases.filter(library__isnull=False).values_list("library__path", "pk"))
            for pk, path in model_of(kind).objects.filter(pk__in=rest).values_list("pk", "collection__path"):
                found[(kind, pk)] = next(release for folder, release in folders if path.startswith(folder))
    return found


def embargo_of_file(kind, pk):
    """The Embargo that a file is under, or None; None, too, for one held for an edition whose pages are gone."""
    held = release_ids_of({kind: [pk]}).get((kind, pk))
    return next((one for one in embargoes() if held is not None and one.release_id == held), None)


@functools.cache
def _question_of_name(alias):
    """``(SQL, parameters)`` of ``image_at``, in which the name stands as _NAME: Django takes ten times as long to write
    it as the database to answer.
    """
    images = get_image_model()
    originals = images.objects.filter(file=_NAME).order_by().values("pk")
    made = images.get_rendition_model().objects.filter(file=_NAME).order_by().values("image_id")
    is_held = ExpressionWrapper(_held(FileKind.IMAGE, _unreleased()), output_field=BooleanField())
    found = images.objects.filter(pk__in=originals.union(made, all=True)).order_by().annotate(is_held=is_held)
    return found.values_list("pk", "is_held").query.get_compiler(using=alias).as_sql()


def image_at(name):
    """``(id, whether it is under embargo)`` of the image whose original or rendition is the file ``name``, or None.

    One query, whatever is under embargo.
    """
    connection = connections[router.db_for_read(get_image_model())]
    sql, parameters = _question_of_name(connection.alias)
    with connection.cursor() as cursor:
        cursor.execute(sql, [name if value == _NAME else value for value in parameters])
        rows = [(pk, bool(is_held)) for pk, is_held in cursor.fetchall()]
    # One file of two images, which storages avoid: kept as the stricter says.
    return max(rows, key=lambda row: row[1], default=None)


def file_at(name):
    """``(kind, id)`` of what the file ``name`` of the media storage belongs to, or None. Two queries at most."""
    image = image_at(name)
    if image is not None:
        return FileKind.IMAGE, image[0]
    pk = get_document_model().objects.filter(file=name).order_by().values_list("pk", flat=True).first()
    return None if pk is None else (FileKind.DOCUMENT, pk)


# --- What a page uses -----------------------------------------------------------------------------


def _kinds():
    """``{id of the content type: FileKind}``, as Wagtail's index of references names them."""
    return {ReferenceIndex._get_base_content_type(model_of(kind)).pk: kind for kind in FileKind}


def files_of(page):
    """``{FileKind: ids}`` of what ``page``, as it is in memory, uses: fields, blocks, rich text and children."""
    kinds, found = _kinds(), defaultdict(set)
    specific = page.get_specific() if type(page) is Page else page  # page.specific would be kept
    with whole(specific):
        for content_type, pk, *_paths in ReferenceIndex._extract_references_from_object(specific):
            if content_type in kinds:
                found[kinds[content_type]].add(int(pk))
    return dict(found)


def used_publicly(kind, ids):
    """Those of ``ids`` that something public uses: a page outside every embargo, or what is no page (settings, say)."""
    model = ReferenceIndex._get_base_content_type(model_of(kind))
    page_type = ContentType.objects.get_for_model(Page, for_concrete_model=False)
    rows = ReferenceIndex.objects.filter(to_content_type=model, to_object_id__in=[str(pk) for pk in ids]).order_by()
    users, found = defaultdict(set), set()
    for content_type, source, target in rows.values_list("base_content_type_id", "object_id", "to_object_id"):
        users[content_type, source].add(int(target))
    pages = {int(source): targets for (content_type, source), targets in users.items() if content_type == page_type.pk}
    known = embargoes() if pages else ()
    for page in public(Page.objects.filter(pk__in=pages)) if pages else ():
        if embargo_of(page, known) is None:
            # Wagtail's index names what was saved last, which may be a draft.
            targets = pages[page.pk]
            found |= targets & files_of(page).get(kind, set()) if page.has_unpublished_changes else targets
    # What describes a picture is no use of it.
    description = ContentType.objects.get_for_model(ImageText).pk
    for (content_type, source), targets in users.items():
        if content_type not in (page_type.pk, description) and _is_public(content_type, source):
            found |= targets
    return found


def _is_public(content_type, pk):
    """Whether something that is no page is in use: all that is no draft."""
    model = ContentType.objects.get_for_id(content_type).model_class()
    if model is None or not issubclass(model, DraftStateMixin):
        return model is not None
    return model.objects.filter(pk=pk, live=True).exists()


# --- Holding --------------------------------------------------------------------------------------


def _hold(release_id, files):
    """Hold what nothing public uses, and no edition holds yet; returns the number of files."""
    rows = []
    for kind, ids in files.items():
        held = set(
            HeldFile.objects.filter(kind=kind, object_id__in=ids, release__in=_unreleased()).values_list(
                "object_id", flat=True
            )
        )
        new = set(ids) - held
        new -= used_publicly(kind, new) if new else set()
        rows += [HeldFile(release_id=release_id, kind=kind, object_id=pk) for pk in sorted(new)]
    HeldFile.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


@transaction.atomic
def hold_files_of(page, known=None):
    """Hold what ``page``, as it is in memory, uses, if it is under embargo; returns how many files came to it."""
    embargo = embargo_of(page, known)
    if embargo is None:
        return 0
    files = files_of(page)
    if not files:
        return 0
    return _hold(embargo.release_id or ensure_release(embargo.edition_key).pk, files)


@transaction.atomic
def hold_for(embargo, page):
    """Hold what ``page``, as it is in memory, uses for the edition of an Embargo, though the page is under none."""
    return _hold(embargo.release_id or ensure_release(embargo.edition_key).pk, files_of(page))


def files_of_edition(embargo, *, as_published=True):
    """``{FileKind: ids}`` of what the latest drafts of its pages use; ``as_published``: and their rows."""
    kinds, found = _kinds(), defaultdict(set)
    rows = [
        (pk, has_draft)
        for pk, path, has_draft in pages_of(embargo).values_list("pk", "path", "has_unpublished_changes")
        if not (embargo.is_announced and path in embargo.paths)
    ]
    page_type = ContentType.objects.get_for_model(Page, for_concrete_model=False)
    references = ReferenceIndex.objects.filter(
        base_content_type=page_type,
        object_id__in=[str(pk) for pk, has_draft in rows if not has_draft],
        to_content_type__in=list(kinds),
    )
    for content_type, pk in references.order_by().values_list("to_content_type_id", "to_object_id"):
        found[kinds[content_type]].add(int(pk))
    drafts = Page.objects.filter(pk__in=[pk for pk, has_draft in rows if has_draft])
    for each in _versions([page for page in drafts if page.specific_class is not None], as_published):
        for kind, ids in files_of(each).items():
            found[kind] |= ids
    return dict(found)


def _versions(pages, as_published):
    """Of each of the plain pages its latest draft, and the page itself if asked or if it has none; read together."""
    builder = Builder([(page, page.latest_revision_id) for page in pages])
    for page in pages:
        if page.latest_revision_id is not None:
            yield builder.build(page, page.latest_revision_id)
        if as_published or page.latest_revision_id is None:
            yield builder.stored(page)


@transaction.atomic
def let_go_of_files(release, page_key):
    """A page is kept for the edition no longer: neither is what it alone uses."""
    embargo = next((one for one in embargoes() if one.release_id == release.pk), None)
    if embargo is None:
        return
    still = files_of_edition(embargo)
    for page in Page.objects.filter(translation_key=page_key).specific():
        for kind, ids in files_of(page.get_latest_revision_as_object()).items():
            gone = ids - still.get(kind, set())
            HeldFile.objects.filter(release=release, kind=kind, object_id__in=gone).delete()


@transaction.atomic
def hold_anew(embargo):
    """An edition came under embargo again: hold what its pages use now, and no longer what became public elsewhere.

    After its pages have been taken off the public site. Returns how many files are held.
    """
    release_id = embargo.release_id or ensure_release(embargo.edition_key).pk
    before = HeldFile.objects.filter(release_id=release_id).order_by()
    for kind in FileKind:
        ids = set(before.filter(kind=kind).values_list("object_id", flat=True))
        if ids:
            before.filter(kind=kind, object_id__in=used_publicly(kind, ids)).delete()
    _hold(release_id, files_of_edition(embargo))
    return before.count()
