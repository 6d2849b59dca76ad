"""The own page of an announced edition: public before the release, with a text that waits for it."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail.models import Page, Site
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from cases_cms.collection.models import EditionPage
from cases_cms.localization import flow
from cases_cms.localization.drafts import save_draft
from cases_cms.localization.models import BoardCell
from cases_cms.release import planning, releasing
from cases_cms.release.errors import EmbargoError
from cases_cms.release.files import held_ids
from cases_cms.release.models import ReadyMark
from cases_cms.release.readiness.selectors import blocking
from cases_cms.release.ready import approve_for_release, is_waiting, withdraw_approval
from tests.cases_cms.release.readiness.building import approve_translations
from tests.cases_cms.release.stage import build_stage
from tests.factories import ImageFactory, translate
from tests.fixtures import clear_caches, read_anew

pytestmark = pytest.mark.django_db

OLD, NEW = "The call is open.", "The sixty cases are here."
ADDRESS = "/en/collection/2026/"


class World:
    """Edition 2026, announced: its page is public in both languages, everything else is ready and secret."""

    def __init__(self, site):
        self.stage = build_stage(site)
        planning.announce(release=self.stage.release, announced=True, user=None)
        page = self.page
        page.introduction = f"<p>{OLD}</p>"
        page.save_revision(clean=False).publish()
        translate(self.page, publish=True)
        approve_translations(self.page)
        self.translation.save_revision(clean=False).publish()

    @property
    def page(self):
        return EditionPage.objects.get(pk=self.stage.edition.pk)

    @property
    def translation(self):
        return EditionPage.objects.exclude(pk=self.stage.edition.pk).get(translation_key=self.page.translation_key)

    def write(self, **values):
        """A later draft of the page."""
        draft = self.page.get_latest_revision_as_object()
        for name, value in {"introduction": f"<p>{NEW}</p>", **values}.items():
            setattr(draft, name, value)
        draft.save_revision(clean=False)

    def wait(self, **values):
        """A later draft, approved for the release, and translated as in the workshop."""
        self.write(**values)
        approve_for_release(page=self.page, user=None)
        translation = Translation.objects.get(source__object_id=self.page.translation_key)
        for segment in StringSegment.objects.filter(source=translation.source).select_related("string"):
            StringTranslation.objects.get_or_create(
                translation_of=segment.string,
                locale=translation.target_locale,
                context=segment.context,
                defaults={"data": f"译{segment.string.data}"},
            )
        save_draft(translation, None)
        approve_translations(self.page)

    def go(self):
        clear_caches()
        return releasing.release_edition(release=self.stage.fresh(), user=None)


@pytest.fixture(scope="module", autouse=True)
def built_world(once):
    return once(World)


@pytest.fixture
def world(built_world, small_site, settings):
    settings.CASES_CMS = {**settings.CASES_CMS, "RELEASE_FOUR_EYES": False}
    return read_anew(built_world)


@pytest.fixture
def admin(client):
    client.force_login(get_user_model().objects.create_superuser("root", "root@example.org", "x"))
    return client


def test_what_is_approved_waits_while_the_older_text_is_public(world, client):
    world.write()
    assert ("not_approved", "en") in [(one.kind, one.language) for one in blocking(world.stage.release)]
    approve_for_release(page=world.page, user=None)
    page = world.page
    assert (page.live, OLD in page.introduction, is_waiting(page)) == (True, True, True)
    text = client.get(ADDRESS).text
    assert (OLD in text, NEW in text) == (True, False)
    # Translators have the new text, and the edition waits for them.
    assert [(one.kind, one.language) for one in blocking(world.stage.fresh())] == [
        ("translation_unfinished", "zh-hans")
    ]


def test_it_comes_out_with_the_release_in_all_languages_and_goes_back_with_the_undo(world, client):
    world.wait()
    assert (blocking(world.stage.release), world.translation.has_unpublished_changes) == ([], True)
    assert NEW not in client.get("/zh-hans/collection/2026/").text
    assert world.go().pages == 8
    assert NEW in client.get(ADDRESS).text
    assert NEW in client.get("/zh-hans/collection/2026/").text
    releasing.undo(release=world.stage.fresh(), user=None, reason="Too early")
    clear_caches()
    for address in (ADDRESS, "/zh-hans/collection/2026/"):
        text = client.get(address).text
        assert (OLD in text, NEW in text) == (True, False)
    # What was approved is approved: it waits for the next release.
    assert (is_waiting(world.page), blocking(world.stage.fresh())) == (True, [])
    assert world.go().pages == 8
    assert NEW in client.get(ADDRESS).text


def test_a_translation_of_it_waits_too_by_whatever_way(world):
    world.wait()
    cell = BoardCell.objects.get(row__object_id=world.page.translation_key)
    with pytest.raises(flow.FlowError, match="is approved for the release of the edition of 2026, and waits until"):
        flow.publish_approved(cell=cell)
    with pytest.raises(EmbargoError):
        world.translation.get_latest_revision().publish()
    assert NEW not in world.translation.introduction


def test_to_publish_it_plainly_lets_it_out_and_nothing_waits(world, client):
    world.wait()
    world.page.get_latest_revision().publish()
    assert not ReadyMark.objects.filter(page=world.page.pk).exists()
    assert NEW in client.get(ADDRESS).text
    world.translation.get_latest_revision().publish()
    assert NEW in world.translation.introduction


def test_an_approval_that_is_withdrawn_gives_translators_the_public_text(world):
    world.wait()
    withdraw_approval(page=world.page, user=None)
    assert (is_waiting(world.page), OLD in world.page.introduction) == (False, True)
    source = TranslationSource.objects.get(object_id=world.page.translation_key)
    assert (OLD in source.content_json, NEW in source.content_json) == (True, False)
    draft = world.translation.get_latest_revision_as_object()
    assert (OLD in draft.introduction, NEW in draft.introduction) == (True, False)


def test_its_picture_is_kept_until_then(world):
    image = ImageFactory()
    world.wait(cover=image)
    assert list(held_ids("image").filter(pk=image.pk)) == [image.pk]
    world.go()
    assert list(held_ids("image").filter(pk=image.pk)) == []


def test_an_approved_translation_takes_what_it_shares_along(world):
    image = ImageFactory()
    world.wait(cover=image)
    assert world.translation.cover_id is None
    world.go()
    assert world.translation.cover_id == image.pk


def test_the_editor_offers_both(world, admin):
    address = reverse("wagtailadmin_pages:edit", args=[world.page.pk])
    html = admin.get(address).text
    assert ("action-publish" in html, "action-approve-for-release" in html) == (True, True)
    assert "action-withdraw-approval" not in html
    assert "This page may be public before the release of the edition of 2026." in html
    world.write()
    approve_for_release(page=world.page, user=None)
    html = admin.get(address).text
    assert ("action-publish" in html, "action-approve-for-release" in html) == (True, False)
    assert "action-withdraw-approval" in html
    assert "A text is approved and waits; “Publish” would let it out now." in html


def test_after_the_release_it_offers_to_publish_alone(world, admin):
    world.go()
    html = admin.get(reverse("wagtailadmin_pages:edit", args=[world.page.pk])).text
    assert ("action-publish" in html, "action-approve-for-release" in html) == (True, False)


def test_other_pages_are_published_as_always(world, admin):
    home = Site.objects.get().root_page
    html = admin.get(reverse("wagtailadmin_pages:edit", args=[home.pk])).text
    assert "action-approve-for-release" not in html
    assert Page.objects.get(pk=home.pk).live
