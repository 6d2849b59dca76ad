"""Static files that are handed out as one, without a build step: found when asked for, and by ``collectstatic``."""

import atexit
import shutil
import tempfile
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.files.storage import FileSystemStorage


def parts_below(root, suffix):
    """``{static path: file}`` of all files below a static folder of any app or the host; the first found counts."""
    found = {}
    for finder in finders.get_finders():
        if isinstance(finder, JoinedFinder):
            continue
        for path, storage in finder.list(None):
            name = "/".join(part for part in (getattr(storage, "prefix", None), path.replace("\\", "/")) if part)
            if name.startswith(f"{root}/") and name.endswith(suffix):
                found.setdefault(name, storage.path(path))
    return found


class JoinedFinder(finders.BaseFinder):
    """Finds one file, ``path``, made anew of its parts (``text()``) whenever it is asked for."""

    path = ""

    def __init__(self, app_names=None, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.folder = None

    def check(self, **kwargs):
        return []

    def text(self):
        """What the file holds."""
        raise NotImplementedError

    def _write(self):
        if self.folder is None:
            self.folder = Path(tempfile.mkdtemp(prefix="cases-cms-joined-"))
            atexit.register(shutil.rmtree, self.folder, ignore_errors=True)
        file = self.folder / self.path
        text = self.text()
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            # Written beside and moved, so that nobody reads half a file.
            part = file.with_suffix(".part")
            part.write_text(text, encoding="utf-8")
            part.replace(file)
        return file

    def find(self, path, find_all=False):
        if path != self.path:
            return []
        file = str(self._write())
        return [file] if find_all else file

    def list(self, ignore_patterns):
        self._write()
        yield self.path, FileSystemStorage(location=self.folder)
