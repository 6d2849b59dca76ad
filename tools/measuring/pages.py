"""Which pages are measured: one of each type, and the lists and errors that are no page's own, in each language."""

import json
import subprocess
import sys
from dataclasses import dataclass

from measuring.server import ROOT

# Runs inside Django: the first live page of each type and language, by name of the type.
LIST_TYPES = """
import json
from urllib.parse import urlsplit
from wagtail.models import Page
found = {}
for page in Page.objects.live().filter(depth__gt=1).select_related("locale").specific().order_by("path"):
    found.setdefault(f"{type(page).__name__} {page.locale.language_code}", urlsplit(page.full_url).path)
print("PAGES" + json.dumps(found))
"""
EXTRA = {
    "rich case": "/{}/collection/2024/kaios-smart-feature-phone/",
    "filtered list": "/{}/collection/?category=culture&country=CN&q=a",
    "empty list": "/{}/collection/?q=xyzzyplugh",
    "edition without cases": "/{}/collection/2021/",
    "error page": "/{}/collection/2022/nothing-here/",
}
# Audits that a page fails on purpose. Lists of a visitor's own choice ask search engines not to index them; an error
# page does too, needs no description for them, and the browser itself notes its status 404 on the console.
SKIPPED = {
    "filtered list": ["is-crawlable"],
    "empty list": ["is-crawlable"],
    "error page": ["is-crawlable", "http-status-code", "meta-description", "errors-in-console"],
}


@dataclass(frozen=True)
class MeasuredPage:
    """An address and what it stands for."""

    name: str
    language: str
    path: str

    @property
    def skipped_audits(self):
        """Audits of Lighthouse that this page fails on purpose."""
        return SKIPPED.get(self.name, [])


def find_pages(environment):
    """Every MeasuredPage of the demonstration in the database that ``environment`` names."""
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-v", "0", "-c", LIST_TYPES]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    line = next(line for line in run.stdout.splitlines() if line.startswith("PAGES"))
    types = [(*key.split(" "), path) for key, path in json.loads(line.removeprefix("PAGES")).items()]
    languages = list(dict.fromkeys(language for _name, language, _path in types))
    extra = [(name, language, path.format(language)) for name, path in EXTRA.items() for language in languages]
    names = list(dict.fromkeys([name for name, _language, _path in types] + list(EXTRA)))
    pages = [MeasuredPage(*each) for each in types + extra]
    return sorted(pages, key=lambda page: (names.index(page.name), languages.index(page.language)))
