"""Filters that all listings of the desk have."""

import datetime

import django_filters
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import CharField, Exists, OuterRef, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, LocaleFilter, WagtailFilterSet
from wagtail.models import Locale, Revision

from cases_cms.core.desk.languages import LanguageState, in_state
from cases_cms.core.languages import language_label
from cases_cms.core.tags import EditorTag, TaggedThing
from cases_cms.core.waiting import in_moderation

#: Days that may be asked for; those at the ends of the calendar have no moment in every time zone.
FIRST_DAY, LAST_DAY = datetime.date(1900, 1, 1), datetime.date(9000, 12, 31)


class PageState:
    """Values of the filter ``state``."""

    LIVE, CHANGED, DRAFT, SCHEDULED, MODERATION = "live", "changed", "draft", "scheduled", "moderation"
    CHOICES = (
        (LIVE, _("live")),
        (CHANGED, _("live + draft")),
        (DRAFT, _("draft")),
        (SCHEDULED, _("scheduled")),
        (MODERATION, _("in moderation")),
    )


def scheduled():
    """Condition for pages with a revision that is to go live by itself."""
    return Exists(
        Revision.page_revisions.filter(approved_go_live_at__isnull=False, object_id=Cast(OuterRef("pk"), CharField()))
    )


def state_condition(value):
    """Condition for pages in a PageState."""
    if value == PageState.SCHEDULED:
        return Q(scheduled())
    if value == PageState.MODERATION:
        return Q(in_moderation())
    return {
        PageState.LIVE: Q(live=True, has_unpublished_changes=False),
        PageState.CHANGED: Q(live=True, has_unpublished_changes=True),
        PageState.DRAFT: Q(live=False),
    }[value]


def checkboxes(label, **kwargs):
    """A filter of several choices, any of which holds; its choices are given in ``get_choices``."""
    kwargs.setdefault("choices", ())
    return django_filters.MultipleChoiceFilter(label=label, widget=forms.CheckboxSelectMultiple, **kwargs)


class DaysField(django_filters.fields.DateRangeField):
    """Two days between FIRST_DAY and LAST_DAY."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields:
            field.validators += [MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)]


class DaysFilter(django_filters.DateFromToRangeFilter):
    """From a day to a day."""

    field_class = DaysField


class DeskFilterSet(WagtailFilterSet):
    """Language, state and tags; ``shown`` names the filters in the order in which they are offered."""

    locale = LocaleFilter(
        label=_("Listed in"),
        choices=(),
        empty_label=None,
        null_label=_("My language, or else another"),
        null_value=None,
        widget=forms.RadioSelect,
    )
    languages = checkboxes(_("Languages"), method="filter_languages")
    state = checkboxes(_("State"), choices=PageState.CHOICES, method="filter_state")
    tag = checkboxes(_("Tags"), method="filter_tag")
    latest_revision_created_at = DaysFilter(label=_("Date updated"), widget=DateRangePickerWidget)

    shown = ("locale", "languages", "state", "tag", "latest_revision_created_at")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters = {name: self.filters[name] for name in self.shown}
        for name, choices in self.get_choices().items():
            self.filters[name].extra["choices"] = choices

    def get_choices(self):
        """``{filter: choices}`` of those whose choices are in the database. Two queries."""
        codes = list(Locale.objects.values_list("language_code", flat=True))
        used = TaggedThing.objects.filter(translation_key__in=self._meta.model.objects.values("translation_key"))
        return {
            "locale": [(code, language_label(code)) for code in codes],
            "languages": [
                (f"{code}:{state.value}", f"{language_label(code)}: {state.label}")
                for code in codes
                for state in LanguageState
            ],
            "tag": [
                (tag.slug, tag.name)
                for tag in EditorTag.objects.filter(pk__in=used.order_by().values("tag")).order_by("name")
            ],
        }

    def filter_languages(self, queryset, name, values):
        """Any of the states chosen of a language, in every language of which one is chosen."""
        chosen = {}
        for value in values:
            code, _colon, state = value.rpartition(":")
            chosen[code] = chosen.get(code, Q()) | Q(in_state(code, state))
        for condition in chosen.values():
            queryset = queryset.filter(condition)
        return queryset

    def filter_state(self, queryset, name, values):
        """Any of the states."""
        condition = Q()
        for value in values:
            condition |= state_condition(value)
        return queryset.filter(condition)

    def filter_tag(self, queryset, name, values):
        """Any of the tags."""
        if not values:
            return queryset
        return queryset.filter(
            translation_key__in=TaggedThing.objects.filter(tag__slug__in=values).values("translation_key")
        )
