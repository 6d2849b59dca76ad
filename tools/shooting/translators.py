"""The pictures of the translators' guide (docs/translators.md), in the order of taking; as shots.py is for editors."""

from pathlib import Path

from .shots import Shot

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "images" / "translators"
LANGUAGE = "en"


def queue(desk):
    desk.open("translations/queue/")
    desk.find(".cc-queue__link")
    return desk.frame(height=420)


def editor(desk):
    desk.open("translations/queue/")
    desk.click(".cc-queue__link")
    desk.page.wait_for_url("**/translations/*/")
    desk.settle()
    desk.find(".cases-ed-line__text").click()
    return desk.frame()


def handed_in(desk):
    """What changed in the source is still right, and all is handed in."""
    desk.click("button:has-text('All still right')")
    desk.page.wait_for_load_state("load")
    desk.click("button:has-text('Hand in for review')")
    desk.page.wait_for_load_state("load")
    desk.find("button:has-text('Take back from review')")
    return desk.frame(height=420)


def review(desk):
    desk.open("translations/queue/")
    desk.click(".cc-queue__link")
    desk.page.wait_for_url("**/translations/*/")
    desk.find("#flow-approve")
    return desk.frame(height=520)


def board(desk):
    desk.open("translations/board/")
    desk.find("main table")
    return desk.frame()


def people(desk):
    desk.open("translations/people/")
    desk.find(".cc-team")
    return desk.frame(height=420)


SHOTS = (
    Shot("queue", "translator", queue),
    Shot("editor", "translator", editor),
    Shot("board", "secretariat", board),
    Shot("people", "secretariat", people),
    Shot("handed-in", "translator", handed_in),
    Shot("review", "reviewer", review),
)
