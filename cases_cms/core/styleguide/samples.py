"""Stand-ins for pages, pictures and films on the style page: none of them is in the database."""

import re
from dataclasses import dataclass
from types import SimpleNamespace

from django.templatetags.static import static
from django.utils.translation import get_language, override
from wagtail.models import Locale, Page

from cases_cms.core.languages import language_tag
from cases_cms.core.pictures import CARD, picture_of
from cases_cms.core.styleguide.registry import SAMPLE_URL, in_words

PICTURE, CAPTIONS = "cases_cms/styleguide/picture.svg", "cases_cms/styleguide/captions.vtt"
#: Width and height of the sample picture.
SIZE = (1440, 810)


def _locale(code):
    # Numbers that no row has, different for each language: templates compare them.
    return Locale(pk=-1 - sum(code.encode()), language_code=code)


def sample_page(title, language=None, /, **attributes):
    """A page that is not saved, in ``language`` (the active one by default), with what else a template asks of it."""
    code = language or get_language()
    stand_in = Page(title=title, locale=_locale(code))
    stand_in.get_url = lambda request=None, current_site=None: SAMPLE_URL
    stand_in.__dict__.update({"language_tag": language_tag(code), "translation_key": title, **attributes})
    return stand_in


def other_language():
    """Code of a language that is not the active one."""
    return "en" if (get_language() or "").startswith("zh") else "zh-hans"


def title():
    """A title of usual length."""
    return in_words("Solar power keeps village networks running", "太阳能为乡村网络持续供电")


def long_title():
    """A title as long as titles may become."""
    return in_words(
        "A very long title that names the practice, its partners in several countries and regions, the years it has "
        "been running and the communities it was made for, so that every line of the card is needed to show all of it",
        "一个非常长的标题，写明实践名称、多个国家和地区的合作伙伴、实施年份以及受益社区，用来检验卡片在需要占用多行时能否完整显示全部文字而不破坏版面",
    )


def summary():
    """Two sentences."""
    return in_words(
        "Schools, clinics and farmers share one mast. It is powered by the sun and repaired by the village itself.",
        "学校、诊所和农户共用一座基站，由太阳能供电，并由村民自行维护。",
    )


def foreign_title():
    """A title in ``other_language()``."""
    with override(other_language()):
        return title()


def foreign_summary():
    """Two sentences in ``other_language()``."""
    with override(other_language()):
        return summary()


@dataclass(frozen=True)
class SampleRendition:
    """A rendition of the sample picture; the file is the same for all."""

    width: int
    height: int

    @property
    def url(self):
        """Address of the drawing."""
        return static(PICTURE)


class SamplePicture:
    """A drawing in the place of an image, for core.pictures: all its renditions are made."""

    pk = None
    width, height = SIZE
    focal_point_x = focal_point_y = focal_point_width = focal_point_height = None

    def get_rendition(self, specification):
        """A SampleRendition of the size that the specification asks for."""
        text = getattr(specification, "spec", specification)
        if box := re.search(r"(?:fill|max)-(\d+)x(\d+)", text):
            return SampleRendition(int(box[1]), int(box[2]))
        width = int(re.search(r"width-(\d+)", text)[1])
        return SampleRendition(width, width * SIZE[1] // SIZE[0])

    def find_existing_renditions(self, *specifications):
        """``{specification: SampleRendition}``."""
        return {specification: self.get_rendition(specification) for specification in specifications}


def sample_cover():
    """The sample picture as cards take it."""
    return picture_of(SamplePicture(), CARD)


def sample_video(**changes):
    """A film; ``changes`` replace attributes."""
    values = {
        "has_video": True,
        "video_file": SimpleNamespace(url=SAMPLE_URL, file_extension="mp4"),
        "video_poster": SamplePicture(),
        "video_captions": SimpleNamespace(url=static(CAPTIONS)),
        "captions_tag": language_tag(get_language()),
        "video_url": "",
        "video_transcript": in_words(
            "Here stands what is said in the film, for those who cannot hear it and those who would rather read.",
            "此处为影片文字稿，供听不到声音或更愿意阅读的读者使用。",
        ),
    }
    return SimpleNamespace(**{**values, **changes})
