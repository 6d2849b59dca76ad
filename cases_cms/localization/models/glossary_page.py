"""The public page of terms: what a thing is officially called, in every language of the site."""

import json

from django.utils.translation import gettext_lazy as _

from cases_cms.core.countries import content_languages
from cases_cms.core.facets import explore, mark_filtered
from cases_cms.core.index_pages import IndexPage
from cases_cms.core.languages import language_of, language_tag
from cases_cms.core.models import PublicPageManager
from cases_cms.localization.glossary_public import find_public_terms

#: What could end a script element, or begin one, as JSON writes it.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


class GlossaryPage(IndexPage):
    """All public terms in the reader's language and the others, found by words."""

    objects = PublicPageManager()
    subpage_types = []
    max_count_per_parent = 1
    template = "cases_cms/localization/glossary_page.html"
    page_description = _("The official terms in all languages of the site")

    class Meta:
        verbose_name = _("page of terms")
        verbose_name_plural = _("pages of terms")

    def get_context(self, request, *args, **kwargs):
        context = super(IndexPage, self).get_context(request, *args, **kwargs)
        explored = explore({}, request, words=True)
        terms = find_public_terms(language_of(self), content_languages(), explored["selection"].words)
        context.update(explored, terms=terms, total=len(terms), linked_data=self.linked_data(context["frame"], terms))
        mark_filtered(context["frame"], explored["selection"])
        return context

    def linked_data(self, frame, terms):
        """A DefinedTermSet of schema.org, as JSON that may stand in a page."""
        data = {
            "@context": "https://schema.org",
            "@type": "DefinedTermSet",
            "@id": frame.canonical,
            "url": frame.canonical,
            "name": frame.title,
            "inLanguage": self.language_tag,
            "hasDefinedTerm": [
                {
                    "@type": "DefinedTerm",
                    "@id": f"{frame.canonical}#{term.anchor}",
                    "termCode": term.key,
                    "name": {"@value": term.words, "@language": language_tag(term.language)},
                    "alternateName": [
                        {"@value": other.words, "@language": language_tag(other.language)} for other in term.others
                    ],
                }
                for term in terms
            ],
        }
        return json.dumps(data, ensure_ascii=False).translate(_ESCAPES)
