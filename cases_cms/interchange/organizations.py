"""Organizations as rows name them: found by any of their names, or to be made in all languages of the row."""

from collections import defaultdict
from dataclasses import dataclass, field

from wagtail.models import Locale

from cases_cms.collection.models import Organization
from cases_cms.core import services
from cases_cms.core.folding import fold
from cases_cms.core.slugs import cut, make_slug
from cases_cms.core.told import gettext as _
from cases_cms.core.told import list_of
from cases_cms.interchange.errors import CellError

CODE_LENGTH = Organization._meta.get_field("code").max_length
NAME_LENGTH = Organization._meta.get_field("name").max_length


@dataclass
class Named:
    """An organization: ``key`` its translation key, None for a new one; ``names`` and ``pks`` by language."""

    key: object = None
    names: dict = field(default_factory=dict)
    pks: dict = field(default_factory=dict)


class Organizations:
    """All organizations, and those that a file brings. One query."""

    def __init__(self):
        self.of_pk, self._by_name, by_key, self._codes = {}, defaultdict(list), {}, set()
        rows = Organization.objects.order_by("pk").values_list(
            "pk", "translation_key", "locale__language_code", "name", "code"
        )
        for pk, key, language, name, code in rows:
            named = by_key.setdefault(key, Named(key))
            named.names[language], named.pks[language] = name, pk
            self.of_pk[pk] = named
            self._codes.add(code)
            self._remember(name, named)

    def _remember(self, name, named):
        known = self._by_name[_plain(name)]
        if all(one is not named for one in known):
            known.append(named)

    def find(self, names):
        """The Named that ``{language: name}`` means, a new one if nobody has such a name; CellError if two have."""
        found = {}
        for name in names.values():
            if len(name) > NAME_LENGTH:
                raise CellError(
                    _("“%(name)s…” is too long: at most %(number)s characters.")
                    % {"name": name[:40], "number": NAME_LENGTH}
                )
            some = self._by_name.get(_plain(name), [])
            if len(some) > 1:
                raise CellError(
                    _("Several organizations are called “%(name)s”; say which in the page.") % {"name": name}
                )
            for one in some:
                found[id(one)] = one
        if len(found) > 1:
            told = list_of(f"“{name}”" for name in names.values())
            raise CellError(_("%(names)s are different organizations here.") % {"names": told})
        named = next(iter(found.values())) if found else Named()
        if named.key is None:
            for language, name in names.items():
                named.names.setdefault(language, name)
                self._remember(name, named)
        return named

    def missing_names(self, named, names):
        """``{language: name}`` of those of ``names`` in whose language a known organization has no name yet."""
        return {} if named.key is None else {code: name for code, name in names.items() if code not in named.names}

    # --- Writing ----------------------------------------------------------------------------

    def make(self, named, language, user):
        """Make a new organization, first in ``language`` where it has a name there, then in its other ones."""
        first = language if language in named.names else next(iter(named.names))
        # Its code is read everywhere: an English name gives a better one than the pinyin of a Chinese one.
        code = self._free_code(make_slug(named.names.get("en") or named.names[first]))
        made = Organization(name=named.names[first], code=code, locale=_locale(first))
        made.full_clean()
        made.save()
        named.key, named.pks[first] = made.translation_key, made.pk
        for other in [code for code in named.names if code != first]:
            self._translate(named, made, other, user)

    def add_name(self, named, language, name, user):
        """Give a known organization its name in one more language."""
        if language in named.pks:
            return  # a row before has done it
        source = Organization.objects.select_related("locale").get(pk=min(named.pks.values()))
        named.names[language] = name
        self._translate(named, source, language, user)

    @staticmethod
    def _translate(named, source, language, user):
        content = Organization(
            name=named.names[language],
            code=source.code,
            country=source.country,
            website=source.website,
            translation_key=source.translation_key,
        )
        made = services.translate(source=source, locale=_locale(language), content=content, user=user)
        named.pks[language] = made.pk

    def _free_code(self, code):
        code, number = cut(code, CODE_LENGTH - 5), 1
        candidate = code
        while candidate in self._codes:
            number += 1
            candidate = f"{code}-{number}"
        self._codes.add(candidate)
        return candidate


def _plain(name):
    return " ".join(fold(name).split())


def _locale(language):
    return Locale.objects.get_for_language(language)
