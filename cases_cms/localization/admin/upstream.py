"""wagtail-localize's own views and API at their own addresses, for those who work in the language only (1.14.5).

They ask for Wagtail's right to edit the page, which says nothing about a language; what they write is kept as
versions, and they answer 400 where wagtail-localize fails.
"""

import contextlib
import json

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
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
from wagtail.utils.version import get_main_version
from wagtail_localize.models import (
    OverridableSegment,
    SegmentOverride,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)
from wagtail_localize.views import edit_translation, snippets_api, update_translations

from cases_cms.core import translation_views
from cases_cms.core.translation_views import needs_target
from cases_cms.core.turns import take_turn
from cases_cms.localization import flow, guards
from cases_cms.localization import machine as machine_service
from cases_cms.localization.drafts import target_of
from cases_cms.localization.enums import Origin
from cases_cms.localization.rights import may_work, may_write
from cases_cms.localization.segment_services import remember_all, save_segment
from cases_cms.localization.sources import update_source
from cases_cms.localization.targets import is_public


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
        target = target_of(translation)  # what has no drafts is made when it is approved
        if target is not None and not edit_translation.user_can_edit_instance(request.user, target):
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
@transaction.atomic
def edit_override(request, translation_id, overridable_segment_id):
    """What a language replaces: a picture, say."""
    translation, segment = _for_the_api(request, translation_id, overridable_segment_id, OverridableSegment)
    key = {"locale_id": translation.target_locale_id, "context_id": segment.context_id}
    take_turn()
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


@needs_target
def download_pofile(request, translation_id):
    _translation(request, translation_id)
    return edit_translation.download_pofile(request, translation_id)


@require_POST
@needs_target
def upload_pofile(request, translation_id):
    translation = _translation(request, translation_id)
    if "file" not in request.FILES:
        return HttpResponse(status=400)
    with transaction.atomic():
        take_turn()
        remember_all(translation, request.user, Origin.FILE)
        response = edit_translation.upload_pofile(request, translation_id)
        flow.texts_written(translation, request.user)
    return response


@require_POST
@needs_target
def machine_translate(request, translation_id):
    _translation(request, translation_id)
    return edit_translation.machine_translate(request, translation_id)


@needs_target
def preview_translation(request, translation_id, mode=None):
    return edit_translation.preview_translation(request, translation_id, mode)


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
    """Publishing at once is an approval of every translation; the source says what our service takes from it."""

    def may_publish(self):
        user, translations = self.request.user, self.object.translations.filter(enabled=True)
        return (
            is_public(self.object.get_source_instance())
            and all(target_of(translation) and guards.may_approve(user, translation) for translation in translations)
            and super().may_publish()
        )

    def get_context_data(self, **kwargs):
        """As wagtail-localize's, which fails where a translation is not made yet: those are not listed."""
        translations = self.object.translations.filter(enabled=True).select_related("target_locale")
        found = [(one, target_of(one)) for one in translations]
        context = super(update_translations.UpdateTranslationsView, self).get_context_data(**kwargs)
        return {
            **context,
            "translations": [
                {"title": str(target), "locale": one.target_locale, "edit_url": self.get_edit_url(target)}
                for one, target in found
                if target
            ],
            "last_sync_date": self.object.last_updated_at,
            "form": self.get_form(),
            "next_url": self.get_success_url(),
            "back_url": self.get_success_url() or self.get_default_success_url(),
            "components": self.components,
            "wagtail_version": get_main_version(),
        }

    def form_valid(self, form):
        """wagtail-localize reads the row of a draft, which is not its latest text, and publishes what nobody read."""
        user = self.request.user
        with transaction.atomic():
            update_source(instance=self.object.get_source_instance(), user=user)
            TranslationSource.objects.filter(pk=self.object.pk).update(last_updated_at=timezone.now())
        self.object.refresh_from_db()
        translations = list(self.object.translations.filter(enabled=True).select_related("source", "target_locale"))
        if form.cleaned_data.get("use_machine_translation"):
            self.use_machine([one for one in translations if may_write(user, one.target_locale_id)])
        for translation in translations:
            with contextlib.suppress(ValidationError), transaction.atomic():
                take_turn()
                if form.cleaned_data["publish_translations"] and guards.may_publish(user, translation):
                    translation.save_target(user=user, publish=True)
                else:
                    self.object.update_target_view_restrictions(translation.target_locale)
        self.components.save(self.object, sources_and_translations={self.object: translations})
        messages.success(self.request, self.get_success_message())
        return redirect(self.get_success_url() or self.get_default_success_url())

    def use_machine(self, translations):
        """Outside of a transaction: it asks another service."""
        for translation in translations:
            try:
                machine_service.machine_translate(translation=translation, user=self.request.user)
            except machine_service.MachineError as error:
                messages.warning(self.request, str(error))


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
    path("localize/translate/<int:translation_id>/preview/", preview_translation),
    path("localize/translate/<int:translation_id>/preview/<str:mode>/", preview_translation),
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
    translation = guards.translation_of(instance)
    if translation is None or _becomes_alias(request, instance):
        return
    if request.POST.get("action") != "publish" and not getattr(instance, "live", True):
        if not may_write(request.user, translation.target_locale_id):
            raise PermissionDenied
        return
    # Its draft of a live page is written into what the public sees, too.
    if not guards.may_publish(request.user, translation):
        raise PermissionDenied


def _becomes_alias(request, instance):
    """Whether wagtail-localize leads such a request elsewhere: with other keys, or for snippets, it goes on."""
    keys = request.POST.keys()
    return (
        isinstance(instance, Page)
        and "localize-convert-to-alias" in keys
        and "localize-restart-translation" not in keys
    )


@hooks.register("before_bulk_action")
def refuse_to_publish_unreviewed_in_bulk(request, action_type, objects, view):
    """Wagtail's action in lists of pages publishes the latest draft, approved or not, and all drafts below."""
    if action_type != "publish":
        return None
    pages = [page for page in objects if isinstance(page, Page)]
    found = guards.unready(request.user, pages, bool(view.cleaned_form.cleaned_data.get("include_descendants")))
    if not found:
        return None
    messages.error(request, guards.refusal(found))
    return redirect(view.next_url)
