"""The plugin's stylesheets: one file a component, handed out as one.

Without a build step: whatever lies under ``cases_cms/css/`` in a static folder of any app or of the host is taken,
in the order of ``FOLDERS``, and by name within a folder. A host restyles by a file in ``cases_cms/css/theme/``, and
replaces a component by a file of the same path.
"""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.storage import FileSystemStorage

ROOT = "cases_cms/css"
#: Tokens first, so that everything can use them; print and the like change components; the theme can change everything.
FOLDERS = ("tokens", "base", "components", "media", "theme")
JOINED = f"{ROOT}/all.css"
FINDER = "cases_cms.core.stylesheets.JoinedStylesheetsFinder"


def stylesheet_files():
    """``{static path: file}`` of the stylesheets in their order; of two with the same path the first found counts."""
    found = {}
    for finder in finders.get_finders():
        if isinstance(finder, JoinedStylesheetsFinder):
            continue
        for path, storage in finder.list(None):
            name = "/".join(part for part in (getattr(storage, "prefix", None), path.replace("\\", "/")) if part)
            folder = name.removeprefix(f"{ROOT}/").split("/")[0]
            if name.startswith(f"{ROOT}/") and name.endswith(".css") and folder in FOLDERS:
                found.setdefault(name, storage.path(path))
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


class JoinedStylesheetsFinder(finders.BaseFinder):
    """Finds ``all.css``, made anew of its parts whenever it is asked for; ``collectstatic`` takes it along."""

    def __init__(self, app_names=None, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.folder = None

    def check(self, **kwargs):
        return []

    def _write(self):
        if self.folder is None:
            self.folder = Path(tempfile.mkdtemp(prefix="cases-cms-css-"))
            atexit.register(shutil.rmtree, self.folder, ignore_errors=True)
        file = self.folder / JOINED
        text = join()
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            # Written beside and moved, so that nobody reads half a file.
            part = file.with_suffix(".part")
            part.write_text(text, encoding="utf-8")
            part.replace(file)
        return file

    def find(self, path, find_all=False):
        if path != JOINED:
            return []
        file = str(self._write())
        return [file] if find_all else file

    def list(self, ignore_patterns):
        self._write()
        yield JOINED, FileSystemStorage(location=self.folder)
