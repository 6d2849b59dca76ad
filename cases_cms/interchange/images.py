"""Pictures as rows name them: in the ZIP, in the edition's folder of the library, or in the case as it is."""

import hashlib
import io
from pathlib import PurePosixPath
from posixpath import basename

from django.core.files.images import ImageFile
from wagtail.images import get_image_model

from cases_cms.core.folding import fold
from cases_cms.core.told import gettext as _
from cases_cms.interchange.errors import CellError


class Picture:
    """One picture: ``pk`` of the image in the library; None for one that is only in the ZIP, at ``path``."""

    def __init__(self, pk=None, path=""):
        self.pk, self.path = pk, path


class Images:
    """Finds and makes pictures; one query for the folder, one for the files of the cases there are.

    A picture is the same one if its bytes are: a file that was imported before is not stored again.
    """

    def __init__(self, archive, folder, used):
        self.archive, self.folder = archive, folder
        self._by_hash, self._own, self._paths = {}, {}, {}
        self._folder = ({}, {})
        #: Names of files in the storage that ``make`` wrote: no transaction undoes them.
        self.stored = []
        model = get_image_model()
        fields = ("pk", "file", "title", "file_hash")
        if folder is not None:
            for row in model.objects.filter(collection=folder).order_by("pk").values_list(*fields):
                self._note(self._folder, row)
        for row in model.objects.filter(pk__in=used).order_by("pk").values_list(*fields):
            self._own[row[0]] = ({}, {})
            self._note(self._own[row[0]], row)

    def _note(self, names, row):
        """Keep a picture's names: ``names`` are those of files, as exports write them, and those that people give."""
        pk, file, title, file_hash = row
        files, titles = names
        files.setdefault(fold(basename(file)), pk)
        titles.setdefault(fold(title), pk)
        if file_hash:
            self._by_hash.setdefault(file_hash, Picture(pk))

    def find(self, text, own=()):
        """The Picture that a cell names; ``own`` are the keys of the case's images. CellError if there is none."""
        name = PurePosixPath(text.replace("\\", "/"))
        path = self.archive.find(text)
        if path is not None:
            if path not in self._paths:
                digest = hashlib.sha1(self.archive.read(path), usedforsecurity=False).hexdigest()  # as Wagtail's
                self._paths[path] = self._by_hash.setdefault(digest, Picture(path=path))
            return self._paths[path]
        known = [*(self._own[pk] for pk in own if pk in self._own), self._folder]
        # Names of files first, in all places: another picture's title may be the same but for the ending.
        for one, kind in ((fold(name.name), 0), (fold(name.name), 1), (fold(name.stem), 1), (fold(name.stem), 0)):
            for names in known:
                if one in names[kind]:
                    return Picture(names[kind][one])
        raise CellError(
            _("“%(name)s” is neither in the ZIP nor in the edition's folder of pictures.") % {"name": text[:80]}
        )

    def make(self, picture, user):
        """Put a picture of the ZIP into the edition's folder, unless that is done; returns its key."""
        if picture.pk is None:
            name = PurePosixPath(picture.path)
            data = self.archive.read(picture.path)
            image = get_image_model()(title=name.stem[:255], collection=self.folder, uploaded_by_user=user)
            image.file_size = len(data)
            image.file.save(name.name, ImageFile(io.BytesIO(data), name=name.name), save=False)
            self.stored.append(image.file.name)
            image.file_hash = hashlib.sha1(data, usedforsecurity=False).hexdigest()
            image.save()
            picture.pk = image.pk
        return picture.pk

    def remove_stored(self):
        """Remove the files that were written, after their transaction was undone."""
        storage = get_image_model()._meta.get_field("file").storage
        for name in self.stored:
            storage.delete(name)
        self.stored = []
