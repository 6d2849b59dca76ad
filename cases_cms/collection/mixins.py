"""Pages around a case: one link to it, everything else follows."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cases_cms.collection.cards import cards_for_cases
from cases_cms.collection.fields import CaseKeyField
from cases_cms.core.localization import shared
from cases_cms.core.related import About, related_sections


class AboutCasesMixin(models.Model):
    """A page that belongs to cases: shows them, and what else belongs to them."""

    #: Whether it is the story that an outstanding case is to have when its edition is released.
    is_story = False

    class Meta:
        abstract = True

    def get_case_keys(self):
        """Translation keys of the cases this page belongs to."""
        raise NotImplementedError(f"{type(self).__name__} must say which cases it belongs to.")

    @classmethod
    def about_cases(cls, case_keys):
        """Queryset of the pages of this type whose rows, drafts apart, belong to one of the cases."""
        raise NotImplementedError(f"{cls.__name__} must say which pages belong to some cases.")

    @classmethod
    def case_keys_in(cls, content):
        """The same keys, as strings, in the content of a revision."""
        raise NotImplementedError(f"{cls.__name__} must say which cases a draft belongs to.")

    def get_organization_keys(self):
        """Translation keys of the organizations this page is the page of; usually none."""
        return []

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        keys = self.get_case_keys()
        context["case_cards"] = cards_for_cases(keys, locale=self.locale, request=request)
        about = About(cases=tuple(keys), organizations=tuple(self.get_organization_keys()))
        context["related"] = related_sections(about, locale=self.locale, exclude=self, request=request)
        return context


class AboutOneCaseMixin(AboutCasesMixin):
    """A page about one case; the link names the case, whichever language it was chosen in."""

    case_key = CaseKeyField(
        _("case"),
        null=True,
        blank=True,
        help_text=_("The page then shows on the case, and on all that belongs to it, by itself."),
    )

    case_panel = FieldPanel("case_key", icon="doc-full")
    case_localization = shared("case_key")

    class Meta:
        abstract = True

    def get_case_keys(self):
        return [self.case_key] if self.case_key else []

    @classmethod
    def about_cases(cls, case_keys):
        return cls.objects.filter(case_key__in=case_keys)

    @classmethod
    def case_keys_in(cls, content):
        return [str(content["case_key"])] if content.get("case_key") else []
