"""Pages of a preview: links inside lead inside, pictures come through it, and each says for whom it is."""

import re
from html import escape, unescape
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.text import Truncator

from cases_cms.core.periods import institution_zone
from cases_cms.release.times import in_zones

#: Where a preview has its files, below its own address.
FILES = "_files/"
DOCUMENTS = "wagtaildocs_serve"

ADDRESS = re.compile(r"""(?<=\s)(href|src|poster|action|srcset|imagesrcset)="([^"]*)\"""")
CANDIDATE = re.compile(r"(\S+?)((?:\s+[\d.]+[wx])?\s*(?:,\s+|,?$))")
#: What tells other sites and search engines of a page.
TOLD = re.compile(
    r'[ \t]*<(?:meta\s+(?:name="(?:robots|description|twitter:[^"]*)"|property="[^"]*")'
    r'|link\s+rel="(?:canonical|alternate)")[^>]*>\n?'
)
ROBOTS = '<meta name="robots" content="noindex, nofollow, noarchive">'
STYLESHEET = "cases_cms/release/preview.css"
#: Of what stands across a page: characters of the label, pixels of a letter and between two of them.
MARK_LENGTH, MARK_SIZE, MARK_GAP = 48, 17, 90


class Rewriter:
    """Leads the addresses on a page of a DraftEdition into the preview of an Access."""

    def __init__(self, drafts, access, request):
        self.drafts = drafts
        self.access = access
        self.hosts = {"", request.get_host(), urlsplit(request.build_absolute_uri("/")).netloc}
        for row in drafts.rows[:1]:
            self.hosts.add(urlsplit(row.get_full_url(request) or "").netloc)

    def file(self, name):
        """Address of a file: “media/…” of pictures, “document/…” of documents."""
        return f"{self.access.root}{FILES}{self.access.signature(name)}/{quote(name)}"

    def _file_name(self, url, path):
        media = settings.MEDIA_URL
        if media and url.startswith(media):
            return f"media/{unquote(urlsplit(url[len(media) :]).path)}"
        if media and path.startswith(media):
            return f"media/{unquote(path[len(media) :])}"
        try:
            match = resolve(path)
        except Resolver404:
            return ""
        if match.url_name != DOCUMENTS:
            return ""
        number, filename = match.args or match.kwargs.values()
        return f"document/{number}/{filename}"

    def address(self, url):
        """The address inside the preview for one on the page; as it is if it leads outside."""
        try:
            parts = urlsplit(url)
        except ValueError:
            return url
        if parts.scheme not in ("", "http", "https") or parts.netloc not in self.hosts:
            media = settings.MEDIA_URL
            is_media = bool(urlsplit(media).netloc) and url.startswith(media)
            return self.file(self._file_name(url, parts.path)) if is_media else url
        if not parts.path.startswith("/"):
            return url
        path = unquote(parts.path)
        row, _rest = self.drafts.find(path)
        if row is not None:
            inside = f"{self.access.root}{quote(path.lstrip('/'))}"
            return urlunsplit(("", "", inside, parts.query, parts.fragment))
        name = self._file_name(url, path)
        return self.file(name) if name else url

    def _candidates(self, text):
        return CANDIDATE.sub(lambda match: f"{self.address(match[1])}{match[2]}", text)

    def _attribute(self, match):
        name, value = match[1], unescape(match[2])
        value = self._candidates(value) if name.endswith("srcset") else self.address(value)
        return f'{name}="{escape(value)}"'

    def addresses(self, html):
        """``html`` with its addresses leading inside."""
        return ADDRESS.sub(self._attribute, html)


def watermark(access):
    """Context of what stands across a page: for whom, and when it was shown; ``width`` is that of a tile, in pixels."""
    moment = str(in_zones(timezone.now().replace(second=0), institution_zone())[0])
    short = Truncator(access.label).chars(MARK_LENGTH)
    width = MARK_GAP + max(sum(MARK_SIZE if ord(c) > 0x2E80 else MARK_SIZE * 0.6 for c in t) for t in (short, moment))
    return {"label": access.label, "short": short, "moment": moment, "width": round(width), "half": round(width / 2)}


def _insert(html, pattern, text, *, before=False):
    """``html`` with ``text`` at the tag ``pattern``; at its very beginning or end where there is no such tag."""
    match = re.search(pattern, html)
    if match is None:
        return html + text if before else text + html
    place = match.start() if before else match.end()
    return html[:place] + text + html[place:]


def marked(html, access):
    """A page with its watermark, and without what tells others of it; in the active language."""
    context = {**watermark(access), "root": access.root}
    html = TOLD.sub("", html)
    link = f'<link rel="stylesheet" href="{static(STYLESHEET)}">'
    html = _insert(html, r"</head>", f"{ROBOTS}\n{link}\n", before=True)
    bar = render_to_string("cases_cms/preview/bar.html", context)
    # Before the header, so that a link that skips it stays the first.
    has_header = "<header" in html
    html = _insert(html, r"<header\b" if has_header else r"<body\b[^>]*>", bar, before=has_header)
    return mark_safe(_insert(html, r"</body>", render_to_string("cases_cms/preview/mark.html", context), before=True))
