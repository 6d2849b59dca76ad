"""Settings → Countries and regions."""

from django import forms
from django.db.models import Case, IntegerField, Value, When
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from cases_cms.core.countries import CODES, content_languages, default_name, find_codes, sort_codes
from cases_cms.core.country_models import Country
from cases_cms.core.languages import language_name, language_tag


class NothingAddedPolicy(ModelPermissionPolicy):
    """There is one of each: nobody adds or deletes any."""

    def user_has_permission(self, user, action):
        return action in ("change", "view") and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        return super().user_has_any_permission(user, set(actions) & {"change", "view"})

    def user_has_permission_for_instance(self, user, action, instance):
        return self.user_has_permission(user, action)


register_permission_policy(Country, NothingAddedPolicy(Country))


def _field_name(language):
    return f"name_{language.replace('-', '_')}"


class CountryFormBase(WagtailAdminModelForm):
    """A name in each of the site's languages; empty for the usual one."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for language in content_languages():
            field = self.fields[_field_name(language)]
            field.initial = self.instance.own_name(language)
            field.help_text = _("Leave empty for “%(name)s”.") % {"name": default_name(self.instance.code, language)}

    def _post_clean(self):
        names = {language: self.cleaned_data.get(_field_name(language), "") for language in content_languages()}
        others = {
            language: name for language, name in self.instance.names.items() if language not in content_languages()
        }
        self.instance.names = {**others, **{language: name for language, name in names.items() if name}}
        super()._post_clean()


CountryForm = type(
    "CountryForm",
    (CountryFormBase,),
    {
        _field_name(language): forms.CharField(
            label=language_name(language),
            max_length=80,
            required=False,
            widget=forms.TextInput(attrs={"lang": language_tag(language)}),
        )
        for language in content_languages()
    },
)


class CountriesIndexView(IndexView):
    """All countries and regions in the site's order, found by any of their names."""

    def search_queryset(self, queryset):
        return queryset.filter(code__in=find_codes(self.search_query)) if self.is_searching else queryset

    def order_queryset(self, queryset):
        if self.is_explicitly_ordered:
            return super().order_queryset(queryset)
        places = [When(code=code, then=Value(place)) for place, code in enumerate(sort_codes(CODES))]
        return queryset.order_by(Case(*places, default=Value(len(places)), output_field=IntegerField()), "code")


def _shown_name(language):
    def accessor(country):
        own, usual = country.own_name(language), default_name(country.code, language)
        return _("%(name)s (otherwise: %(usual)s)") % {"name": own, "usual": usual} if own else usual

    return accessor


class CountryViewSet(ModelViewSet):
    """The site's names and order of countries and regions."""

    model = Country
    name = "countries"
    icon = "globe"
    menu_label = _("Countries and regions")
    menu_order = 110
    add_to_settings_menu = True
    index_view_class = CountriesIndexView
    search_fields = ["code"]
    list_per_page = 50
    list_filter = ["is_offered"]
    list_display = [
        "__str__",
        *(
            Column(_field_name(language), label=language_name(language), accessor=_shown_name(language))
            for language in content_languages()
        ),
        Column("code", label=_("Code"), sort_key="code"),
        Column("position", label=_("Position"), sort_key="position"),
        BooleanColumn("is_offered", label=_("Offered in forms"), sort_key="is_offered"),
    ]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel(_field_name(language)) for language in content_languages()])],
                heading=_("Name"),
            ),
            FieldPanel("position"),
            FieldPanel("is_offered"),
        ],
        base_form_class=CountryForm,
    )
