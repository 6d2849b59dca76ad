"""Wagtail's APIs list pictures and documents by their folders' privacy alone: what is under embargo is left out.

A host may route them (``wagtail.api.v2``, ``wagtail.api.v3``); the reference site does not.
"""

import functools
import sys
from importlib import import_module

from django.apps import apps
from django.db.models import Q
from wagtail.permissions import policy_registry

from cases_cms.release.enums import FileKind
from cases_cms.release.file_guards import RIGHTS
from cases_cms.release.files import held_ids, model_of


def visible(queryset, kind, user):
    """Those files of ``queryset`` that ``user`` may see; no query by itself but for those who work in the admin."""
    condition = ~Q(pk__in=held_ids(kind))
    if user.is_active and user.has_perm("wagtailadmin.access_admin"):
        policy = policy_registry.get_by_type(model_of(kind))
        allowed = policy.instances_user_has_any_permission_for(user, RIGHTS)
        condition |= Q(pk__in=allowed.order_by().values("pk"))
    return queryset.filter(condition)


def _narrow(owner, name, kind, request_of):
    question = getattr(owner, name)

    @functools.wraps(question)
    def narrowed(asked):
        return visible(question(asked), kind, request_of(asked).user)

    setattr(owner, name, narrowed)


def _narrow_all(app, kind, view_name, function_name):
    view = getattr(import_module(f"{app}.api.v2.views"), view_name)
    _narrow(view, "get_queryset", kind, lambda view: view.request)
    router = import_module(f"{app}.api.v3.router")
    _narrow(router, function_name, kind, lambda request: request)


def connect():
    """Called once our models are ready; Wagtail imports these modules as the last thing its own apps do."""
    for label, *what in (
        ("wagtailimages", FileKind.IMAGE, "ImagesAPIViewSet", "get_images_queryset"),
        ("wagtaildocs", FileKind.DOCUMENT, "DocumentsAPIViewSet", "get_documents_queryset"),
    ):
        config = apps.get_app_config(label)
        narrow = functools.partial(_narrow_all, config.name, *what)
        if f"{config.name}.api.v3.router" in sys.modules:
            narrow()
        else:
            config.ready = functools.partial(_in_turn, config.ready, narrow)


def _in_turn(*functions):
    for function in functions:
        function()
