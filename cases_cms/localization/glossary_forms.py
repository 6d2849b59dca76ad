"""The admin's form of a term, and of a file of terms."""

import base64
import binascii

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from cases_cms.core.countries import content_languages
from cases_cms.core.languages import language_label
from cases_cms.localization.glossary_files import MAX_BYTES, FileError, read_file
from cases_cms.localization.glossary_services import check_forms, save_term
from cases_cms.localization.models import TermForm


def language_choices():
    """The site's languages, by their names in the language of the person at the desk."""
    return [(code, language_label(code)) for code in content_languages()]


class LanguageSelect(forms.Select):
    """The site's languages, and the one a form of a term has already."""

    def __init__(self, attrs=None):
        super().__init__(attrs, choices=language_choices)

    def optgroups(self, name, value, attrs=None):
        known = [code for code, _label in language_choices()]
        self.choices = [*language_choices(), *((code, code) for code in value if code and code not in known)]
        return super().optgroups(name, value, attrs)


class TermFormForm(WagtailAdminModelForm):
    """One form of a term."""

    class Meta:
        model = TermForm
        fields = ["language", "text", "status", "note"]
        widgets = {"language": LanguageSelect}

    def validate_unique(self):
        """The whole term is judged at once: two forms may exchange their words."""

    def validate_constraints(self):
        """As above."""


class TermAdminForm(WagtailAdminModelForm):
    """A term with its forms; written by the service."""

    def clean(self):
        cleaned = super().clean()
        formset = self.formsets.get("forms")
        if formset is not None and formset.is_valid():
            check_forms(self.term_forms())
        return cleaned

    def term_forms(self):
        """``[(language, text, status, note)]`` as the person left them."""
        return [
            tuple(form.cleaned_data[name] for name in ("language", "text", "status", "note"))
            for form in self.formsets["forms"].forms
            if form.cleaned_data and form.cleaned_data.get("text") and not form.cleaned_data.get("DELETE")
        ]

    def save_term(self, user):
        """Save all of it; returns the Term."""
        forms_of_term = self.term_forms()
        return save_term(term=super().save(commit=False), forms=forms_of_term, user=user)


class TermsFileForm(forms.Form):
    """A CSV or TBX file of terms, new or as it was checked a moment ago (``content``, base64)."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("CSV as this glossary exports it, or TBX; up to 1 MB."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tbx,.xml"}),
    )
    content = forms.CharField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(required=False, widget=forms.HiddenInput, max_length=255)

    def clean(self):
        cleaned = super().clean()
        file = cleaned.get("file")
        if file is not None:
            if file.size > MAX_BYTES:
                raise ValidationError(_("The file is larger than 1 MB."))
            self.content, self.file_name = file.read(), file.name
        else:
            try:
                self.content = base64.b64decode(cleaned.get("content") or "", validate=True)
            except (binascii.Error, ValueError):
                self.content = b""
            self.file_name = cleaned.get("name", "")
        if not self.content:
            raise ValidationError(_("Choose a file."))
        try:
            cleaned["rows"] = read_file(self.file_name, self.content)
        except FileError as error:
            raise ValidationError(str(error)) from error
        return cleaned

    def encoded(self):
        """The file for the next step's hidden field."""
        return base64.b64encode(self.content).decode()
