"""Names of organizations, remembered by the process: lists of thousands are named and searched without a query."""

from collections import defaultdict

from wagtail.coreutils import get_content_languages

from cases_cms.collection.models import Organization
from cases_cms.core.folding import fold
from cases_cms.core.memory import Memory

#: The stamp that says whether what is remembered still holds.
STAMP = "organizations"


class OrganizationDirectory:
    """``{code: {language: name}}`` of all organizations; only codes that the catalogue holds may be shown."""

    def __init__(self, rows=()):
        self.names = defaultdict(dict)
        for code, language, name in rows:
            self.names[code][language] = name
        self._folded = None

    def name(self, code, language):
        """``(name, its language)``: in ``language`` if there is one, else in the first of the site's that has one."""
        names = self.names.get(code, {})
        for choice in (language, *get_content_languages()):
            if choice in names:
                return names[choice], choice
        return next(((name, choice) for choice, name in names.items()), (code, language))

    def find(self, words):
        """Codes of the organizations whose code, or a name in any language, contains ``words``."""
        if self._folded is None:
            self._folded = {code: "\n".join((code, *map(fold, names.values()))) for code, names in self.names.items()}
        words = fold(words)
        return {code for code, text in self._folded.items() if words in text}


def _load():
    return OrganizationDirectory(Organization.objects.values_list("code", "locale__language_code", "name"))


_directory = Memory(STAMP, _load, empty=OrganizationDirectory)


def organization_directory():
    """The OrganizationDirectory as the database has it."""
    return _directory.get()


def organizations_changed():
    """Say, in the caller's transaction, that names have changed."""
    _directory.touch()
