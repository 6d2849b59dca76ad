"""What every part of the demonstration's loading uses."""

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Page

from cases_cms.core import services
from cases_cms.demo.content import FOLDER, in_language, read
from cases_cms.demo.pictures import picture_file

SOURCE, TARGET = "en", "zh-hans"


class BaseLoader:
    """What every part of the demonstration's loading uses."""

    def __init__(self, progress=lambda text: None):
        self.progress = progress
        self.user = None
        self.locales = {}
        self.organizations = {}
        self.cases = {}
        self.pages = {}
        self.files = {}

    def add(self, parent, build, *, in_menu=False, translated=True, source=SOURCE, before=None):
        """Create and publish what ``build(language)`` returns below ``parent``, then its translation.

        ``parent`` is the page in the source language of the demonstration; ``before(page)`` is called with the draft.
        """
        if source != SOURCE:
            parent = parent.get_translation(self.locales[source])
        page = build(source)
        page.show_in_menus = in_menu
        services.create_page(parent=parent, page=page, user=self.user)
        if before is not None:
            before(page)
        services.publish_page(page=page, user=self.user)
        if translated:
            self.translate(page, build(TARGET))
        return page

    def translate(self, page, content, language=TARGET):
        """Translate ``page``, segment by segment, and publish the translation."""
        return services.translate(
            source=page,
            locale=self.locales[language],
            content=content,
            user=self.user,
            publish=isinstance(page, Page),
        )

    def index(self, model, slug, key, *, in_menu=True):
        """An index page below the home page."""
        texts = read("pages")[key]

        def build(language):
            own = in_language(texts, language)
            return model(
                title=own["title"],
                menu_title=own.get("menu_title", ""),
                slug=slug,
                introduction=own["introduction"],
            )

        page = self.add(self.home, build, in_menu=in_menu)
        self.pages[slug] = page
        return page

    def picture(self, name, title, **data):
        """A picture drawn from data, in the image library's folder of the demonstration."""
        image = get_image_model()(
            title=title,
            collection=self.folder(),
            uploaded_by_user=self.user,
            file=picture_file(name, **data),
        )
        image.save()
        return image

    def folder(self):
        """The libraries' folder of the demonstration."""
        found = Collection.objects.filter(name="Demo").first()
        return found or Collection.get_first_root_node().add_child(name="Demo")

    def accent(self, category_code):
        """Number of a category's colour."""
        return next(category["accent"] for category in read("categories") if category["code"] == category_code)

    def film_picture(self, index):
        """A picture of the film's gallery, drawn once."""
        name = f"film-{index}"
        if name not in self.files:
            self.files[name] = self.picture(name, f"Drawing {index + 1}", accent=1, nodes=7, year=2022 + index)
        return self.files[name]

    def film(self, language):
        """Values of a video: the film, with captions and transcript in a language."""
        return {
            "video_file": self.document("film.mp4", "A network over water"),
            "video_captions": self.document(f"film.{language}.vtt", f"Captions ({language})"),
            "video_poster": self.film_picture(0),
            "video_transcript": in_language(read("film")["transcript"], language),
        }

    def document(self, name, title):
        """A file of the content in the document library, made once."""
        if name not in self.files:
            document = get_document_model()(
                title=title,
                collection=self.folder(),
                uploaded_by_user=self.user,
                file=ContentFile((FOLDER / name).read_bytes(), name),
            )
            document.save()
            self.files[name] = document
        return self.files[name]

    def case_key(self, code):
        """Translation key of the case ``code`` of the content, or None."""
        return self.cases[code].translation_key if code else None

    def about(self, data):
        """Values of a page that is about an organization's case."""
        return {
            "case_key": self.case_key(data.get("case")),
            "organization": self.organizations.get(data.get("organization")),
        }
