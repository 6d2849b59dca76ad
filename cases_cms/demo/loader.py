"""Loads the demonstration's content through the same services as real content, in one transaction."""

from django.db import transaction
from wagtail.models import Locale

from cases_cms.core.reference_entries import gather_all
from cases_cms.core.role_services import setup_roles
from cases_cms.demo.loading.arabic import ArabicLoader
from cases_cms.demo.loading.around import AroundCasesLoader
from cases_cms.demo.loading.base import SOURCE, TARGET
from cases_cms.demo.loading.cases import CasesLoader
from cases_cms.demo.loading.release import EmbargoLoader
from cases_cms.demo.loading.site import SiteLoader
from cases_cms.demo.loading.workshop import WorkshopLoader
from home.models import HomePage


class DemoExistsError(RuntimeError):
    """The database has content already."""


def is_loaded():
    """Whether the site has a home page of ours."""
    return HomePage.objects.exists()


class Loader(SiteLoader, CasesLoader, AroundCasesLoader, ArabicLoader, WorkshopLoader, EmbargoLoader):
    """Builds the reference site's demonstration.

    ``progress(text)`` is called before each step. Nothing is kept of a load that does not finish.
    """

    @transaction.atomic
    def load(self):
        """Load everything. Raises DemoExistsError if there is a home page of ours."""
        if is_loaded():
            raise DemoExistsError
        self.locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in (SOURCE, TARGET)}
        self.load_accounts()
        self.load_glossary()
        self.load_organizations()
        # What follows from all these pages, such as the board of translations, is worked out once.
        with gather_all():
            self.load_home()
            self.load_site_settings()
            self.load_collection()
            self.load_cases()
            self.load_stories()
            self.load_news()
            self.load_members()
            self.load_standard_pages()
            self.load_page_of_terms()
            self.finish_home()
        self.make_one_case_out_of_date()
        self.load_arabic()
        self.give_out_work()
        self.load_embargoed()
        setup_roles()  # the workflow covers nothing but our pages now
