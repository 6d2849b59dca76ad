"""Takes the screenshots of the guides anew: editors' (docs/editors*.md), translators', release's (docs/release*.md).

    make screenshots [SCREENSHOTS_ARGS='--only submit --language zh-hans']

The demonstration is loaded into a temporary folder and served there at fixed times; what the pictures show is done
in it, role by role. shooting/shots.py, releases.py and translators.py name every picture. Exit status 1 when something
to be shown is missing; without a browser nothing is taken, and that is said.
"""

import argparse
import sys

from playwright.sync_api import Error

from measure import find_chromium
from shooting import camera, demo_site, releases, translators
from shooting.shots import FOLDER, LANGUAGES, SHOTS


def say(text):
    print(text, file=sys.stderr, flush=True)


#: Of each guide: name, folder of its pictures, time at which the site runs, what is taken, languages.
GUIDES = (
    ("editors", lambda language: FOLDER / language, demo_site.SERVED_AT, SHOTS, tuple(LANGUAGES)),
    (
        "translators",
        lambda language: translators.FOLDER,
        demo_site.SERVED_AT,
        translators.SHOTS,
        (translators.LANGUAGE,),
    ),
    ("release", lambda language: releases.FOLDER / language, demo_site.RELEASE_AT, releases.SHOTS, tuple(LANGUAGES)),
)


def take(program, base, language, moment, only, shots, folder):
    """All pictures in one language, in their order: a later one may show what an earlier one did. Lines of failures."""
    failures = []
    with camera.desks(program, base, language, LANGUAGES[language], moment) as desk:
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
    parser.add_argument("--guide", choices=[name for name, *_rest in GUIDES], help="only this guide")
    return parser.parse_args(arguments)


def main(arguments=None):
    options = parse(arguments)
    try:
        chromium = find_chromium()
    except SystemExit as error:
        number = sum(len(shots) * len(known) for *_others, shots, known in GUIDES)
        say(f"No screenshot was taken, {number} were skipped. {error}")
        return 0
    languages = [options.language] if options.language else list(LANGUAGES)
    failures = []
    with demo_site.loaded(say) as folder, camera.browser(chromium) as program:
        for name, folder_of, moment, shots, known in GUIDES:
            if options.guide not in (None, name):
                continue
            with demo_site.served(folder, moment, say) as base:
                for language in (each for each in known if each in languages):
                    failures += take(program, base, language, moment, options.only, shots, folder_of(language))
    for line in failures:
        print(f"MISSING  {line}")
    if not failures:
        print(f"Screenshots are in {FOLDER.parent.name}/.")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
