"""Which messages the catalogues of visitors' languages hold (tools/public_messages.py)."""

import polib
import pytest
from django.conf import settings

from tools.public_messages import is_admin, is_public, public_texts

SOURCE = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext_lazy


class Kind(models.TextChoices):
    NEWS = "news", _("News of the house")


class Item(models.Model):
    title = models.CharField(_("the title"), max_length=9, help_text=_("Short."))
    note = pgettext_lazy("of a page", "Note")
    panels = [FieldPanel("title", heading=_("Its title"))]

    class Meta:
        verbose_name = _("item")

    def clean(self):
        raise ValidationError(_("Too long."))

    def line(self, number):
        return ngettext("%(count)s item", "%(count)s items", number)
"""


def entry(text, *places, context=None):
    return polib.POEntry(msgid=text, msgctxt=context, occurrences=[(place, "") for place in places])


def test_what_a_python_file_says_to_visitors(tmp_path):
    path = tmp_path / "models.py"
    path.write_text(SOURCE, encoding="utf-8")
    assert public_texts(path) == {(None, "News of the house"), ("of a page", "Note"), (None, "%(count)s item")}


@pytest.mark.parametrize(
    ("place", "admin"),
    [
        ("cases_cms/core/desk/bulk.py", True),
        ("cases_cms/collection/templates/cases_cms/desk/edition.html", True),
        ("cases_cms/localization/enums.py", True),
        ("cases_cms/localization/templates/cases_cms/localization/glossary_page.html", False),
        ("cases_cms/collection/templates/cases_cms/collection/case_page.html", False),
        ("cases_cms/collection/facets.py", False),
        ("site/templates/404.html", False),
    ],
)
def test_files_of_the_admin(place, admin):
    assert is_admin(place) is admin


def test_a_message_of_both_is_public(tmp_path):
    (tmp_path / "models.py").write_text(SOURCE, encoding="utf-8")
    desk, template = "cases_cms/core/desk/bulk.py", "home/templates/home/page.html"
    assert is_public(entry("Language", desk, template), tmp_path) is True
    assert is_public(entry("Language", desk), tmp_path) is False
    assert is_public(entry("the title", "models.py", desk), tmp_path) is False
    assert is_public(entry("News of the house", "models.py"), tmp_path) is True


@pytest.mark.parametrize("language", ["ar", "es", "fr", "ru"])
def test_languages_of_visitors_hold_the_same_messages_as_one_another(language):
    def messages(name):
        paths = settings.BASE_DIR.glob(f"cases_cms/*/locale/{name}/LC_MESSAGES/django.po")
        return {(path.parts[-5], each.msgctxt, each.msgid) for path in paths for each in polib.pofile(str(path))}

    found = messages(language)
    assert found == messages("fr")
    assert ("collection", None, "Compare cases") in found
    assert not any(app == "demo" for app, _context, _text in found)
