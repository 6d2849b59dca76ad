"""Reads what people upload: one file, or a zip of many; limits are kept before anything is parsed."""

import io
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from cases_cms.localization.files import po, xliff
from cases_cms.localization.files.documents import FileError

#: Bytes of an upload, of one file in it, and of all files of a zip together.
UPLOAD, FILE, ALL = 20 * 1024 * 1024, 5 * 1024 * 1024, 100 * 1024 * 1024
#: Files in a zip, texts in a file.
FILES, UNITS = 2000, 20_000
FORMATS = {"po": po, "xlf": xliff, "xliff": xliff}


@dataclass(frozen=True)
class Member:
    """A file of an upload: its name there, and its bytes."""

    name: str
    data: bytes


def format_of(name):
    """The module that reads files of this name, or None."""
    return FORMATS.get(PurePosixPath(name).suffix.lower().removeprefix("."))


def members(name, data):
    """The Members of an upload; FileError for what is too large, no known format, or a zip that is damaged."""
    if len(data) > UPLOAD:
        raise FileError(_("The file is too large: at most %(size)s MB are read.") % {"size": UPLOAD // 1024**2})
    if not name.lower().endswith(".zip"):
        if format_of(name) is None:
            raise FileError(_("Give a PO or XLIFF file, or a zip of such files."))
        return [_limited(Member(name, data))]
    return _unzipped(data)


def member_at(name, data, place):
    """One Member of an upload that ``members`` has read before: the one at ``place``, and no other is unpacked."""
    return _unzipped(data, place)[0] if name.lower().endswith(".zip") else members(name, data)[0]


def _unzipped(data, place=None):
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _unpack(archive, place)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        if isinstance(error, FileError):
            raise
        raise FileError(_("The zip file is damaged, or it has a password.")) from error


def _unpack(archive, place):
    """Nothing is written to disk, and no size that the archive states is believed."""
    infos = [info for info in archive.infolist() if not info.is_dir() and format_of(info.filename)]
    if not infos:
        raise FileError(_("There is no PO or XLIFF file in the zip file."))
    if len(infos) > FILES:
        raise FileError(_("There are too many files in the zip file: at most %(number)s.") % {"number": FILES})
    found, total = [], 0
    for info in infos if place is None else infos[place : place + 1]:
        with archive.open(info) as stream:
            data = stream.read(FILE + 1)
        total += len(data)
        if total > ALL:
            raise FileError(_("The zip file is too large when unpacked."))
        found.append(_limited(Member(info.filename, data)))
    return found


def _limited(member):
    if len(member.data) > FILE:
        raise FileError(
            _("%(name)s is too large: at most %(size)s MB are read.") % {"name": member.name, "size": FILE // 1024**2}
        )
    return member


def read(member):
    """``[ReadDocument]`` of a Member; FileError for what cannot be read."""
    found = format_of(member.name).load(member.name, member.data)
    if sum(len(document.units) for document in found) > UNITS:
        raise FileError(_("There are too many texts in %(name)s.") % {"name": member.name})
    return found
