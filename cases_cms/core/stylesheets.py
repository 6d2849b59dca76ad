"""The plugin's stylesheets: one file a component, handed out as one.

Without a build step: whatever lies under ``cases_cms/css/`` in a static folder of any app or of the host is taken,
in the order of ``FOLDERS``, and by name within a folder. A host restyles by a file in ``cases_cms/css/theme/``, and
replaces a component by a file of the same path.
"""

from functools import cache
from pathlib import Path

from django.conf import settings

from cases_cms.core.joining import JoinedFinder, parts_below

ROOT = "cases_cms/css"
#: Tokens first, so that everything can use them; print and the like change components; the theme can change everything.
FOLDERS = ("tokens", "base", "components", "media", "theme")
JOINED = f"{ROOT}/all.css"
FINDER = "cases_cms.core.stylesheets.JoinedStylesheetsFinder"


def stylesheet_files():
    """``{static path: file}`` of the stylesheets in their order; of two with the same path the first found counts."""
    found = {
        name: file
        for name, file in parts_below(ROOT, ".css").items()
        if name.removeprefix(f"{ROOT}/").split("/")[0] in FOLDERS
    }
    return dict(sorted(found.items(), key=lambda item: (FOLDERS.index(item[0].split("/")[2]), item[0])))


def join():
    """All stylesheets as one text, each under its path."""
    return "\n".join(
        f"/* {name.removeprefix(f'{ROOT}/')} */\n{Path(file).read_text(encoding='utf-8').strip()}\n"
        for name, file in stylesheet_files().items()
    )


@cache
def _linked():
    return [JOINED] if FINDER in settings.STATICFILES_FINDERS else list(stylesheet_files())


def linked():
    """Static paths of the stylesheets that a page links: the joined one, or each where the host has no such finder."""
    if settings.DEBUG:
        _linked.cache_clear()
    return _linked()


class JoinedStylesheetsFinder(JoinedFinder):
    """Finds ``all.css``; ``collectstatic`` takes it along."""

    path = JOINED

    def text(self):
        return join()
