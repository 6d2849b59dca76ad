"""Which cases have which values, as arrays: a filter is one look-up, all counts of a facet are one sum."""

import numpy as np


class Axis:
    """The values of one facet over the cases ``0 … size-1``; a case may have none, one or several.

    ``rows[starts[i]:starts[i + 1]]`` are the cases with the value ``codes[i]``; there is no value without a case.
    An Axis is never changed, so threads may share it.
    """

    __slots__ = ("codes", "number", "rows", "size", "starts", "totals")

    def __init__(self, codes=(), columns=(), rows=(), size=0):
        """``codes`` of which case ``rows[i]`` has number ``columns[i]``; those that no case has are dropped."""
        columns, rows = np.asarray(columns, dtype=np.int32), np.asarray(rows, dtype=np.int32)
        counts = np.bincount(columns, minlength=len(codes)) if len(codes) else np.zeros(0, dtype=np.int64)
        used = np.flatnonzero(counts)
        order = np.argsort(columns, kind="stable")
        self.codes = tuple(codes[number] for number in used)
        self.number = {code: number for number, code in enumerate(self.codes)}
        self.rows, self.size = rows[order], size
        #: Cases of each value when nothing is selected.
        self.totals = counts[used]
        self.starts = np.concatenate(([0], np.cumsum(self.totals))).astype(np.int64)

    def replaced(self, place, added, size):
        """The Axis of other cases: case ``i`` is now ``place[i]`` (-1: gone), ``added`` is ``{new case: codes}``."""
        rows = place[self.rows] if len(self.rows) else self.rows
        columns = np.repeat(np.arange(len(self.codes), dtype=np.int32), self.totals)
        kept = rows >= 0
        number = dict(self.number)
        new_columns, new_rows = [], []
        for row, codes in added.items():
            for code in codes:
                new_columns.append(number.setdefault(code, len(number)))
                new_rows.append(row)
        return Axis(
            tuple(number),
            np.concatenate((columns[kept], np.asarray(new_columns, dtype=np.int32))),
            np.concatenate((rows[kept], np.asarray(new_rows, dtype=np.int32))),
            size,
        )

    def mask(self, codes):
        """Which cases have any of ``codes``."""
        found = np.zeros(self.size, dtype=bool)
        for code in codes:
            number = self.number.get(code)
            if number is not None:
                found[self.rows[self.starts[number] : self.starts[number + 1]]] = True
        return found

    def counts(self, mask=None):
        """Cases of each value (in the order of ``codes``) among those of ``mask``, by default among all."""
        if mask is None or not len(self.rows):
            return self.totals
        return np.add.reduceat(mask.view(np.uint8)[self.rows], self.starts[:-1], dtype=np.int32)

    def column(self):
        """The number of each case's value, for a facet of which it has one; -1 without any."""
        numbers = np.full(self.size, -1, dtype=np.int32)
        numbers[self.rows] = np.repeat(np.arange(len(self.codes), dtype=np.int32), self.totals)
        return numbers
