"""The script of the pages on which one finds things: htmx and our parts of it, handed out as one file.

Whatever lies under ``cases_cms/js/explorer/`` in a static folder of any app is taken, by name. A host that does not add
the finder has these pages without a script: links and forms do the same.
"""

from pathlib import Path

import django_htmx
from django.conf import settings

from cases_cms.core.joining import JoinedFinder, parts_below

PARTS = "cases_cms/js/explorer"
JOINED = "cases_cms/js/explorer.js"
FINDER = "cases_cms.core.scripts.JoinedScriptFinder"
#: Vendored by django-htmx, whose app need not be installed for it.
HTMX = Path(django_htmx.__file__).parent / "static" / "django_htmx" / "htmx-2.min.js"


def join():
    """htmx, then the parts by name, each under its path."""
    parts = sorted(parts_below(PARTS, ".js").items())
    texts = [HTMX.read_text(encoding="utf-8").strip()]
    texts += [f"/* {name} */\n{Path(file).read_text(encoding='utf-8').strip()}" for name, file in parts]
    return ";\n".join(texts) + "\n"


def linked():
    """Static path of the script, or "" where the host has no such finder."""
    return JOINED if FINDER in settings.STATICFILES_FINDERS else ""


class JoinedScriptFinder(JoinedFinder):
    """Finds ``explorer.js``; ``collectstatic`` takes it along."""

    path = JOINED

    def text(self):
        return join()
