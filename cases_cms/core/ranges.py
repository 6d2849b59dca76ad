"""Ranges of bytes of a document (RFC 9110, section 14), for sites without a web server that hands out files."""

import re

from django.conf import settings
from django.http import HttpResponse

RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
#: Kinds of documents that browsers ask for in parts.
PLAYED = ("mp4", "webm")
#: Bytes of one answer; a browser asks on from where it ends. Wagtail's hook takes no streamed answer.
LONGEST = 4 * 1024 * 1024


def ranged_response(document, request):
    """206 with the part asked for or its beginning, 416 if there is none; None where Wagtail should answer as usual."""
    if hasattr(settings, "SENDFILE_BACKEND"):
        return None
    return part_of(document.file.storage, document.file.name, request, document.content_type)


def part_of(storage, name, request, content_type):
    """The same of a file in a storage; None where a whole is asked for, or what is no film, or what is not there."""
    match = RANGE.fullmatch(request.headers.get("Range", ""))
    if match is None or name.rpartition(".")[2].lower() not in PLAYED:
        return None
    try:
        size = storage.size(name)
    except OSError:
        return None
    first, last = match.groups()
    if first:
        start, end = int(first), min(int(last) if last else size - 1, size - 1)
    elif last:
        start, end = max(size - int(last), 0), size - 1
    else:
        return None
    if start > end:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    end = min(end, start + LONGEST - 1)
    with storage.open(name) as file:
        file.seek(start)
        content = file.read(end - start + 1)
    return HttpResponse(
        content,
        status=206,
        content_type=content_type,
        headers={
            "Content-Range": f"bytes {start}-{end}/{size}",
            "Accept-Ranges": "bytes",
            "Content-Security-Policy": "default-src 'none'",
            "X-Content-Type-Options": "nosniff",
        },
    )
