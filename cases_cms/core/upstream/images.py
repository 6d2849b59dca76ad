"""Wagtail's view that makes renditions on demand asks nobody who may see a picture, and lets caches keep it (8.0.1).

The reference site has no such address; a host may (``wagtail.images.urls``, or a view of its own).
"""

from django.http import Http404
from wagtail.images.utils import verify_signature
from wagtail.images.views.serve import ServeView

from cases_cms.core.media import PRIVATE, Access, access_to

_get = ServeView.get


def get(self, request, signature, image_id, filter_spec, filename=None):
    """As Wagtail's, where the guards of ``core.media`` let it."""
    image = self.model.objects.filter(pk=image_id).only("file").first()
    if image is None or not verify_signature(signature.encode(), image_id, filter_spec, key=self.key):
        return _get(self, request, signature, image_id, filter_spec, filename)
    access = access_to(request, image.file.name)
    if access == Access.WITHHELD:
        raise Http404
    response = _get(self, request, signature, image_id, filter_spec, filename)
    if access == Access.PRIVATE:
        response["Cache-Control"] = PRIVATE
    return response


def guard_renditions_on_demand():
    """Put ours in the place of Wagtail's."""
    ServeView.get = get
