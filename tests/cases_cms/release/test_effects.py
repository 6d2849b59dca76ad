"""What a release tells the world after its commit: caches in front of the site, also those that fail."""

import logging
import threading
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from wagtail.contrib.frontend_cache.backends import BaseBackend
from wagtail.models import Comment
from wagtail.signals import page_published
from wagtail.users.models import UserProfile

from cases_cms.collection.models import EditionPage
from cases_cms.release import effects, releasing
from cases_cms.release.models import ReleaseRun
from cases_cms.release.times import in_zones
from tests.cases_cms.release.secretariat import make_secretary

CACHES = "wagtail.contrib.frontend_cache"
BY_HAND = "The cache in front of the site has to be emptied by hand: "


class Cache(BaseBackend):
    """Remembers what it was told."""

    told = []

    def purge(self, url):
        self.told.append(url)


class RaisingCache(BaseBackend):
    def purge(self, url):
        raise OSError("no route to the cache")


class LoggingCache(BaseBackend):
    """As Wagtail's own, which swallow what goes wrong."""

    def purge(self, url):
        logging.getLogger("wagtail.frontendcache").error("Couldn't purge '%s'", "somewhere")


class SilentCache(BaseBackend):
    """Never answers."""

    over = threading.Event()

    def purge_batch(self, urls):
        self.over.wait(60)


def backed_by(name):
    return {"front": {"BACKEND": f"{__name__}.{name}"}}


@pytest.fixture
def stage(stage, monkeypatch):
    known = effects.apps.is_installed
    # It has no models; were it put into INSTALLED_APPS here, all apps would begin a second time.
    monkeypatch.setattr(effects.apps, "is_installed", lambda name: name == CACHES or known(name))
    return stage


@pytest.fixture
def go(stage, settings, django_capture_on_commit_callbacks):
    """Release it with a cache of the class of that name in front; returns the run as it is stored."""

    def release(cache):
        settings.WAGTAILFRONTENDCACHE = backed_by(cache)
        with django_capture_on_commit_callbacks(execute=True):
            run = releasing.release_edition(release=stage.release, user=None)
        assert (run.status, stage.fresh().state) == ("done", "released")
        stored = ReleaseRun.objects.get()
        assert stored.messages == run.messages
        return stored

    return release


def test_a_cache_is_told_at_once_of_what_came_out_and_of_what_lists_it(go, stage):
    Cache.told.clear()
    assert go("Cache").sentences == []
    case = type(stage.case).objects.get(pk=stage.case.pk)
    wanted = [case.full_url, case.get_parent().full_url, case.get_parent().get_parent().full_url]
    assert [url for url in wanted if url not in Cache.told] == []


def test_an_undo_tells_it_too(go, stage, django_capture_on_commit_callbacks):
    go("Cache")
    Cache.told.clear()
    with django_capture_on_commit_callbacks(execute=True):
        releasing.undo(release=stage.release, user=None, reason="Too early")
    assert any(url.endswith("/en/collection/2026/masts-for-villages/") for url in Cache.told)


@pytest.mark.parametrize(
    ("cache", "reason"),
    [("RaisingCache", "OSError: no route to the cache"), ("LoggingCache", "Couldn't purge 'somewhere'")],
)
def test_a_cache_that_fails_fails_no_release_and_is_told(go, cache, reason, mailoutbox):
    make_secretary()
    assert go(cache).sentences == [BY_HAND + reason]
    (mail,) = mailoutbox
    assert BY_HAND + reason in mail.body


def test_a_cache_that_never_answers_holds_nothing_up(go, monkeypatch):
    monkeypatch.setattr(effects, "PATIENCE", 0.2)
    try:
        assert go("SilentCache").sentences == [BY_HAND + "It does not answer."]
    finally:
        SilentCache.over.set()


def test_a_receiver_that_saves_the_page_loses_no_comment(stage, django_capture_on_commit_callbacks):
    """What is in memory of the page is from before the commit; between the two somebody may have written."""
    author = make_secretary("author")

    def save_again(instance, **kwargs):
        if instance.pk == stage.case.pk:
            Comment.objects.create(page=instance, user=author, text="Lovely", contentpath="title")
            instance.save()

    page_published.connect(save_again)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            releasing.release_edition(release=stage.release, user=None)
    finally:
        page_published.disconnect(save_again)
    assert [comment.text for comment in Comment.objects.filter(page=stage.case.pk)] == ["Lovely"]


def test_a_rehearsal_tells_no_cache(stage, settings, django_capture_on_commit_callbacks):
    settings.WAGTAILFRONTENDCACHE = backed_by("Cache")
    Cache.told.clear()
    with django_capture_on_commit_callbacks(execute=True):
        releasing.rehearse(release=stage.release, user=None)
    assert Cache.told == []


def test_the_mail_says_when_it_came_out_and_where(stage, mailoutbox, django_capture_on_commit_callbacks):
    reader = make_secretary()
    UserProfile.objects.create(user=reader, preferred_language="zh-hans", current_time_zone="Europe/Paris")
    with django_capture_on_commit_callbacks(execute=True):
        releasing.release_edition(release=stage.release, user=None)
    (message,) = mailoutbox
    at = stage.fresh().released_at
    text, html = message.body, message.alternatives[0].content
    with translation.override("zh-hans"):
        for shown in in_zones(at, ZoneInfo("Europe/Paris")):
            assert str(shown) in text
            assert str(shown) in html
    assert "（北京时间）" in text
    for language, name in (("en", "英语"), ("zh-hans", "简体中文")):
        page = EditionPage.objects.get(
            translation_key=stage.edition.translation_key, locale__language_code=language, alias_of__isnull=True
        )
        assert f"{name}：{page.full_url}\n" in text
        assert f'<a href="{page.full_url}">{name}</a>' in html
