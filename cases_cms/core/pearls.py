"""Numbers drawn as pearls, one for each thing counted: geometry for templates, in whole units of an SVG."""

from dataclasses import dataclass

#: Distance of two pearls, from centre to centre; stylesheets draw a line as pearls with a dash of this length.
PITCH = 10


def pearl_unit(largest, room):
    """What one pearl stands for, so that ``largest`` takes at most ``room`` pearls: 1, 2, 5, 10, 20, 50 …"""
    power = 1
    while True:
        for unit in (power, 2 * power, 5 * power):
            if largest <= unit * room:
                return unit
        power *= 10


def pearl_count(number, unit):
    """Pearls for ``number``; what there is of is never drawn as nothing."""
    return max(1, round(number / unit)) if number else 0


def _line(first, last, row):
    # A little longer than to the last centre, so that rounding never costs the last pearl.
    return f"M{first * PITCH + PITCH // 2} {row * PITCH + PITCH // 2}h{(last - first) * PITCH}.1"


def pearl_path(start, stop, *, wide, rows, upward=False):
    """Path through the pearls ``start`` to ``stop`` (exclusive) of a field ``wide`` pearls wide; one line a row."""
    lines = []
    while start < stop:
        row, first = divmod(start, wide)
        last = min(wide - 1, first + stop - start - 1)
        lines.append(_line(first, last, rows - 1 - row if upward else row))
        start += last - first + 1
    return "".join(lines)


@dataclass(frozen=True)
class Pearls:
    """A field of pearls in layers, the first of them at its beginning; ``paths`` has one path a layer.

    ``counts`` are cumulative: how many pearls there are up to the end of each layer. ``scale`` is pixels for a unit.
    """

    counts: tuple
    wide: int
    upward: bool = False
    scale: float = 1

    @property
    def rows(self):
        """Rows of pearls."""
        return -(-max(self.counts, default=0) // self.wide)

    @property
    def width(self):
        """Width in units of the drawing."""
        return self.wide * PITCH

    @property
    def height(self):
        """Height in units of the drawing."""
        return self.rows * PITCH

    @property
    def size(self):
        """Width and height in pixels."""
        return round(self.width * self.scale), round(self.height * self.scale)

    @property
    def paths(self):
        """A path for each layer; empty where a layer adds no pearl."""
        paths, done = [], 0
        for count in self.counts:
            paths.append(pearl_path(done, count, wide=self.wide, rows=self.rows, upward=self.upward))
            done = max(done, count)
        return paths
