"""Proves the board equal to what it is about."""

from django.db import transaction

from cases_cms.localization.models import BoardCell, BoardRow
from cases_cms.localization.rows import CELL_FIELDS, DECIDED, ROW_FIELDS, rebuild


def find_differences():
    """``[(title, language, field, stored, expected)]`` between the board and what it is about; empty if equal.

    Rolls back what it computes.
    """

    def everything():
        rows = {
            (str(row["object_id"]), ""): row
            for row in BoardRow.objects.values("object_id", *ROW_FIELDS, "content_type_id")
        }
        cells = {
            (str(cell["row__object_id"]), cell["locale__language_code"]): cell
            for cell in BoardCell.objects.values(
                "row__object_id", "row__title", "locale__language_code", *CELL_FIELDS, *DECIDED[:2]
            )
        }
        return rows | cells

    with transaction.atomic():
        before = everything()
        rebuild()
        after = everything()
        transaction.set_rollback(True)
    differences = []
    for identity in sorted(before.keys() | after.keys()):
        stored, expected = before.get(identity), after.get(identity)
        one = stored or expected
        title = one.get("title") or one.get("row__title")
        if stored is None or expected is None:
            differences.append(
                (title, identity[1], "row" if not identity[1] else "cell", stored and "…", expected and "…")
            )
            continue
        differences += [
            (title, identity[1], name, stored[name], expected[name])
            for name in stored
            if name != "row__title" and stored[name] != expected[name]
        ]
    return differences
