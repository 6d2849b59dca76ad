"""The terms that the public sees, from memory: no query."""

from dataclasses import dataclass, field

from cases_cms.core.collation import sort_key
from cases_cms.core.folding import fold
from cases_cms.core.languages import lang_attribute, language_label
from cases_cms.localization.enums import FormStatus
from cases_cms.localization.glossary import glossary


@dataclass(frozen=True)
class PublicForm:
    """Official words in a language; ``lang`` is an attribute where it is not the reader's, ``name`` the language's."""

    language: str
    words: str
    lang: str
    name: str


@dataclass(frozen=True)
class PublicTerm:
    """A term as the page of terms shows it: in the reader's language, or else the first it has, and in the others."""

    key: str
    language: str
    words: str
    lang: str
    others: list = field(default_factory=list)

    @property
    def anchor(self):
        """Its name in addresses; stays what it is when the words change."""
        return f"term-{self.key[:8]}"


def _public_term(entry, reader, languages):
    forms = [
        PublicForm(language, words, lang_attribute(language, reader), language_label(language))
        for language in sorted(languages, key=lambda code: code != reader)
        if (words := entry.official(language))
    ]
    if not forms:
        return None
    first, *others = forms
    return PublicTerm(entry.key, first.language, first.words, first.lang, others)


def _holds(entry, words, languages):
    """Whether each of ``words`` stands in an official or allowed form; a forbidden one leads to its term, too."""
    texts = " ".join(
        fold(text)
        for language in languages
        for text in entry.words(language, FormStatus.OFFICIAL, FormStatus.ALLOWED, FormStatus.FORBIDDEN)
    )
    return all(word in texts for word in words)


def find_public_terms(reader, languages, words=""):
    """PublicTerms in ``languages`` that hold all ``words``, in the order of the language of the reader."""
    sought = fold(words).split()
    found = [
        _public_term(entry, reader, languages)
        for entry in glossary().entries.values()
        if entry.is_public and _holds(entry, sought, languages)
    ]
    return sorted(filter(None, found), key=lambda term: (term.language != reader, sort_key(term.words, term.language)))
