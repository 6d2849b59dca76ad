"""wagtail-localize's own views and API at their own addresses, for those who work in the language only (1.14.5).

They ask for Wagtail's right to edit the page, which says nothing about a language; what they write is kept as
versions, and they answer 400 where wagtail-localize fails.
"""

import json

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.views.decorators.http import require_POST
from rest_framework import status
from rest_framework.authentication import SessionAuthentication
from rest_framework.decorators import api_view, authentication_classes, permission_classes
from rest_framework.exceptions import PermissionDenied as ApiPermissionDenied
from rest_framework.exceptions import ValidationError as ApiValidationError
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from wagtail import hooks
from wagtail.models import Page, TranslatableMixin
from wagtail.permissions import policy_registry
from wagtail_localize.models import (
    OverridableSegment,
    SegmentOverride,
    StringSegment,
    StringTranslation,
    Translation,
)
from wagtail_localize.views import edit_translation, snippets_api

from cases_cms.core import translation_views
from cases_cms.localization import flow
from cases_cms.localization.enums import Origin
from cases_cms.localization.models import BoardCell
from cases_cms.localization.rights import is_four_eyes, may_review, may_work, may_write
from cases_cms.localization.segment_services import remember_all, save_segment
from cases_cms.localization.targets import states_of_texts


def _translation(request, translation_id):
    """The Translation, if the person may write in its language, and may edit the page as wagtail-localize asks."""
    translation = get_object_or_404(Translation.objects.select_related("source__locale"), pk=translation_id)
    if not may_write(request.user, translation.target_locale_id):
        raise PermissionDenied
    return translation


def _for_the_api(request, translation_id, segment, model):
    try:
        translation = _translation(request, translation_id)
        found = get_object_or_404(model, pk=segment, context__object_id=translation.source.object_id)
        if not edit_translation.user_can_edit_instance(request.user, translation.get_target_instance()):
            raise PermissionDenied
    except PermissionDenied as error:
        raise ApiPermissionDenied from error
    return translation, found


def _value(request):
    value = request.data.get("value") if hasattr(request.data, "get") else None
    if not isinstance(value, str):
        raise ApiValidationError({"value": ["missing"]})
    return value


def _api(view):
    """As wagtail-localize declares its own."""
    return api_view(["PUT", "DELETE"])(
        permission_classes([IsAuthenticated])(authentication_classes([SessionAuthentication])(view))
    )


@_api
def edit_string(request, translation_id, string_segment_id):
    """A text, through our service: with its version, and never over a review."""
    translation, segment = _for_the_api(request, translation_id, string_segment_id, StringSegment)
    text = _value(request) if request.method == "PUT" else ""
    key = {
        "translation_of_id": segment.string_id,
        "context_id": segment.context_id,
        "locale_id": translation.target_locale_id,
    }
    is_new = not StringTranslation.objects.filter(**key).exists()
    save_segment(translation=translation, segment_id=segment.pk, text=text, user=request.user, version="", force=True)
    saved = StringTranslation.objects.filter(**key).first()
    if saved is None:
        return Response({}, status=status.HTTP_404_NOT_FOUND if is_new else status.HTTP_200_OK)
    data = edit_translation.StringTranslationSerializer(saved, context={"translation_source": translation.source}).data
    return Response(data, status=status.HTTP_201_CREATED if is_new else status.HTTP_200_OK)


@_api
def edit_override(request, translation_id, overridable_segment_id):
    """What a language replaces: a picture, say."""
    translation, segment = _for_the_api(request, translation_id, overridable_segment_id, OverridableSegment)
    key = {"locale_id": translation.target_locale_id, "context_id": segment.context_id}
    if request.method == "DELETE":
        deleted, _by_model = SegmentOverride.objects.filter(**key).delete()
        flow.texts_written(translation, request.user)
        return Response({}, status=status.HTTP_200_OK if deleted else status.HTTP_404_NOT_FOUND)
    override, is_new = SegmentOverride.objects.update_or_create(
        **key, defaults={"data_json": json.dumps(_value(request)), "last_translated_by": request.user}
    )
    flow.texts_written(translation, request.user)
    data = edit_translation.SegmentOverrideSerializer(override, context={"translation_source": translation.source}).data
    return Response(data, status=status.HTTP_201_CREATED if is_new else status.HTTP_200_OK)


def download_pofile(request, translation_id):
    _translation(request, translation_id)
    return edit_translation.download_pofile(request, translation_id)


@require_POST
def upload_pofile(request, translation_id):
    translation = _translation(request, translation_id)
    if "file" not in request.FILES:
        return HttpResponse(status=400)
    remember_all(translation, request.user, Origin.FILE)
    response = edit_translation.upload_pofile(request, translation_id)
    flow.texts_written(translation, request.user)
    return response


@require_POST
def machine_translate(request, translation_id):
    _translation(request, translation_id)
    return edit_translation.machine_translate(request, translation_id)


class SnippetViewSet(snippets_api.SnippetViewSet):
    """Lists things for those who have any use for their kind."""

    def get_queryset(self):
        model = self.get_model()
        policy = policy_registry.get_by_type(model)
        if policy is None or not policy.user_has_any_permission(self.request.user, {"add", "change", "delete"}):
            raise ApiPermissionDenied
        return super().get_queryset()


def _limit_languages(form, user):
    """Languages of a form of wagtail-localize's that ``user`` may hand over into."""
    field = form.fields.get("locales")
    if field is not None:
        field.queryset = field.queryset.filter(
            pk__in=[locale.pk for locale in field.queryset if may_work(user, locale)]
        )
    return form


class SubmitPageTranslationView(translation_views.SubmitPageTranslationView):
    def get_form(self):
        return _limit_languages(super().get_form(), self.request.user)


class SubmitSnippetTranslationView(translation_views.SubmitSnippetTranslationView):
    def get_form(self):
        return _limit_languages(super().get_form(), self.request.user)


class UpdateTranslationsView(translation_views.UpdateTranslationsView):
    """Publishing at once is an approval of every translation."""

    def may_publish(self):
        user, translations = self.request.user, self.object.translations.filter(enabled=True)
        return all(may_approve(user, translation) for translation in translations) and super().may_publish()


def may_approve(user, translation):
    """Whether ``user`` may approve ``translation`` as it is now, without the flow."""
    if not may_review(user, translation.target_locale_id):
        return False
    cell = BoardCell.objects.filter(translation=translation).select_related("row").first()
    return not (cell is not None and is_four_eyes() and flow.worked_on(cell, user))


urlpatterns = [
    path("localize/submit/page/<int:page_id>/", SubmitPageTranslationView.as_view()),
    path(
        "localize/submit/snippet/<slug:app_label>/<slug:model_name>/<str:pk>/", SubmitSnippetTranslationView.as_view()
    ),
    path("localize/update/<int:translation_source_id>/", UpdateTranslationsView.as_view()),
    path("localize/translate/<int:translation_id>/strings/<int:string_segment_id>/edit/", edit_string),
    path("localize/translate/<int:translation_id>/overrides/<int:overridable_segment_id>/edit/", edit_override),
    path("localize/translate/<int:translation_id>/pofile/download/", download_pofile),
    path("localize/translate/<int:translation_id>/pofile/upload/", upload_pofile),
    path("localize/translate/<int:translation_id>/machine_translate/", machine_translate),
    path("localize/api/snippets/<slug:app_label>/<slug:model_name>/", SnippetViewSet.as_view({"get": "list"})),
    path(
        "localize/api/snippets/<slug:app_label>/<slug:model_name>/<str:pk>/",
        SnippetViewSet.as_view({"get": "retrieve"}),
    ),
]


@hooks.register("register_admin_urls", order=-20)
def ask_for_the_language():
    """Before core's, which come before wagtail-localize's own."""
    return urlpatterns


@hooks.register("before_edit_page", order=-20)
@hooks.register("before_edit_snippet", order=-20)
def refuse_to_publish_unreviewed(request, instance):
    """wagtail-localize's editor saves and publishes a translation by a POST to the page's own editor."""
    if request.method != "POST" or not isinstance(instance, TranslatableMixin):
        return
    if isinstance(instance, Page) and instance.alias_of_id:
        return
    translation = Translation.objects.filter(
        source__object_id=instance.translation_key, target_locale_id=instance.locale_id, enabled=True
    ).first()
    if translation is None or request.POST.keys() & {"localize-convert-to-alias", "localize-restart-translation"}:
        return
    if request.POST.get("action") != "publish" and not getattr(instance, "live", True):
        if not may_write(request.user, translation.target_locale_id):
            raise PermissionDenied
        return
    # Its draft of a live page is written into what the public sees, too.
    states = set(states_of_texts(translation).values())
    if states & {"machine", "missing", "error"} or not may_approve(request.user, translation):
        raise PermissionDenied
