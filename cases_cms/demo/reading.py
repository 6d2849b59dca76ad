"""Reads public pages again and again, and notes how long each answer took and how much of an edition it showed."""

import json
import re
import sys
import time
from pathlib import Path

from django.db import connection
from django.test import Client

ADDRESSES = {
    "collection": "/en/collection/?year=2026",
    "edition": "/en/collection/2026/",
    "case": "/en/collection/2026/made-up-case-1/",
    "case in Chinese": "/zh-hans/collection/2026/made-up-case-1/",
    "search": "/en/search/?q=made",
    "suggestions": "/en/search/suggestions/?q=edi",
    "sitemap": "/sitemap.xml",
}
MARK = re.compile(r"made-up-(?:case|story)-\d+")


def look(client, address):
    """``[milliseconds, status, different cases and stories in the answer]``; errors raise."""
    started = time.perf_counter()
    response = client.get(address)
    body = b"".join(response) if response.streaming else response.content
    took = (time.perf_counter() - started) * 1000
    return [round(took, 1), response.status_code, len(set(MARK.findall(body.decode())))]


def read_until(stop, out):
    """Read all addresses in turn until the file ``stop`` exists; write ``[name, …]`` lines to the file ``out``."""
    client = Client(headers={"host": "localhost"})
    answers = []
    while not Path(stop).exists():
        for name, address in ADDRESSES.items():
            answers.append([name, *look(client, address)])
    connection.close()
    Path(out).write_text("\n".join(map(json.dumps, answers)))


if __name__ == "__main__":
    import django

    django.setup()
    read_until(*sys.argv[1:])
