"""A made-up edition under embargo, as an import and its translators leave it: for measuring. Nothing of it is true."""

import io
import uuid

from django.core.files.images import ImageFile
from PIL import Image as Picture
from wagtail.images import get_image_model
from wagtail.models import Page

from cases_cms.collection.models import (
    CaseFigure,
    CaseImage,
    CaseLink,
    CaseOrganization,
    CasePage,
    EditionPage,
    Organization,
)
from cases_cms.core import services
from cases_cms.demo.builders import body
from cases_cms.demo.synthetic import CATEGORIES, Synthesizer
from cases_cms.localization.enums import Stage
from cases_cms.localization.models import BoardCell
from cases_cms.localization.rows import rebuild, refresh
from cases_cms.release.models import EditionRelease, ReadyMark
from cases_cms.stories.models import OutstandingStoryPage, StoriesIndexPage

YEAR = 2026


class EditionMaker:
    """Builds a small site, and in it an edition of drafts in English and Chinese, all approved for the release."""

    def __init__(self, *, seed=6):
        self.synthesizer = Synthesizer(words=120, seed=seed)
        self.rng = self.synthesizer.rng

    def build(self, *, cases=60, stories=12, progress=iter):
        """The EditionRelease of the new edition; the database is to be empty."""
        self.synthesizer.build_site()
        self.locales = self.synthesizer.locales
        self.organizations = Organization.objects.in_bulk(self.synthesizer._organizations(20))
        self.pictures = [self._picture(number) for number in range(6)]
        indexes = self.synthesizer._pair(StoriesIndexPage, self.synthesizer.homes, ("Stories", "故事"), slug="stories")
        edition = EditionPage(title=f"Edition {YEAR}", year=YEAR, locale=self.locales[0])
        services.create_page(parent=Page.objects.get(pk=self.synthesizer.collections[0].pk), page=edition)
        self._translate(edition, EditionPage(title=f"{YEAR}年", year=YEAR))
        made = [edition]
        for place in progress(range(cases)):
            made.append(self._case(edition, place, outstanding=place < stories))
        for case in made[1 : stories + 1]:
            made.append(self._story(indexes[0], case))
        approve([page.translation_key for page in made])
        rebuild()  # the organizations, written in bulk
        return EditionRelease.objects.get(edition_key=edition.translation_key)

    def _picture(self, number):
        data = io.BytesIO()
        Picture.new("RGB", (1600, 900), (40 * number, 90, 120)).save(data, "PNG")
        image = get_image_model()(title=f"Picture {number}")
        image.file = ImageFile(io.BytesIO(data.getvalue()), name=f"made-up-{number}.png")
        image.save()
        return image

    def _case(self, edition, place, *, outstanding):
        """A case that was made, edited once, and translated."""
        texts = [self.synthesizer._texts(place) for _section in CasePage.SECTIONS]
        shared = {
            "category": list(CATEGORIES)[place % len(CATEGORIES)],
            "outstanding": outstanding,
            "countries": ["CN", self.rng.choice(["KE", "BR", "FR"]), self.rng.choice(["EG", "TH", "MX"])],
            "start_year": 2015 + place % 10,
            "cover": self.pictures[place % len(self.pictures)],
            "slug": f"made-up-case-{place}",
        }
        organizations = self.rng.sample(list(self.organizations.values()), 2)
        keys = [uuid.UUID(int=self.rng.getrandbits(128)) for _child in range(4)]
        pages = []
        for language in (0, 1):
            title, summary, _text = texts[0][language]
            page = CasePage(title=title, summary=summary, locale=self.locales[0], **shared)
            for section, both in zip(CasePage.SECTIONS, texts, strict=True):
                setattr(page, section, f"<p>{both[language][2]}</p>")
            page.organizations = [CaseOrganization(organization=each) for each in organizations]
            page.figures = [
                CaseFigure(value=f"over {place}", label=summary[:40], translation_key=key) for key in keys[:2]
            ]
            image = self.pictures[(place + 1) % len(self.pictures)]
            page.gallery = [CaseImage(image=image, alt_text=title, caption=summary[:80], translation_key=keys[2])]
            page.links = [CaseLink(title=title, url="https://example.org/", translation_key=keys[3])]
            pages.append(page)
        source, content = pages
        first = source.background
        source.background = "<p>A first draft.</p>"
        services.create_page(parent=Page.objects.get(pk=edition.pk), page=source)
        source.background = first
        services.save_page(page=source)
        self._translate(source, content)
        return source

    def _story(self, index, case):
        place = case.slug.rpartition("-")[2]
        en, zh = self.synthesizer._texts(int(place))
        pages = []
        for title, summary, text in (en, zh):
            blocks = [{"type": "heading", "value": title}, *[{"type": "paragraph", "value": f"<p>{text}</p>"}] * 4]
            page = OutstandingStoryPage(
                title=title,
                summary=summary,
                slug=f"made-up-story-{place}",
                case_key=case.translation_key,
                cover=case.cover,
                locale=self.locales[0],
            )
            page.body = body(f"story-{place}", blocks, "en")
            pages.append(page)
        source, content = pages
        services.create_page(parent=Page.objects.get(pk=index.pk), page=source)
        self._translate(source, content)
        return source

    def _translate(self, source, content):
        fresh = type(source).objects.get(pk=source.pk).get_latest_revision_as_object()
        services.translate(source=fresh, locale=self.locales[1], content=content)


def approve(keys):
    """Take all things with these translation keys as approved for the release, by nobody."""
    refresh(keys)
    BoardCell.objects.filter(row__object_id__in=keys, target_pk__gt="").update(stage=Stage.APPROVED)
    for cell in BoardCell.objects.filter(row__object_id__in=keys, target_pk__gt="").select_related("row"):
        BoardCell.objects.filter(pk=cell.pk).update(approved_hash=cell.row.text_hash)
    refresh(keys)
    translated = BoardCell.objects.filter(row__object_id__in=keys, target_pk__gt="").values_list("target_pk", flat=True)
    pages = Page.objects.filter(translation_key__in=keys, alias_of__isnull=True).exclude(pk__in=map(int, translated))
    ReadyMark.objects.bulk_create(
        [ReadyMark(page_id=page.pk, revision_id=page.latest_revision_id) for page in pages], ignore_conflicts=True
    )
