"""What a preview shows beside what is public. It is kept on the preview's own request: no other can meet it.

Lists ask ``forthcoming(request)`` for what they would show if it were public; whoever makes previews puts it there
(``release.previewing``). Nothing of it goes into a process's memory.
"""

from abc import ABC, abstractmethod

ATTRIBUTE = "_cases_cms_forthcoming"


class Forthcoming(ABC):
    """Cases and pages about them that are to come."""

    @abstractmethod
    def entries(self, language):
        """Entries as the catalogue will list them to readers of ``language``, in its order, with ``url_path``."""

    @abstractmethod
    def has_edition(self, edition_key):
        """Whether the edition is the one that is to come."""

    @abstractmethod
    def related(self, model, about, locale):
        """Pages of the type ``model`` for ``core.related``, each in ``locale`` or else in a language it has."""


def forthcoming(request):
    """The Forthcoming that ``request`` shows, None for all but previews."""
    return getattr(request, ATTRIBUTE, None)


def show_forthcoming(request, what):
    """Let the lists on ``request`` show the Forthcoming ``what``."""
    setattr(request, ATTRIBUTE, what)
