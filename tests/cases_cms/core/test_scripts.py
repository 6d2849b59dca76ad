"""The script of the pages on which one finds things: one file, of htmx and our parts."""

import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.template.loader import render_to_string

from cases_cms.core import scripts


def test_htmx_comes_first_then_the_parts_by_name():
    text = Path(finders.find(scripts.JOINED)).read_text(encoding="utf-8")
    parts = re.findall(r"(?m)^/\* (cases_cms/js/explorer/\S+\.js) \*/$", text)
    assert parts == sorted(parts)
    assert "cases_cms/js/explorer/live.js" in parts
    assert text.startswith(scripts.HTMX.read_text(encoding="utf-8").strip())


def test_a_page_loads_it_without_waiting_for_it():
    assert render_to_string("cases_cms/script.html").strip() == (
        '<script defer src="/static/cases_cms/js/explorer.js"></script>'
    )


def test_a_host_without_the_finder_has_no_script(settings):
    settings.STATICFILES_FINDERS = [name for name in settings.STATICFILES_FINDERS if name != scripts.FINDER]
    assert render_to_string("cases_cms/script.html").strip() == ""


def test_an_app_adds_a_part(settings, tmp_path):
    file = tmp_path / "cases_cms" / "js" / "explorer" / "a.js"
    file.parent.mkdir(parents=True)
    file.write_text("hostPart();", encoding="utf-8")
    settings.STATICFILES_DIRS = [tmp_path]
    finders.get_finder.cache_clear()
    text = scripts.join()
    finders.get_finder.cache_clear()
    assert "/* cases_cms/js/explorer/a.js */\nhostPart();" in text


def test_collectstatic_gives_it_a_name_of_its_content(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    (hashed,) = tmp_path.glob("cases_cms/js/explorer.*.js")
    assert hashed.read_text(encoding="utf-8") == scripts.join()
    assert re.fullmatch(r"explorer\.[0-9a-f]{12}\.js", hashed.name)


def test_nothing_is_evaluated_nor_styled_by_script():
    """What the Content-Security-Policy would refuse is switched off."""
    (part,) = [file for name, file in scripts.parts_below(scripts.PARTS, ".js").items() if name.endswith("live.js")]
    text = Path(part).read_text(encoding="utf-8")
    for setting in ("allowEval: false", "allowScriptTags: false", "includeIndicatorStyles: false"):
        assert setting in text
