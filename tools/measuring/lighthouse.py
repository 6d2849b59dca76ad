"""Lighthouse for one address: a phone on a slow network, as its defaults have it."""

import json
import os
import statistics
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from npm_tools import LIGHTHOUSE

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
CHROME_FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
)
# How Lighthouse names the kinds of requests, and how we do; all others are "other".
KINDS = {"Document": "html", "Stylesheet": "css", "Script": "js", "Image": "images", "Media": "media"}
SIMPLE_AUDITS = {
    "first-contentful-paint": "fcp",
    "largest-contentful-paint": "lcp",
    "total-blocking-time": "tbt",
    "cumulative-layout-shift": "cls",
    "server-response-time": "ttfb",
}


@dataclass
class Result:
    """What one page scored and weighed; sizes in bytes over the wire, headers included; times in milliseconds."""

    scores: dict
    sizes: dict
    requests: int
    dom: int
    times: dict
    failed: dict = field(default_factory=dict)

    @property
    def without_images(self):
        """Bytes of the page but its pictures and films."""
        return sum(size for kind, size in self.sizes.items() if kind not in ("images", "media"))


class LighthouseError(Exception):
    """Lighthouse gave no report, or one of a page that could not be loaded."""


def run(page, base, chromium):
    """A Result of ``page`` (a MeasuredPage). Raises LighthouseError."""
    with tempfile.TemporaryDirectory(prefix="cases-cms-lighthouse-") as folder:
        output = Path(folder) / "report.json"
        command = ["node", str(LIGHTHOUSE), f"{base}{page.path}", "--quiet", "--output=json", f"--output-path={output}"]
        command += [f"--chrome-flags={CHROME_FLAGS}", "--ignore-status-code", "--no-enable-error-reporting"]
        command += ["--disable-full-page-screenshot", f"--only-categories={','.join(CATEGORIES)}"]
        if page.skipped_audits:
            command.append(f"--skip-audits={','.join(page.skipped_audits)}")
        environment = {**os.environ, "CHROME_PATH": chromium, "TMPDIR": folder}
        try:
            process = subprocess.run(
                command,
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=180,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise LighthouseError("no report within three minutes") from error
        if not output.is_file():
            raise LighthouseError(process.stderr.strip()[-500:] or f"exit status {process.returncode}")
        return read(json.loads(output.read_text(encoding="utf-8")))


def read(report):
    """A Result from Lighthouse's own report."""
    if report.get("runtimeError"):
        raise LighthouseError(report["runtimeError"]["message"])
    audits, categories = report["audits"], report["categories"]
    scores = {name: round(100 * (categories[name]["score"] or 0)) for name in CATEGORIES}
    failed = {
        name: [
            f"{audits[each['id']]['title']}"
            for each in categories[name]["auditRefs"]
            if each["weight"] and audits[each["id"]]["score"] is not None and audits[each["id"]]["score"] < 0.9
        ]
        for name in CATEGORIES
    }
    sizes = dict.fromkeys([*KINDS.values(), "other"], 0)
    requests = [each for each in audits["network-requests"]["details"]["items"] if each["url"].startswith("http")]
    for request in requests:
        sizes[KINDS.get(request.get("resourceType"), "other")] += request.get("transferSize") or 0
    return Result(
        scores=scores,
        sizes=sizes,
        requests=len(requests),
        dom=round(audits["dom-size"]["numericValue"]),
        times={short: round(audits[name]["numericValue"], 3) for name, short in SIMPLE_AUDITS.items()},
        failed={name: titles for name, titles in failed.items() if titles},
    )


def median(results):
    """Of several Results of a page the one whose performance is in the middle."""
    middle = statistics.median_low([result.scores["performance"] for result in results])
    return next(result for result in results if result.scores["performance"] == middle)
