"""Pictures: what the markup offers, how much is made, around what it is cut, and what happens where a file is lost."""

import io
import re

import pytest
from django.core.files.images import ImageFile
from django.core.management import call_command
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from PIL import Image as PillowImage
from wagtail.images import get_image_model

from cases_cms.core import renditions
from cases_cms.core.pictures import CARD, COVER, FORMATS, LOGO, PICTURE, SLOTS, picture_of, pictures, single_rendition
from cases_cms.core.renditions import make_all, make_missing, pictures_in_use, specs_of, uses_of
from tests.factories import ImageFactory, JourneyPageFactory, JourneysIndexPageFactory, make_case
from tests.fixtures import clear_caches, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_renditions_of_other_tests():
    """Keys of pictures come again after a rollback, and Wagtail keeps renditions in a cache."""
    clear_caches()


def make_image(width=1000, height=625, kind="PNG", **save):
    """A picture whose left half is red and whose right half is blue."""
    drawing = PillowImage.new("RGB", (width, height), "blue")
    drawing.paste("red", (0, 0, width // 2, height))
    stream = io.BytesIO()
    drawing.save(stream, kind, **save)
    return ImageFactory(file=ImageFile(io.BytesIO(stream.getvalue()), name=f"half.{kind.lower()}"))


def lose_file(image):
    image.file.storage.delete(image.file.name)


def widths(srcset):
    return [int(width) for width in re.findall(r" (\d+)w", srcset)]


@pytest.mark.parametrize(
    ("slot", "size", "expected"),
    [
        (CARD, (40, 25), [400]),
        (CARD, (400, 250), [400]),
        (CARD, (1000, 625), [400, 720, 960]),
        (CARD, (5000, 300), [400, 720]),
        (COVER, (1600, 1000), [640, 1080, 1600]),
        (PICTURE, (500, 3000), [480, 800]),
        (LOGO, (300, 60), [240, 480]),
        (LOGO, (100, 30), [240]),
    ],
)
def test_no_more_widths_than_there_are_pixels(slot, size, expected):
    assert slot.useful_widths(size) == expected


def test_avif_first_then_webp_for_all():
    image = make_image()
    make_missing(image, ["card"])
    picture = pictures([image.pk])[image.pk]
    assert FORMATS == ("avif", "webp")
    assert [(kind, widths(srcset)) for kind, srcset in picture.sources] == [("image/avif", [400, 720, 960])]
    assert widths(picture.srcset) == [400, 720, 960]
    assert (picture.width, picture.height) == (720, 450)
    assert ".webp" in picture.src
    assert picture_of(image, CARD) == picture


def test_nothing_is_enlarged():
    image = make_image(500, 500)
    make_missing(image, ["card"])
    assert widths(pictures([image.pk])[image.pk].srcset) == [400, 500]


def test_what_is_missing_is_shown_in_one_rendition_made_at_once():
    image = make_image()
    picture = picture_of(image, CARD)
    assert (picture.sources, widths(picture.srcset)) == ((), [720])
    assert [row.filter_spec for row in image.renditions.all()] == ["fill-720x450|format-webp"]
    assert pictures([image.pk])[image.pk] == picture


def test_markup():
    image = make_image()
    make_missing(image, ["card"])
    picture = picture_of(image, CARD)
    html = render_to_string("cases_cms/components/responsive.html", {"picture": picture, "alt": 'A "red" one'})
    assert re.findall(r"<source type=\"([^\"]+)\"", html) == ["image/avif"]
    assert f'sizes="{CARD.sizes}"' in html
    for attribute in (
        'width="720"',
        'height="450"',
        'decoding="async"',
        'loading="lazy"',
        'alt="A &quot;red&quot; one"',
    ):
        assert attribute in html
    first = render_to_string("cases_cms/components/responsive.html", {"picture": picture, "first": True})
    assert ('fetchpriority="high"' in first, 'loading="lazy"' in first, 'alt=""' in first) == (True, False, True)
    assert "style=" not in html


def colour(rendition):
    with rendition.file.open() as file, PillowImage.open(file) as picture:
        red, _green, blue = picture.convert("RGB").getpixel((picture.width // 2, picture.height // 2))
    return "red" if red > blue else "blue"


def focus(image, x):
    image.focal_point_x, image.focal_point_y, image.focal_point_width, image.focal_point_height = x, 300, 50, 50
    image.save()


def test_cut_around_the_focal_point_and_anew_when_it_moves():
    image = make_image(2000, 400)
    focus(image, 200)
    make_missing(image, ["card"])
    before = pictures([image.pk])[image.pk]
    assert {colour(row) for row in image.renditions.all()} == {"red"}
    focus(image, 1800)
    fresh = get_image_model().objects.get(pk=image.pk)
    make_missing(fresh, ["card"])
    after = pictures([image.pk])[image.pk]
    assert after.src != before.src
    assert picture_of(fresh, CARD) == after
    assert {
        colour(row) for row in fresh.renditions.exclude(focal_point_key=image.renditions.first().focal_point_key)
    } == {"blue"}


def test_single_pictures_are_jpeg_without_what_the_camera_wrote():
    exif = PillowImage.Exif()
    exif[0x010E] = "taken at home"
    image = make_image(1600, 1000, "JPEG", exif=exif)
    rendition = single_rendition(image, "social")
    with rendition.file.open() as file, PillowImage.open(file) as picture:
        assert (picture.format, picture.size, dict(picture.getexif())) == ("JPEG", (1200, 630), {})
    make_missing(image, ["picture"])
    for row in image.renditions.all():
        assert b"taken at home" not in row.file.read()


@pytest.mark.parametrize("name", SLOTS)
def test_lost_file_is_left_out(name):
    image = make_image()
    lose_file(image)
    assert picture_of(image, SLOTS[name]) is None
    assert pictures([image.pk], SLOTS[name]) == {}
    assert single_rendition(image, "social") is None


def test_pages_stand_without_their_pictures(small_site, client):
    image = make_image()
    journeys = JourneysIndexPageFactory(parent=small_site.home)
    journey = JourneyPageFactory(parent=journeys, cover=image)
    case = make_case(small_site.edition, full=True, cover=image)
    for item in case.gallery.all():
        lose_file(item.image)
    lose_file(image)
    for page in (case, journey, journeys, small_site.edition, small_site.collection):
        html = text_of(client, page)
        assert "<picture" not in html
        assert "cc-art" in html
    assert "A mast" in text_of(client, case)


# --- Made ahead ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "uses"),
    [
        ("cover", ("card", "cover", "social")),
        ("gallery.item.image", ("picture",)),
        ("body.picture.image", ("picture",)),
        ("body.hero.image", ("hero",)),
        ("videos.item.video_poster", ("poster",)),
        ("something.else", ()),
    ],
)
def test_uses(path, uses):
    assert uses_of(path) == uses


def test_all_that_pages_show_is_made_once(small_site):
    image = make_image()
    unused = make_image()
    make_case(small_site.edition, cover=image, publish=False)
    assert pictures_in_use() == {image.pk: ["card", "cover", "social"]}
    specs = specs_of(image, ["card", "cover", "social"])
    assert len(specs) == 2 * 3 + 2 * 2 + 1
    assert make_all() == (len(specs), 0)
    assert sorted(row.filter_spec for row in image.renditions.all()) == sorted(specs)
    assert (make_all(), unused.renditions.count()) == ((0, 0), 0)


def test_command_says_what_failed(small_site, capsys):
    image = make_image()
    make_case(small_site.edition, cover=image)
    lose_file(image)
    call_command("make_renditions")
    assert capsys.readouterr().out == "0 made, 11 failed.\n"


def test_interrupted_command_keeps_what_is_made(small_site, monkeypatch, capsys):
    for _number in range(2):
        make_case(small_site.edition, cover=make_image())
    done = []

    def interrupt(image, names):
        if done:
            raise KeyboardInterrupt
        done.append(make_missing(image, names))

        return done[0]

    monkeypatch.setattr(renditions, "make_missing", interrupt)
    with pytest.raises(SystemExit) as stopped:
        call_command("make_renditions", verbosity=0)
    assert (stopped.value.code, done) == (130, [(11, 0)])
    assert "Start again" in capsys.readouterr().err


def test_background_is_asked_once(settings, monkeypatch):
    settings.CASES_CMS = {**settings.CASES_CMS, "RENDITIONS": "background"}
    started = []

    class Thread:
        def __init__(self, **kwargs):
            started.append(kwargs["target"])

        def start(self):
            """The test works itself."""

    monkeypatch.setattr(renditions.threading, "Thread", Thread)
    monkeypatch.setattr(renditions.connection, "close", lambda: None)
    image = make_image()
    for _visit in range(3):
        assert picture_of(image, CARD).sources == ()
    assert len(started) == 1
    started[0]()
    assert widths(picture_of(image, CARD).sources[0][1]) == [400, 720, 960]
    assert (renditions._workers, renditions._known, renditions._waiting.empty()) == ([], set(), True)


# --- Queries -----------------------------------------------------------------------------------------


def test_one_query_for_any_number():
    images = [make_image() for _number in range(3)]
    for image in images:
        make_missing(image, ["card"])
    for number in (1, 3):
        with CaptureQueriesContext(connection) as queries:
            assert len(pictures([image.pk for image in images[:number]])) == number
        assert len(queries) == 1
    with CaptureQueriesContext(connection) as queries:
        assert pictures([]) == {}
    assert len(queries) == 0


def test_social_image_of_a_page_is_a_jpeg(small_site, client):
    case = make_case(small_site.edition, cover=make_image(1600, 1000))
    html = text_of(client, case)
    assert re.search(r'property="og:image" content="http://[^"]+\.jpg"', html)
