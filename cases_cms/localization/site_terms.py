"""The glossary's public terms for the site's search: what is sought in one language is found in the others, too."""

from django.utils.translation import gettext_lazy as _

from cases_cms.localization.glossary import STAMP, glossary
from cases_cms.search.terms import Term, TermProvider, register_terms


def public_terms():
    """Search Terms of what has official words in two languages or more."""
    for entry in glossary().entries.values():
        words = {language: official for language in entry.forms if (official := entry.official(language))}
        if entry.is_public and len(words) > 1:
            yield Term(words, _("official term"))


def register_with_search():
    """Called when the apps are ready."""
    register_terms(TermProvider(public_terms, (STAMP,), are_official=True))
