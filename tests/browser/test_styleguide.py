"""The style page in a browser: it shows the scheme it is asked for, whatever the system's; axe, console, overflow."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.xdist_group("browser-admin")]

PAPER = {"light": "rgb(250, 249, 245)", "dark": "rgb(16, 22, 29)"}


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_view(browser, demo_server, language, scheme, width):
    system = "light" if scheme == "dark" else "dark"
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=system)
    messages = []
    try:
        page = context.new_page()
        page.on(
            "console", lambda message: messages.append(message.text) if message.type in ("error", "warning") else None
        )
        page.goto(f"{demo_server}/styleguide/{language}/?scheme={scheme}", wait_until="load")
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert (messages, overflow) == ([], 0)
        assert page.context.cookies() == []
        colours = page.evaluate(
            """() => {
                const probe = document.createElement("p");
                document.querySelector(".cc-sg").append(probe);
                probe.style.color = "var(--cc-paper)";
                const body = getComputedStyle(document.body), root = getComputedStyle(document.documentElement);
                const found = [body.backgroundColor, getComputedStyle(probe).color, root.colorScheme];
                probe.remove();
                return found;
            }"""
        )
        assert colours == [PAPER[scheme], PAPER[scheme], scheme]
        results = Axe().run(page, options={"resultTypes": ["violations"]})
        found = [
            (violation["id"], [node["html"][:200] for node in violation["nodes"]][:3])
            for violation in results.response["violations"]
        ]
        assert found == []
    finally:
        context.close()


def test_both_scripts_stand_in_their_own_type(browser, demo_server):
    context = browser.new_context()
    try:
        page = context.new_page()
        fonts = {}
        for language in ("en", "zh-hans"):
            page.goto(f"{demo_server}/styleguide/{language}/")
            fonts[language] = page.eval_on_selector_all(
                '.cc-sg-line--display[data-token="--cc-size-3"]',
                "lines => lines.map(line => getComputedStyle(line).fontFamily.split(',')[0])",
            )
        assert list(fonts.values()) == [['"Iowan Old Style"', '"Songti SC"']] * 2
    finally:
        context.close()
