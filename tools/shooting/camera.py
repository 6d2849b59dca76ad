"""Takes the pictures: a browser at the admin, as one of the demonstration's accounts."""

import contextlib
import io
import re

from PIL import Image
from playwright.sync_api import Error, sync_playwright

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WIDTH, HEIGHT = 1280, 860
#: How long an element may take to appear, on a busy machine, too.
SECONDS = 60
QUALITIES = (82, 70, 55)
MAX_BYTES = 120_000
STILL = "*, *::before, *::after { animation: none !important; transition: none !important; caret-color: transparent }"
STILL += " footer.footer[hidden] { display: none !important }"


class MissingError(Exception):
    """What a picture should show is not there; the text names the picture and the element."""


class Desk:
    """The admin in one language, as one account."""

    def __init__(self, page, base, language):
        self.page, self.base, self.language = page, base, language

    def open(self, path):
        """Go to an address of the admin; MissingError where it does not answer with a page."""
        response = self.page.goto(f"{self.base}/admin/{path}")
        if response.status >= 400:
            raise MissingError(f"/admin/{path} answers with {response.status}")
        self.page.add_style_tag(content=STILL)
        self.page.wait_for_load_state("networkidle")
        return self

    def log_in(self, username):
        self.open("login/")
        self.page.fill("#id_username", username)
        self.page.fill("#id_password", f"{username}-wuzhen")
        self.page.press("#id_password", "Enter")
        self.page.wait_for_url(f"{self.base}/admin/")

    def page_id(self, slug, language=""):
        """Number of a page by its slug, in the guide's language or in ``language``."""
        query = {"slug": slug, "locale": language or self.language, "fields": "_,id"}
        items = self.page.request.get(f"{self.base}/admin/api/main/pages/", params=query).json().get("items")
        if not items:
            raise MissingError(f"no page “{slug}” in {language or self.language}")
        return items[0]["id"]

    def find(self, selector):
        """The first element of a selector that can be seen; MissingError if none comes."""
        found = self.page.locator(selector).locator("visible=true").first
        try:
            found.wait_for(timeout=SECONDS * 1000)
        except Error:
            raise MissingError(f"no element “{selector}” on {self.page.url.removeprefix(self.base)}") from None
        return found

    def click(self, selector):
        self.find(selector).click()

    def settle(self):
        """Wait until the page has stopped asking the server."""
        self.page.wait_for_load_state("networkidle")
        self.page.add_style_tag(content=STILL)
        self.page.evaluate("document.fonts.ready")
        self.page.wait_for_timeout(400)

    def frame(self, *selectors, margin=16, height=HEIGHT):
        """The part of the window around elements, scrolled to; the whole window without any."""
        self.settle()
        # The bar of actions would lie over what is shown.
        self.page.evaluate(
            "on => document.querySelector('footer.footer')?.toggleAttribute('hidden', on)", bool(selectors)
        )
        if not selectors:
            return {"x": 0, "y": 0, "width": WIDTH, "height": height}
        found = [self.find(selector) for selector in selectors]
        found[0].evaluate("element => element.scrollIntoView({block: 'start'})")
        found[0].evaluate("element => scrollBy(0, element.getBoundingClientRect().top - 130)")
        self.page.wait_for_timeout(200)
        boxes = [element.bounding_box() for element in found]
        left = max(0, min(box["x"] for box in boxes) - margin)
        top = max(0, min(box["y"] for box in boxes) - margin)
        right = min(WIDTH, max(box["x"] + box["width"] for box in boxes) + margin)
        bottom = min(HEIGHT, top + height, max(box["y"] + box["height"] for box in boxes) + margin)
        return {"x": left, "y": top, "width": right - left, "height": bottom - top}


def save(png, path):
    """Write a screenshot as WebP of at most MAX_BYTES; returns its bytes' number."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    for quality in QUALITIES:
        written = io.BytesIO()
        picture.save(written, "webp", quality=quality, method=6)
        if written.tell() <= MAX_BYTES:
            break
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(written.getvalue())
    return written.tell()


@contextlib.contextmanager
def browser(chromium):
    """Chromium without a window."""
    with sync_playwright() as playwright:
        program = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        try:
            yield program
        finally:
            program.close()


@contextlib.contextmanager
def desks(program, base, language, locale, moment):
    """``desk(role)`` gives the admin as the account of a role, logged in once; "" as nobody."""
    contexts = {}

    def desk(role):
        if role not in contexts:
            context = program.new_context(
                viewport={"width": WIDTH, "height": HEIGHT},
                device_scale_factor=1,
                locale=locale,
                timezone_id="Asia/Shanghai",
                reduced_motion="reduce",
                color_scheme="light",
            )
            context.set_default_timeout(SECONDS * 1000)
            # The browser's own clock, which dates comments, is the site's.
            context.clock.set_fixed_time(moment)
            # Nothing is asked of any other host.
            context.route(re.compile(f"^(?!{re.escape(base)}|data:|blob:)"), lambda route: route.abort())
            found = contexts[role] = Desk(context.new_page(), base, language)
            # Whatever changes an unsaved form leaves it without being asked.
            found.page.on("dialog", lambda dialog: dialog.accept())
            if role:
                found.log_in(f"demo-{role}")
        return contexts[role]

    try:
        yield desk
    finally:
        for each in contexts.values():
            each.page.context.close()
