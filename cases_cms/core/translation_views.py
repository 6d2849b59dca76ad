"""wagtail-localize's views that ask for less than they do, with the questions that are missing (1.14.5).

“Submit for translation” is one permission for the whole site; with it alone one could publish translations while
updating them, and translate pages of others. Making a translation an alias again throws it away, and shows the public
the source instead; that takes the right to edit only.
"""

import functools

from django import forms
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import path
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail_localize.models import Translation
from wagtail_localize.views import convert, edit_translation, submit_translations, update_translations

from cases_cms.core.permissions import may_change, may_stop


def may_see_page(user, page):
    """Whether the page is in the part of the tree that ``user`` works in."""
    return policy_registry.get_by_type(Page).explorable_instances(user).filter(pk=page.pk).exists()


class SubmitPageTranslationView(submit_translations.SubmitPageTranslationView):
    """Only of pages in the user's part of the tree."""

    def get_object(self):
        page = super().get_object()
        if not may_see_page(self.request.user, page):
            raise PermissionDenied
        return page


class SubmitSnippetTranslationView(submit_translations.SubmitSnippetTranslationView):
    """Only of objects whose kind the user may change: the translation is such an object."""

    def get_object(self):
        try:
            instance = super().get_object()
        except (ValueError, ValidationError) as error:  # no key of this kind of object
            raise Http404 from error
        if not policy_registry.get(instance).user_has_permission(self.request.user, "change"):
            raise PermissionDenied
        return instance


class UpdateTranslationsView(update_translations.UpdateTranslationsView):
    """Publishing at once is for those who may publish every one of the translations."""

    def get_object(self):
        source = super().get_object()
        instance = source.get_source_instance()
        if isinstance(instance, Page):
            allowed = may_see_page(self.request.user, instance)
        else:
            allowed = policy_registry.get(instance).user_has_permission(self.request.user, "change")
        if not allowed:
            raise PermissionDenied
        return source

    def may_publish(self):
        targets = [translation.get_target_instance() for translation in self.object.translations.filter(enabled=True)]
        return all(
            target.permissions_for_user(self.request.user).can_publish()
            if isinstance(target, Page)
            else may_change(self.request.user, target)
            for target in targets
        )

    def get_form(self):
        form = super().get_form()
        if not self.may_publish():
            # A disabled field is False whatever is sent.
            form.fields["publish_translations"] = forms.BooleanField(
                required=False, disabled=True, initial=False, widget=forms.HiddenInput
            )
        return form


def needs_target(view):
    """404 where wagtail-localize's ``view`` asks for a translation that is not there yet: a server error in 1.14.5."""

    @functools.wraps(view)
    def answer(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except ObjectDoesNotExist as error:
            raise Http404 from error

    return answer


def convert_to_alias(request, page_id):
    if not may_stop(request.user, get_object_or_404(Page, pk=page_id)):
        raise PermissionDenied
    return convert.convert_to_alias(request, page_id)


@needs_target
def stop_translation(request, translation_id):
    if not may_stop(request.user, get_object_or_404(Translation, pk=translation_id).get_target_instance()):
        raise PermissionDenied
    return edit_translation.stop_translation(request, translation_id)


#: They answer at wagtail-localize's own addresses, and have no names: its names lead here.
urlpatterns = [
    path("localize/submit/page/<int:page_id>/", SubmitPageTranslationView.as_view()),
    path(
        "localize/submit/snippet/<slug:app_label>/<slug:model_name>/<str:pk>/", SubmitSnippetTranslationView.as_view()
    ),
    path("localize/update/<int:translation_source_id>/", UpdateTranslationsView.as_view()),
    path("localize/page/<int:page_id>/convert_to_alias/", convert_to_alias),
    path("localize/translate/<int:translation_id>/disable/", stop_translation),
]
