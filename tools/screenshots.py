"""Takes the screenshots of the editors' guide (docs/editors.md, docs/editors.zh-hans.md) and the translators' anew.

    make screenshots [SCREENSHOTS_ARGS='--only submit --language zh-hans']

The demonstration is loaded into a temporary folder and served there at a fixed time; what the pictures show is done
in it, role by role. shooting/shots.py names every picture. Exit status 1 when something to be shown is missing;
without a browser nothing is taken, and that is said.
"""

import argparse
import contextlib
import sys

from playwright.sync_api import Error

from measure import find_chromium
from shooting import camera, demo_site, translators
from shooting.shots import FOLDER, LANGUAGES, SHOTS


def say(text):
    print(text, file=sys.stderr, flush=True)


def take(program, base, language, only, shots=SHOTS, folder=None):
    """All pictures in one language, in their order: a later one may show what an earlier one did. Lines of failures."""
    failures = []
    folder = folder or FOLDER / language
    with camera.desks(program, base, language, LANGUAGES[language]) as desk:
        for shot in shots:
            path = folder / f"{shot.name}.webp"
            try:
                at = desk(shot.role)
                clip = shot.take(at)
                if shot.name in only or not only:
                    size = camera.save(at.page.screenshot(clip=clip), path)
                    say(f"  {language}/{path.name}: {clip['width']:.0f} × {clip['height']:.0f}, {size / 1000:.0f} kB")
            except (camera.MissingError, Error) as error:
                failures.append(f"{language}/{shot.name}: {str(error).splitlines()[0]}")
                say(f"  MISSING  {failures[-1]}")
    return failures


def parse(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", nargs="*", default=(), metavar="NAME", help="write only these pictures")
    parser.add_argument("--language", choices=sorted(LANGUAGES), help="only the guide in this language")
    parser.add_argument("--translators", action="store_true", help="only the translators' guide")
    parser.add_argument("--site", metavar="URL", help="a demonstration that runs already; it will be changed")
    return parser.parse_args(arguments)


def main(arguments=None):
    options = parse(arguments)
    try:
        chromium = find_chromium()
    except SystemExit as error:
        say(f"No screenshot was taken, {len(SHOTS) * len(LANGUAGES)} were skipped. {error}")
        return 0
    only = options.only
    languages = [options.language] if options.language else list(LANGUAGES)
    site = contextlib.nullcontext(options.site.rstrip("/")) if options.site else demo_site.running(say)
    with site as base, camera.browser(chromium) as program:
        failures = []
        if not options.translators:
            failures += [line for language in languages for line in take(program, base, language, only)]
        if translators.LANGUAGE in languages:
            failures += take(program, base, translators.LANGUAGE, only, translators.SHOTS, translators.FOLDER)
    for line in failures:
        print(f"MISSING  {line}")
    if not failures:
        print(f"Screenshots are in {FOLDER.parent.name}/.")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
