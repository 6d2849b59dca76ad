"""Makes renditions ahead of the visitors, or behind their backs: one thread a process, one picture after another."""

import logging
import queue
import threading

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from wagtail.images import get_image_model
from wagtail.models import ReferenceIndex

from cases_cms.core.conf import get_setting
from cases_cms.core.pictures import SINGLE, SLOTS, make_rendition

logger = logging.getLogger(__name__)

#: What a field or a block shows a picture as, by the last part of its path in Wagtail's index of references; a field
#: ``image`` by the part before, else as a picture in the text. A host adds its own.
USES = {
    "cover": ("card", "cover", "social"),
    "social_image": ("social",),
    "video_poster": ("poster",),
    "portrait": ("portrait",),
    "logo": ("logo", "logo-large"),
    "hero": ("hero",),
    "image": ("picture",),
}


def uses_of(model_path):
    """Names of the slots in which a picture at ``model_path`` is shown; none for what no page of ours shows."""
    *before, last = model_path.split(".")
    if last == "image" and before and before[-1] in USES:
        last = before[-1]
    return USES.get(last, ())


def pictures_in_use():
    """``{image id: names of slots}`` of all pictures that pages refer to, drafts included. One query."""
    model = get_image_model()
    kind = ContentType.objects.get_for_model(model, for_concrete_model=False)
    rows = ReferenceIndex.objects.filter(to_content_type=kind).order_by()
    found = {}
    for pk, path in rows.values_list("to_object_id", "model_path").distinct():
        found.setdefault(int(pk), set()).update(uses_of(path))
    return {pk: sorted(names) for pk, names in sorted(found.items()) if names}


def specs_of(image, names):
    """Specifications of all renditions of ``image`` in the slots ``names``."""
    specs = []
    for name in names:
        if name in SLOTS:
            for each in SLOTS[name].specs_for((image.width, image.height)).values():
                specs += each
        if name in SINGLE:
            specs.append(SINGLE[name])
    return specs


def make_missing(image, names):
    """Make what ``image`` lacks in the slots ``names``; returns the numbers of renditions made and failed."""
    specs = specs_of(image, names)
    image = get_image_model().objects.prefetch_renditions(*specs).get(pk=image.pk)
    before = {rendition.pk for rendition in image.prefetched_renditions}
    made = [make_rendition(image, spec) for spec in specs]
    new = {rendition.pk for rendition in made if rendition is not None} - before
    return len(new), made.count(None)


def make_all(track=iter):
    """Make what all pictures in use lack; returns the numbers of renditions made and failed.

    ``track`` goes through a list of pictures, as tqdm does. What is made stays, whenever it is stopped.
    """
    uses = pictures_in_use()
    model = get_image_model()
    made = failed = 0
    for pk in track(list(uses)):
        image = model.objects.filter(pk=pk).first()
        if image is not None:
            counts = make_missing(image, uses[pk])
            made, failed = made + counts[0], failed + counts[1]
    return made, failed


# --- In the background -------------------------------------------------------------------------

_waiting = queue.Queue()
_known = set()
_lock = threading.Lock()
_workers = []


def make_later(image_id, name):
    """Have the slot ``name`` of an image filled in the background; returns at once.

    Nothing where CASES_CMS["RENDITIONS"] leaves it to ``manage.py make_renditions``. What fails is not tried again by
    this process.
    """
    if get_setting("RENDITIONS") != "background":
        return
    with _lock:
        if (image_id, name) in _known:
            return
        _known.add((image_id, name))
        _waiting.put((image_id, name))
        if not _workers:
            worker = threading.Thread(target=_work, name="cases-cms-renditions", daemon=True)
            _workers.append(worker)
            worker.start()


def _work():
    """Make what is waiting; the thread ends when nothing is."""
    while True:
        with _lock:
            try:
                image_id, name = _waiting.get_nowait()
            except queue.Empty:
                _workers.clear()
                return
        try:
            image = get_image_model().objects.filter(pk=image_id).first()
            _made, failed = make_missing(image, [name]) if image is not None else (0, 0)
            if not failed:
                _known.discard((image_id, name))
        except Exception:  # the next picture must not wait for this one's trouble
            logger.exception("Renditions of picture %s", image_id)
        finally:
            connection.close()
