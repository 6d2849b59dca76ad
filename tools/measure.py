"""Measures the reference site as a phone sees it: Lighthouse, kilobytes over the wire, requests, size of the DOM.

    make measure [MEASURE_ARGS='--only CasePage --json var/measure.json']

One page of each type in each language, behind gunicorn with the production settings, with the demonstration in a
temporary database. Exit status 1 when a target is missed (measuring/report.py names them), 2 when a page could not be
measured. A performance score below its target is measured twice more and the median counts (--once: it is not): on a
busy machine it is the machine that is slow. The targets and the last figures: docs/measuring.md.
"""

import argparse
import datetime
import json
import os
import platform
import shutil
import signal
import sys
from pathlib import Path

import npm_tools
from measuring import lighthouse, report
from measuring.pages import find_pages
from measuring.server import running

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MORE_ROUNDS = 2


def say(text):
    """Progress, apart from the table."""
    print(text, file=sys.stderr, flush=True)


def find_chromium():
    """The browser's path: CHROMIUM, or the first that is there. Exits where there is none."""
    names = (os.environ["CHROMIUM"],) if os.environ.get("CHROMIUM") else CHROMIUM_NAMES
    found = next(filter(None, map(shutil.which, names)), None)
    return found or sys.exit("No Chromium: install it, or name it with CHROMIUM=/path/to/chromium.")


def run(page, base, chromium):
    """A Result; tries again once, because Chromium's recording sometimes fails on a busy machine."""
    try:
        return lighthouse.run(page, base, chromium)
    except lighthouse.LighthouseError:
        return lighthouse.run(page, base, chromium)


def measure(page, base, chromium, once):
    """A Result; the median of three where the first is below the target of performance."""
    results = [run(page, base, chromium)]
    if not once and results[0].scores["performance"] < report.SCORES["performance"]:
        results += [run(page, base, chromium) for _round in range(MORE_ROUNDS)]
    return lighthouse.median(results)


def machine():
    """What a reader needs to know to compare figures."""
    return {
        "date": datetime.datetime.now(tz=datetime.UTC).strftime("%Y-%m-%d"),
        "processors": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
        "load": round(os.getloadavg()[0], 1),
    }


def parse(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures to FILE")
    parser.add_argument("--only", default="", metavar="WORDS", help="only pages whose name holds one of these words")
    parser.add_argument("--once", action="store_true", help="measure no page again")
    parser.add_argument("--language", default="", help="only pages in this language")
    return parser.parse_args(arguments)


def main(arguments=None):
    options = parse(arguments)
    # The server must not outlive us.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    chromium = find_chromium()
    npm_tools.install_lighthouse()
    began = machine()
    measured, failures = [], []
    with running(say) as (base, environment):
        words = options.only.lower().split()
        pages = [
            page
            for page in find_pages(environment)
            if (not words or any(word in page.name.lower() for word in words))
            and options.language in ("", page.language)
        ]
        for number, page in enumerate(pages, start=1):
            say(f"{number}/{len(pages)} {page.path}")
            try:
                measured.append((page, measure(page, base, chromium, options.once)))
            except lighthouse.LighthouseError as error:
                failures.append(f"{page.name} ({page.language}): {error}")
    print(report.table([report.row(page, result) for page, result in measured]))
    facts = ", ".join(f"{name}: {value}" for name, value in began.items())
    print(f"\nkB = 1,000 bytes over the wire, compressed. {facts}")
    missed = [f"{page.name} ({page.language}): {text}" for page, result in measured for text in report.misses(result)]
    for line in missed + failures:
        print(f"MISSED  {line}")
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        figures = {**report.as_json(measured, began), "not_measured": failures}
        options.json.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    if not missed and not failures:
        print("Every target is met.")
    return 2 if failures else 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
