"""Run by tests of the web server in a process of its own: fills database and uploads, prints what is where."""

import io
import json
import os
import sys

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402  after the setup
from django.core.files.base import ContentFile  # noqa: E402
from django.core.files.images import ImageFile  # noqa: E402
from django.core.files.storage import default_storage  # noqa: E402
from PIL import Image  # noqa: E402
from wagtail.documents import get_document_model  # noqa: E402
from wagtail.images import get_image_model  # noqa: E402
from wagtail.models import Site  # noqa: E402

from cases_cms.demo.made_up_edition import EditionMaker  # noqa: E402
from cases_cms.release.library import make_library  # noqa: E402

#: Names that addresses have to carry as they are; Wagtail itself would write them in ASCII.
NAMES = ("plain.png", "乌镇 峰会.png", "100% of 50%2e%2E.png", "a+b&c=d;e#f?g.png", "..dots...png", "quote'\"s.png")
FILM = bytes(range(256)) * 4096


def public_picture(name):
    data = io.BytesIO()
    Image.effect_noise((320, 180), 60).save(data, "PNG")
    image = get_image_model()(title=name, file=ImageFile(io.BytesIO(data.getvalue()), name="begin.png"))
    image.save()
    kept = f"original_images/{name}"
    os.rename(image.file.path, default_storage.path(kept))
    get_image_model().objects.filter(pk=image.pk).update(file=kept)
    image.refresh_from_db()
    return image.file.url


def document(name, content, **values):
    made = get_document_model()(title=name, file=ContentFile(content, name), **values)
    made.save()
    return made


def main():
    release = EditionMaker().build(cases=2, stories=1)
    held = get_image_model().objects.get(title="Picture 0")
    root = get_user_model().objects.create_superuser("root", "root@example.org", "a password for nobody")
    secret = document("secret.pdf", b"%PDF-secret", collection=make_library(release=release, user=root))
    Site.objects.update(hostname="localhost", port=443)
    sys.stdout.write(
        json.dumps(
            {
                "pictures": {name: public_picture(name) for name in NAMES},
                "withheld": [held.file.url, held.get_rendition("width-100|format-webp").url, secret.url],
                "film": document("film.mp4", FILM).url,
                "page": document("page.pdf", b"%PDF-1.4 page").url,
                "table": document("table.txt", b"<script>alert(1)</script>").url,
                "secret_document": secret.file.name,
            }
        )
    )


if __name__ == "__main__":
    main()
