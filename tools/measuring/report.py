"""The targets, the table, and what missed."""

from dataclasses import asdict

#: Lighthouse's scores, at least.
SCORES = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
#: Bytes over the wire, at most: the page without its pictures, and its scripts.
PAGE_BYTES = 60_000
SCRIPT_BYTES = 30_000

HEADINGS = [
    "page",
    "lang",
    "perf",
    "a11y",
    "best",
    "seo",
    "html",
    "css",
    "js",
    "images",
    "other",
    "page kB",
    "req",
    "DOM",
]
HEADINGS += ["LCP ms", "TBT ms", "CLS"]


def misses(result):
    """What of the targets ``result`` misses, in words."""
    found = []
    for name, least in SCORES.items():
        if result.scores[name] < least:
            why = f" ({'; '.join(result.failed[name])})" if result.failed.get(name) else ""
            found.append(f"{name} {result.scores[name]} < {least}{why}")
    if result.without_images > PAGE_BYTES:
        found.append(f"page without images {result.without_images / 1000:.1f} kB > {PAGE_BYTES / 1000:.0f} kB")
    if result.sizes["js"] > SCRIPT_BYTES:
        found.append(f"scripts {result.sizes['js'] / 1000:.1f} kB > {SCRIPT_BYTES / 1000:.0f} kB")
    return found


def row(page, result):
    """One line of the table, as texts."""
    sizes = {kind: f"{size / 1000:.1f}" for kind, size in result.sizes.items()}
    other = f"{(result.sizes['other'] + result.sizes['media']) / 1000:.1f}"
    return [
        page.name,
        page.language,
        *(str(result.scores[name]) for name in SCORES),
        *(sizes[kind] for kind in ("html", "css", "js", "images")),
        other,
        f"{result.without_images / 1000:.1f}",
        str(result.requests),
        str(result.dom),
        f"{result.times['lcp']:.0f}",
        f"{result.times['tbt']:.0f}",
        f"{result.times['cls']:.3f}",
    ]


def table(rows):
    """Rows under their headings: names to the left, figures to the right."""
    lines = [HEADINGS, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
    return "\n".join(
        "  ".join(
            text.ljust(width) if column < 2 else text.rjust(width)
            for column, (text, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def as_json(measured, machine):
    """What --json writes: the machine, the targets, and each page's figures with what it missed."""
    return {
        "machine": machine,
        "targets": {**SCORES, "page_bytes": PAGE_BYTES, "script_bytes": SCRIPT_BYTES},
        "pages": [
            {
                "page": page.name,
                "language": page.language,
                "path": page.path,
                **asdict(result),
                "missed": misses(result),
            }
            for page, result in measured
        ],
    }
