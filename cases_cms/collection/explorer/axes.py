"""Which cases have which values, as arrays: a filter is one look-up, all counts of a facet are one sum."""

import numpy as np


class Axis:
    """The values of one facet over the cases ``0 … size-1``; a case may have none, one or several.

    ``rows[starts[i]:starts[i + 1]]`` are the cases with the value ``codes[i]``; there is no value without a case.
    """

    __slots__ = ("codes", "number", "rows", "size", "starts", "totals")

    def __init__(self, codes, starts, rows, size):
        self.codes, self.starts, self.rows, self.size = codes, starts, rows, size
        self.number = {code: number for number, code in enumerate(codes)}
        #: Cases of each value when nothing is selected.
        self.totals = np.diff(starts)

    @classmethod
    def of(cls, values, size):
        """The Axis of ``[codes of case 0, codes of case 1, …]``."""
        number = {}
        columns, rows = [], []
        for row, codes in enumerate(values):
            for code in codes:
                columns.append(number.setdefault(code, len(number)))
                rows.append(row)
        columns = np.asarray(columns, dtype=np.int32)
        order = np.argsort(columns, kind="stable")
        counts = np.bincount(columns, minlength=len(number)) if len(columns) else np.zeros(0, dtype=np.int64)
        starts = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
        return cls(tuple(number), starts, np.asarray(rows, dtype=np.int32)[order], size)

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
        return np.add.reduceat(mask.view(np.uint8)[self.rows], self.starts[:-1], dtype=np.int64)
