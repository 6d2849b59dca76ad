"""How somebody came to a preview, and how often in vain."""

import hashlib
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.crypto import constant_time_compare, salted_hmac

from cases_cms.core.conf import get_setting
from cases_cms.release.models import EditionRelease, PreviewLink

#: Wrong secrets from one network address before it is refused, and the seconds until they are forgotten.
MAX_WRONG, FORGET_AFTER = 20, 600
SALT = "cases_cms.release.preview"


@dataclass(frozen=True)
class Access:
    """A way into one edition: ``root`` is the address of its preview, ``label`` stands across every page.

    ``key`` is a secret of this way in: what it signs is worth nothing to another.
    """

    release: EditionRelease
    root: str
    label: str
    key: str
    link: PreviewLink | None = None

    def signature(self, name):
        """Shows that a page of this preview names the file."""
        return salted_hmac(SALT, f"{self.key}\0{name}", algorithm="sha256").hexdigest()[:40]

    def is_signed(self, name, signature):
        return constant_time_compare(self.signature(name), signature)


def _counter(request):
    address = request.META.get(get_setting("CLIENT_ADDRESS")) or ""
    last = address.rpartition(",")[2].strip()
    # Whoever has one address of IPv6 has the 64 bits below it, too.
    network = ":".join(last.split(":")[:4]) if last.count(":") > 1 else last
    return f"cases_cms_preview_{hashlib.sha256(network.encode()).hexdigest()}"


def is_guessing(request):
    """Whether too many wrong secrets came from where the request comes from."""
    return (cache.get(_counter(request)) or 0) >= MAX_WRONG


def note_wrong(request):
    """Count a wrong secret."""
    name = _counter(request)
    cache.add(name, 0, FORGET_AFTER)
    try:
        cache.incr(name)
    except ValueError:  # forgotten just now
        cache.set(name, 1, FORGET_AFTER)
