"""Choosers of the admin that list things in one language: that of the page from which they are opened."""

from django import forms
from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.models import Locale

from cases_cms.core.languages import locale_named


class OneLanguageFilterForm(BaseFilterForm):
    """Words to search for, in any language of the thing, and the language that is listed.

    Wagtail's scripts send ``locale``, the language of the page that is edited; without it, it is the person's own.
    The database's search splits Chinese into nothing, so words are sought as parts of the texts.
    """

    q = forms.CharField(
        label=_("Search term"), widget=forms.TextInput(attrs={"placeholder": _("Search")}), required=False
    )
    scope = forms.ChoiceField(
        label=_("Language"), required=False, widget=forms.Select(attrs={"data-chooser-modal-search-filter": True})
    )
    # No CharField: one that somebody made up is the same as none, and no reason to list every language.
    locale = forms.Field(widget=forms.HiddenInput, required=False)

    #: Text fields that are searched.
    search_in = ()
    #: Whether things without a version in the language can be asked for.
    offers_untranslated = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.locale = locale_named(self.data.get("locale", "")) or Locale.get_active()
        if self.offers_untranslated:
            language = self.locale.get_display_name()
            self.fields["scope"].choices = [
                ("", _("In this language: %(language)s") % {"language": language}),
                ("other", _("Not yet in this language: %(language)s") % {"language": language}),
            ]
        else:
            del self.fields["scope"]

    def filter(self, objects):
        model = objects.model
        if self.cleaned_data.get("scope") == "other":
            here = model.objects.filter(locale=self.locale).values("translation_key")
            objects = objects.exclude(translation_key__in=here)
        else:
            objects = objects.filter(locale=self.locale)
        self.search_query = self.cleaned_data.get("q", "").strip()
        for word in self.search_query.split():
            self.is_searching = True
            found = Q()
            for name in self.search_in:
                found |= Q(**{f"{name}__icontains": word})
            objects = objects.filter(translation_key__in=model.objects.filter(found).values("translation_key"))
        return objects


def is_number(value):
    """Whether a value that somebody sent can be a primary key."""
    text = str(value)
    return text.isascii() and text.isdigit() and len(text) < 19


class ChosenByNumberMixin:
    """A view of what was chosen; what is no number is not found, instead of an error of the server."""

    def get_object(self, pk):
        if not is_number(pk):
            raise Http404
        return super().get_object(pk)


class ChosenMultipleByNumberMixin:
    """A view of several things that were chosen; what is no number is left out, like what is gone."""

    def get_objects(self, pks):
        return super().get_objects([pk for pk in pks if is_number(pk)])


class NumberChooserMixin:
    """A chooser's field that shows a form with a value which is no number again, instead of an error of the server."""

    def get_instance(self, value):
        if value is None or isinstance(value, self.model_class):
            return value
        return super().get_instance(value) if is_number(value) else None
