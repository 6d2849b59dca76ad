"""The forms of a release's plan; times are written in the institution's zone."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases_cms.core.languages import language_label, site_languages
from cases_cms.core.periods import institution_zone
from cases_cms.release.times import zone_name


class InstitutionTimeField(forms.DateTimeField):
    """An instant, read and shown as the institution's clocks have it, to the second; always aware."""

    def __init__(self, **kwargs):
        widget = forms.DateTimeInput({"type": "datetime-local", "step": "1"}, format="%Y-%m-%dT%H:%M:%S")
        super().__init__(widget=widget, **kwargs)

    def prepare_value(self, value):
        with timezone.override(institution_zone()):
            return super().prepare_value(value)

    def to_python(self, value):
        with timezone.override(institution_zone()):
            return super().to_python(value)


class PlanForm(forms.Form):
    """When an edition is released, and in which languages it has to be complete; ``planning.plan`` judges it."""

    release_at = InstitutionTimeField(label=pgettext_lazy("release", "Time of release"))
    languages = forms.MultipleChoiceField(
        label=pgettext_lazy("release", "Languages"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("All of it has to be finished in these; in the others, what is finished comes out."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["release_at"].help_text = zone_name(institution_zone(), timezone.now())
        self.fields["languages"].choices = [(code, language_label(code)) for code in site_languages()]


class ReasonForm(forms.Form):
    """Why a release is aborted or undone."""

    reason = forms.CharField(label=_("reason"), max_length=2000, strip=True)


class TypedForm(forms.Form):
    """The year of the edition, typed by a person who means it."""

    typed = forms.CharField(label=_("year"), max_length=10)

    def __init__(self, *args, year, **kwargs):
        super().__init__(*args, **kwargs)
        self.year = year

    def clean_typed(self):
        typed = self.cleaned_data["typed"].strip()
        if typed != str(self.year):
            raise forms.ValidationError(_("This is not the year of the edition. Nothing was done."))
        return typed
