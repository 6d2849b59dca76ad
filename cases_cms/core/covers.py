"""Covers drawn from data: what stands where a thing has no picture.

A form stands on water, and its reflection makes it whole: the form is the category's. Each country or region has its
own place in the sky, the same on every cover, and a line joins those that work together. The year is counted in
ripples, and an outstanding case has a golden disc. What is left to chance hangs on the key alone: the same data give
the same drawing everywhere and always.
"""

import hashlib
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count
from math import cos, pi, sin

from django.utils.safestring import mark_safe

#: Height of a drawing, and of its horizon, in units of its view box.
HEIGHT, HORIZON = 200, 132
NARROW, WIDE = 320, 640
#: Countries and regions drawn at most: more would be a cloud.
MOST_NODES = 14
MOST_STARS = 80
FIRST_YEAR = 2020


@dataclass(frozen=True)
class Drawing:
    """A cover, ready for the template: paths with the horizon at height 0, numbers in units of the view box."""

    width: int
    shape: str
    is_filled: bool
    disc: tuple
    is_golden: bool
    is_joined: bool = True
    sky: str = ""
    nodes: list = field(default_factory=list)
    ripples: str = ""
    height: int = HEIGHT
    horizon: int = HORIZON

    @property
    def depth(self):
        """Height of the water."""
        return self.height - self.horizon

    @property
    def svg(self):
        """The drawing as HTML: decoration, its facts stand beside it in words. Lists hold dozens of them."""
        classes = f"cc-art{' cc-art--filled' * self.is_filled}{' cc-art--stars' * (not self.is_joined)}"
        size = f'width="{self.width}" height="{{}}"'
        x, y, radius = self.disc
        sky = f'<path class="cc-art__sky-line" d="{self.sky}" />' if self.sky else ""
        nodes = "".join(f'<circle class="cc-art__node" cx="{at}" cy="{up}" r="4" />' for at, up in self.nodes)
        return mark_safe(
            f'<svg class="{classes}" viewBox="0 0 {self.width} {self.height}" preserveAspectRatio="xMidYMax slice"'
            f' aria-hidden="true" focusable="false">'
            f'<rect class="cc-art__sky" {size.format(self.height)} />'
            f'<circle class="cc-art__disc{" cc-art__disc--golden" * self.is_golden}" cx="{x}" cy="{y}" r="{radius}" />'
            f'<rect class="cc-art__water" y="{self.horizon}" {size.format(self.depth)} />'
            f'<path class="cc-art__form" transform="translate(0 {self.horizon})" d="{self.shape}" />'
            f'<path class="cc-art__form cc-art__form--mirrored"'
            f' transform="matrix(1 0 0 -1 0 {self.horizon})" d="{self.shape}" />'
            f'<path class="cc-art__ripples" d="{self.ripples}" />{sky}{nodes}</svg>'
        )


def _chances(key):
    """An endless row of numbers from 0 to below 1 that hangs on ``key`` alone."""
    for block in count():
        for byte in hashlib.sha256(f"{key}:{block}".encode()).digest():
            yield byte / 256


def _arches(chance, width):
    """A bridge of arches within each other."""
    x, radius = width * (0.3 + 0.4 * next(chance)), 58 + round(next(chance) * 32)
    rings = 2 + round(next(chance) * 2)
    parts = [f"M0 0H{width}"]
    parts += [
        f"M{round(x - r)} 0a{r} {r} 0 0 1 {2 * r} 0" for r in (radius - 17 * ring for ring in range(rings)) if r > 8
    ]
    side = 26 + round(next(chance) * 16)
    for at in (x - radius - side - 9, x + radius + side + 9):
        parts.append(f"M{round(at - side)} 0a{side} {side} 0 0 1 {2 * side} 0")
    return "".join(parts)


def _scales(chance, width):
    """A hill of fans, as waves are drawn on cloth."""
    radius = 20 + round(next(chance) * 9)
    base = 5 + round(next(chance) * 3)
    left = round(width * (0.5 + 0.24 * (next(chance) - 0.5)) - base * radius)
    parts = []
    for row in range(3):
        for fan in range(base - row):
            x, y = left + row * radius + 2 * fan * radius, -row * radius
            for r in (radius, round(radius * 0.45)):
                parts.append(f"M{x + radius - r} {y}a{r} {r} 0 0 1 {2 * r} 0")
    return "".join(parts)


def _posts(chance, width):
    """Posts of a quay, of growing height."""
    posts = 7 + round(next(chance) * 4)
    step = 23
    left = round(width * (0.5 + 0.2 * (next(chance) - 0.5)) - posts * step / 2)
    parts = []
    for post in range(posts):
        height = round(16 + 72 * (post + 1) / posts * (0.62 + 0.45 * next(chance)))
        parts.append(f"M{left + post * step} 0v-{height}a7 7 0 0 1 14 0v{height}z")
    return "".join(parts)


def _gables(chance, width):
    """Gables within each other: with their reflection a lattice window."""
    x, half = round(width * (0.34 + 0.32 * next(chance))), 70 + round(next(chance) * 26)
    parts = [f"M{x - h} 0l{h} {-h}l{h} {h}" for h in range(half, 8, -19)]
    other = 34 + round(next(chance) * 18)
    for at in (x - half - 12 - other, x + half + 12 + other):
        parts += [f"M{at - h} 0l{h} {-h}l{h} {h}" for h in range(other, 8, -19)]
    return "".join(parts)


def _table(chance, width):
    """Half a round table with its seats; the water lays the other half."""
    x, radius = round(width * (0.36 + 0.28 * next(chance))), 62 + round(next(chance) * 20)
    top = radius - 27
    parts = [f"M{x - top} 0a{top} {top} 0 0 1 {2 * top} 0z"]
    seats = 7 + 2 * round(next(chance) * 2)
    for seat in range(seats):
        angle = pi * (seat + 0.5) / seats
        a, b = x - radius * cos(angle), -radius * sin(angle)
        parts.append(f"M{a - 8:.0f} {b:.0f}a8 8 0 0 1 16 0a8 8 0 0 1-16 0z")
    return "".join(parts)


def _roofs(chance, width):
    """Eaves above each other."""
    x, half = round(width * (0.36 + 0.28 * next(chance))), 62 + round(next(chance) * 26)
    parts = []
    for floor in range(3 + round(next(chance))):
        h, y = half - floor * 17, -floor * 27
        if h > 12:
            parts.append(f"M{x - h} {y - 12}q{h // 2} 0 {h} -12q{h - h // 2} 12 {h} 12M{x - h + 16} {y}h{2 * h - 32}")
    return "".join(parts)


#: Drawers and whether their paths are filled (else stroked), by the accent of a category.
FORMS = {
    1: (_arches, False),
    2: (_scales, False),
    3: (_posts, True),
    4: (_gables, False),
    5: (_table, True),
    6: (_roofs, False),
}


@lru_cache(maxsize=1024)
def place(code, width=NARROW):
    """Where a country or region stands in the sky: ``(x, y)``, the same on every cover of a width."""
    chance = _chances(f"place:{code}")
    return round(width * (0.06 + 0.88 * next(chance))), round(16 + 78 * next(chance))


def draw(*, key, accent=None, countries=(), year=None, golden=False, wide=False, joined=True):
    """The Drawing for a thing with ``key``, of a category's ``accent`` (1 to 8), ISO codes, a year.

    Countries that are not ``joined`` by a line stand as a sky of stars, more of them.
    """
    width = WIDE if wide else NARROW
    chance = _chances(key)
    form, filled = FORMS[((accent or 1 + int(next(chance) * 6)) - 1) % len(FORMS) + 1]
    shape = form(chance, width)
    disc = (round(width * (0.12 + 0.76 * next(chance))), round(40 + 34 * next(chance)), round(18 + 20 * next(chance)))
    most = MOST_NODES if joined else MOST_STARS
    nodes = sorted(place(code, width) for code in list(countries)[:most])
    sky = "M" + "L".join(f"{x} {y}" for x, y in nodes) if joined and len(nodes) > 1 else ""
    number = max(2, min(14, (year or FIRST_YEAR + 2) - FIRST_YEAR + 2))
    room = HEIGHT - HORIZON
    # Ripples lie closer to each other towards the horizon, as water does.
    heights = [HORIZON + 3 + round((room - 4) * ((ripple + 1) / (number + 1)) ** 1.35) for ripple in range(number)]
    return Drawing(
        width=width,
        shape=shape,
        is_filled=filled,
        disc=disc,
        is_golden=golden,
        is_joined=joined,
        sky=sky,
        nodes=nodes,
        ripples="".join(f"M0 {y}H{width}" for y in heights),
    )


@lru_cache(maxsize=2048)
def drawn(key, accent, countries, year, golden, wide, joined):
    """The HTML of a Drawing; ``countries`` is a tuple. The same thing is drawn in many lists."""
    return draw(key=key, accent=accent, countries=countries, year=year, golden=golden, wide=wide, joined=joined).svg
