"""The page of a plan looks again by itself once its time has come, unless somebody has begun to write."""

from pathlib import Path

import pytest

import cases_cms.release

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
SCRIPT = Path(cases_cms.release.__file__).parent / "static/cases_cms/release/release.js"
ADDRESS = "http://desk.test/admin/release/1/"
#: As the page has it: a full minute is written with its seconds, which browsers leave out.
PAGE = """<!DOCTYPE html><main>
<span data-release-countdown="2026-11-22T13:52:00Z" data-now="2026-11-22T13:51:57Z" data-language="en"
  data-past="past"></span>
<form data-release-plan data-zone="UTC" data-zone-name="UTC" data-institution-zone="Asia/Shanghai" data-language="en">
<input type="hidden" name="csrfmiddlewaretoken" value="x"><input type="checkbox" name="languages" checked>
<input type="datetime-local" step="1" name="release_at" value="2026-11-22T21:52:00"><p data-release-own></p></form>
<input type="text" name="reason"></main><script src="/release.js"></script>"""


@pytest.fixture
def page(contexts):
    page = contexts().new_page()
    page.clock.install()
    page.asked = []

    def answer(route):
        if route.request.url.endswith(".js"):
            return route.fulfill(body=SCRIPT.read_text(encoding="utf-8"), content_type="text/javascript")
        page.asked.append(route.request.url)
        return route.fulfill(body=PAGE, content_type="text/html")

    page.route("**/*", answer)
    page.goto(ADDRESS)
    return page


def test_it_looks_again(page):
    page.clock.run_for(7_000)
    assert page.locator("[data-release-countdown]").text_content() == "past"
    with page.expect_navigation():
        page.clock.run_for(3_000)
    assert page.asked == [ADDRESS, ADDRESS]


@pytest.mark.parametrize(
    ("field", "text"), [("reason", "The stage is wet"), ("release_at", "2026-11-22T21:53"), ("languages", "")]
)
def test_not_while_somebody_writes(page, field, text):
    found = page.locator(f"[name={field}]")
    if text:
        found.fill(text)
    else:
        found.uncheck()
    page.clock.run_for(30_000)
    page.wait_for_timeout(100)
    assert page.asked == [ADDRESS]
