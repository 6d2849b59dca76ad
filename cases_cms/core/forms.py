"""Forms of Wagtail's admin."""

import json

from django import forms
from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.widgets import SlugInput
from wagtail.models import Page, TranslatableMixin
from wagtail_localize.models import Translation

from cases_cms.core.slugs import make_slug

#: In a revision's content: its editor said that translators have nothing to do.
MINOR_EDIT_KEY = "is_minor_edit"


def has_translators(page):
    """Whether translators work from ``page``. One query."""
    return (
        bool(page.pk)
        and Translation.objects.filter(
            source__object_id=page.translation_key, source__locale_id=page.locale_id, enabled=True
        ).exists()
    )


_rules = []


def add_form_rule(rule):
    """Let an upper app's ``rule`` have its word on the forms of pages: ``rule.opened(form)`` when one is made, and
    ``rule.read(form)`` once its data are in ``form.instance``, where it may add errors."""
    if rule not in _rules:
        _rules.append(rule)


def desk_media():
    """Styles and scripts of our own on pages of the admin where somebody writes."""
    return forms.Media(
        css={"all": [versioned_static("cases_cms/desk/desk.css")]},
        js=[versioned_static("cases_cms/desk/counting.js"), versioned_static("cases_cms/desk/desk.js")],
    )


class TitleSlugInput(SlugInput):
    """Wagtail's field for a slug, whose suggestion comes from the server: it knows the pinyin of Chinese.

    The controller ``cases-slug`` stands where Wagtail's own would suggest; without it the server makes the slug.
    """

    def __init__(self, attrs=None):
        super().__init__(
            {
                "data-controller": "w-slug cases-slug",
                "data-action": (
                    "blur->w-slug#slugify w-sync:check->cases-slug#compare w-sync:apply->cases-slug#suggest:prevent"
                ),
                **(attrs or {}),
            }
        )

    def name_page(self, page, parent):
        """Tell the widget whose slug it is, and the title that the present one would be suggested for."""
        place = {"page": page.pk} if page.pk else {"parent": parent.pk if parent else ""}
        self.attrs["data-cases-slug-url-value"] = f"{reverse('cases_cms_slug')}?{urlencode(place)}"
        self.attrs["data-cases-slug-known-value"] = json.dumps(
            # The slug of a live page follows its title no more; a Chinese one would load dictionaries for nothing.
            {"title": page.title, "slug": make_slug(page.title)} if page.title and not page.live else {}
        )


def offer_language(form, page):
    """Let the fields of ``form`` that choose something offer and accept it in the language of ``page`` only.

    What was chosen before stays valid: a translation shares what its source names.
    """
    for name, field in form.fields.items():
        if hasattr(field, "learn_page"):
            field.learn_page(page)
        queryset = getattr(field, "queryset", None)
        if queryset is None or not issubclass(queryset.model, TranslatableMixin) or issubclass(queryset.model, Page):
            continue
        before = form.initial.get(name)
        field.queryset = queryset.filter(Q(locale=page.locale_id) | Q(pk=getattr(before, "pk", before)))
        field.error_messages["invalid_choice"] = _(
            "Choose one in the language of this page (%(language)s); translate it first if it is not there."
        ) % {"language": page.locale.get_display_name() if page.locale_id else ""}


class BasePageForm(WagtailAdminPageForm):
    """The form of every page of ours: slugs from titles, counters beside long texts.

    A new page knows its parent before it is validated, so that rules about siblings speak in the form.
    """

    is_minor_edit = forms.BooleanField(
        label=_("Minor edit: nothing to do for translators"),
        help_text=_(
            "For a typo or a comma. Once this is published, the translations count as current; without the mark "
            "translators are shown what has changed since the last publication."
        ),
        required=False,
    )
    #: Whether it lets people choose when the page is published.
    offers_schedule = True

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        # Wagtail puts a mixin with a property of this name in front of ours.
        cls.show_schedule_publishing_toggle = property(
            lambda form: form.offers_schedule and "go_live_at" in cls.base_fields
        )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not has_translators(self.instance):
            del self.fields["is_minor_edit"]
        elif self.instance.has_unpublished_changes:
            latest = self.instance.get_latest_revision()
            self.initial["is_minor_edit"] = bool(latest and latest.content.get(MINOR_EDIT_KEY))
        if self.instance.pk is None and self.parent_page is not None:
            self.instance._cached_parent_obj = self.parent_page
        if "slug" in self.fields:
            field = self.fields["slug"]
            field.required = False  # the page makes one from its title
            field.help_text = _(
                "The last part of the page's address, the same in every language. Leave it empty to have it made "
                "from the title; a Chinese title gives its pinyin, as in “chong-qing”."
            )
            field.widget = TitleSlugInput()
            field.widget.name_page(self.instance, self.parent_page)
        for form in [self, *(form for formset in self.formsets.values() for form in formset.forms)]:
            offer_language(form, self.instance)
        for field in self.fields.values():
            if isinstance(field.widget, forms.Textarea) and getattr(field, "max_length", None):
                field.widget.attrs.update(
                    {
                        "data-controller": f"{field.widget.attrs.get('data-controller', '')} cases-room".strip(),
                        "data-cases-room-left-value": _("%(count)s of %(limit)s characters written"),
                    }
                )

        for rule in _rules:
            rule.opened(self)

    def _post_clean(self):
        super()._post_clean()
        for rule in _rules:
            rule.read(self)

    def save(self, commit=True):
        self.instance.is_minor_edit = bool(self.cleaned_data.get("is_minor_edit"))
        return super().save(commit=commit)

    @property
    def media(self):
        return super().media + desk_media()
