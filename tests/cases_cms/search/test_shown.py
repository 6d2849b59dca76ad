"""What is public, as a process remembers it."""

from wagtail.models import Page

from cases_cms.core.visibility import Hidden
from cases_cms.search import shown
from cases_cms.search.shown import pages_changed, shown_pages
from tests.factories import make_case


def test_thousands_of_hidden_trees(small_site, monkeypatch):
    case = make_case(small_site.edition, title="Bridge")
    other = make_case(small_site.edition_before, title="Tower")
    others = tuple(f"0009{number:08}" for number in range(3000))
    path = Page.objects.get(pk=small_site.edition.pk).path
    monkeypatch.setattr(shown, "find_hidden", lambda: Hidden(restricted=others, unpublished=(path,)))
    pages_changed()
    found = shown_pages().pages
    assert (case.pk in found, small_site.edition.pk in found, other.pk in found) == (False, False, True)
    monkeypatch.undo()
    pages_changed()
    assert case.pk in shown_pages().pages
