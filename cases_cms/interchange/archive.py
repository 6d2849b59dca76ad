"""Pictures of cases in a ZIP, by the names of their files. Nothing goes to disk, or is read before it is asked for."""

import contextlib
import io
import stat
import unicodedata
import zipfile
import zlib
from collections import defaultdict
from pathlib import PurePosixPath

from PIL import Image, UnidentifiedImageError
from wagtail.images.utils import get_allowed_image_extensions

from cases_cms.core.told import gettext as _
from cases_cms.core.told import list_of
from cases_cms.interchange.errors import CellError, FileRefusedError

#: Bytes of a ZIP, of a picture; pixels of a picture; files in a ZIP.
MAX_ARCHIVE, MAX_PICTURE, MAX_PIXELS, MAX_FILES = 200 * 1024**2, 20 * 1024**2, 100_000_000, 3_000
#: Endings by the formats that Pillow names.
_FORMATS = {"JPEG": {"jpg", "jpeg"}, "PNG": {"png"}, "WEBP": {"webp"}, "AVIF": {"avif"}, "GIF": {"gif"}}
_NOT_ASKED_FOR = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
_UTF8 = 0x800
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)


def _raw(info):
    """The bytes of a name of which the ZIP does not say how they are meant; None where it does."""
    if info.flag_bits & _UTF8:
        return None
    try:
        return info.filename.encode("cp437")
    except UnicodeEncodeError:
        return None


def _names_of(info, encodings):
    """What a file may be called, the likeliest first: ZIP takes for American what is UTF-8 or GBK (Chinese Windows).

    Some names are both, as “图” is: then the other one is found, too.
    """
    raw, names = _raw(info), []
    for encoding in encodings if raw is not None else ():
        with contextlib.suppress(UnicodeDecodeError):
            names.append(raw.decode(encoding))
    return [name.replace("\\", "/") for name in dict.fromkeys(names or [info.filename])]


def _encodings(infos):
    """UTF-8 first, or GBK where a name of the ZIP cannot be anything else."""
    for info in infos:
        try:
            (_raw(info) or b"").decode()
        except UnicodeDecodeError:
            return ("gb18030", "utf-8")
    return ("utf-8", "gb18030")


def _folded(name):
    """Names that people take for the same one: letters of either case, accents composed or not."""
    return unicodedata.normalize("NFC", name).casefold().strip()


class Pictures:
    """The pictures of a ZIP's bytes; FileRefusedError for a ZIP that is not looked at at all."""

    def __init__(self, data=b""):
        self._infos, self._by_path, self._by_name, self._also = {}, {}, defaultdict(list), defaultdict(list)
        if not data:
            return
        if len(data) > MAX_ARCHIVE:
            raise FileRefusedError(
                _("The ZIP is too large: at most %(size)s MB are read.") % {"size": MAX_ARCHIVE // 1024**2}
            )
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            infos = [info for info in self._archive.infolist() if not info.is_dir()]
        except _BROKEN as error:
            raise FileRefusedError(_("This is no ZIP file, or it is damaged.")) from error
        if len(infos) > MAX_FILES:
            raise FileRefusedError(_("The ZIP holds too many files: at most %(number)s.") % {"number": MAX_FILES})
        encodings = _encodings(infos)
        for info in infos:
            self._add(info, *_names_of(info, encodings))

    def _add(self, info, path, *others):
        if path.startswith("__MACOSX/") or PurePosixPath(path).name in _NOT_ASKED_FOR:
            return
        if path.startswith("/") or ".." in PurePosixPath(path).parts or ":" in path[:3] or "\0" in path:
            raise FileRefusedError(_("The ZIP holds a path that leads out of it: “%(path)s”.") % {"path": path[:80]})
        if stat.S_ISLNK(info.external_attr >> 16):
            raise FileRefusedError(_("The ZIP holds a link instead of a file: “%(path)s”.") % {"path": path[:80]})
        if info.flag_bits & 1:
            raise FileRefusedError(_("The ZIP has a password. Make it without one."))
        if _folded(path) in self._by_path:
            raise FileRefusedError(_("The ZIP holds “%(path)s” twice.") % {"path": path[:80]})
        self._infos[path] = info
        self._by_path[_folded(path)] = path
        self._by_name[_folded(PurePosixPath(path).name)].append(path)
        for other in others:
            for name in dict.fromkeys((_folded(other), _folded(PurePosixPath(other).name))):
                self._also[name].append(path)

    @property
    def names(self):
        """Paths of all files, in the ZIP's order."""
        return list(self._infos)

    def find(self, text):
        """The path of the file that a cell names, with or without folders, or None; CellError if two are called so."""
        name = _folded(text.replace("\\", "/").removeprefix("./"))
        if name in self._by_path:
            return self._by_path[name]
        found = self._by_name.get(name) or self._also.get(name, [])
        if len(found) > 1:
            raise CellError(
                _("The ZIP has several files “%(name)s”: write the folder, too, as in “%(path)s”.")
                % {"name": text[:80], "path": found[0]}
            )
        return found[0] if found else None

    def read(self, path):
        """The bytes of a picture; CellError for a file that is none, is damaged or too large."""
        info, name = self._infos[path], PurePosixPath(path).name
        ending = PurePosixPath(path).suffix.lower().removeprefix(".")
        if ending not in get_allowed_image_extensions() or not any(ending in some for some in _FORMATS.values()):
            raise CellError(
                _("“%(name)s” is no picture that is shown here. Take one of these: %(kinds)s.")
                % {"name": name[:80], "kinds": list_of(sorted(get_allowed_image_extensions()))}
            )
        if info.file_size > MAX_PICTURE:
            raise CellError(
                _("“%(name)s” is too large: at most %(size)s MB.") % {"name": name[:80], "size": MAX_PICTURE // 1024**2}
            )
        try:
            data = self._archive.read(info)
        except _BROKEN as error:
            raise CellError(_("“%(name)s” is damaged.") % {"name": name[:80]}) from error
        _check_picture(data, name, ending)
        return data


def _check_picture(data, name, ending):
    """What a picture says it is, against what it is."""
    try:
        with Image.open(io.BytesIO(data), formats=list(_FORMATS)) as picture:
            width, height = picture.size
            is_as_named = ending in _FORMATS[picture.format]
            if width * height <= MAX_PIXELS:
                picture.verify()
    except Image.DecompressionBombError as error:
        raise CellError(_("“%(name)s” has too many pixels.") % {"name": name[:80]}) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, KeyError) as error:
        raise CellError(_("“%(name)s” is no picture, or it is damaged.") % {"name": name[:80]}) from error
    if width * height > MAX_PIXELS:
        raise CellError(_("“%(name)s” has too many pixels.") % {"name": name[:80]})
    if not is_as_named:
        raise CellError(_("“%(name)s” is not what its name says.") % {"name": name[:80]})
