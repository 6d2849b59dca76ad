"""Pictures drawn from data: the same data always gives the same picture; no photographs."""

import hashlib
import io
import math
import random

from django.core.files.images import ImageFile
from PIL import Image as PillowImage
from PIL import ImageDraw

SIZE = (1600, 1000)
SCALE = 2
#: Ink, mid tone and paper of each category's colour, by accent number; 0 is for what has no category.
PALETTES = {
    0: ("#20302f", "#6d8583", "#eef0ea"),
    1: ("#123a5c", "#4f86b3", "#e9f1f5"),
    2: ("#6b1f2e", "#bf6a77", "#f8ecea"),
    3: ("#7a4a06", "#cf9a3e", "#faf2e0"),
    4: ("#2b3440", "#7a8796", "#eceef0"),
    5: ("#1e4a34", "#5f9a7c", "#eaf3ec"),
}


def _blend(first, second, share):
    channels = zip(
        (int(first[i : i + 2], 16) for i in (1, 3, 5)),
        (int(second[i : i + 2], 16) for i in (1, 3, 5)),
        strict=True,
    )
    return tuple(round(a + (b - a) * share) for a, b in channels)


def draw(*, seed, accent=0, nodes=5, year=2021, size=SIZE):
    """A landscape of water and a network over it, as PNG bytes, 1600 × 1000 pixels if ``size`` says nothing else.

    ``nodes`` (countries, say) become points of light, ``year`` the number of bands of water, ``accent`` the colours.
    """
    chance = random.Random(int(hashlib.sha256(seed.encode()).hexdigest(), 16))  # noqa: S311 not for secrets
    ink, mid, paper = PALETTES.get(accent, PALETTES[0])
    width, height = SIZE[0] * SCALE, SIZE[1] * SCALE
    image = PillowImage.new("RGB", (width, height), paper)
    pen = ImageDraw.Draw(image)

    sun = (width * chance.uniform(0.15, 0.85), height * chance.uniform(0.14, 0.34))
    radius = height * chance.uniform(0.09, 0.15)
    pen.ellipse(
        (sun[0] - radius, sun[1] - radius, sun[0] + radius, sun[1] + radius),
        fill=_blend(paper, mid, 0.55),
    )

    bands = 4 + max(0, min(8, year - 2021))
    for band in range(bands):
        share = (band + 1) / bands
        level = height * (0.46 + 0.5 * band / bands)
        swell = height * chance.uniform(0.015, 0.05)
        length = width * chance.uniform(0.35, 0.8)
        phase = chance.uniform(0, 2 * math.pi)
        line = [(x, level + swell * math.sin(2 * math.pi * x / length + phase)) for x in range(0, width + 20, 20)]
        colour = _blend(paper, mid, share * 1.4) if share < 0.7 else _blend(mid, ink, (share - 0.7) * 3.3)
        pen.polygon([*line, (width, height), (0, height)], fill=colour)

    # A bridge, as in the water town: an arc over the first band.
    span = width * chance.uniform(0.16, 0.28)
    left = chance.uniform(width * 0.08, width * 0.9 - span)
    base = height * 0.47
    pen.arc(
        (left, base - span * 0.42, left + span, base + span * 0.42),
        180,
        360,
        fill=_blend(ink, paper, 0.1),
        width=14 * SCALE,
    )

    number = max(3, min(24, nodes * 2))
    points = [
        (
            width * (0.06 + 0.88 * (index + chance.uniform(0.1, 0.9)) / number),
            height * chance.uniform(0.12, 0.82),
        )
        for index in range(number)
    ]
    for index, point in enumerate(points):
        nearest = sorted(points, key=lambda other: math.dist(point, other))[1:3]
        for other in nearest:
            pen.line((*point, *other), fill=_blend(ink, mid, 0.35), width=2 * SCALE)
        dot = (5 + 5 * (index % 3)) * SCALE
        pen.ellipse(
            (point[0] - dot, point[1] - dot, point[0] + dot, point[1] + dot),
            fill=paper,
            outline=ink,
            width=3 * SCALE,
        )

    image = image.resize(size, PillowImage.Resampling.LANCZOS)
    stream = io.BytesIO()
    image.quantize(192).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def picture_file(name, **data):
    """A drawn picture as a file for an image field."""
    return ImageFile(io.BytesIO(draw(seed=name, **data)), name=f"{name}.png")
