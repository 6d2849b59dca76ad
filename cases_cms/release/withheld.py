"""The second line: what is under embargo is shown nowhere, even if its row in the database says that it is live."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL
from wagtail.models import Page

from cases_cms.collection.models import CasePage
from cases_cms.core.memory import Memory
from cases_cms.core.visibility import Withheld
from cases_cms.release.embargo import about_models, embargoes, forget_embargoes
from cases_cms.release.models import HeldPage

#: The stamp of which editions are under embargo, and where they are in the tree.
STAMP = "embargo"


@dataclass(frozen=True)
class _Kept:
    trees: tuple = ()
    below: tuple = ()
    # Of the ids of pages elsewhere: about their cases, or kept by hand.
    sql: str = ""
    params: tuple = ()


def _ids_elsewhere(known):
    """Queryset of ids of pages, whatever their state, that belong to the editions and are not below them."""
    below = Q(pk__in=[])
    for embargo in known:
        for path in embargo.paths:
            # Cases are children of editions; unlike “startswith”, a range is found by the index on either database.
            below |= Q(path__range=CasePage._get_children_path_interval(path))
    keys = CasePage.objects.filter(below).order_by().values("translation_key")
    ids = [model.about_cases(keys).order_by().values("pk") for model in about_models()]
    # Of these editions alone: one that was deleted keeps nothing from being published.
    held = HeldPage.objects.filter(release__in=[embargo.release_id for embargo in known]).values("page_key")
    return Page.objects.filter(translation_key__in=held).order_by().values("pk").union(*ids)


def _load():
    known = embargoes()
    if not known:
        return _Kept()
    # Written once and kept: to write it takes Django longer than the database takes to answer.
    sql, params = _ids_elsewhere(known).query.get_compiler(connection=connection).as_sql()
    return _Kept(
        trees=tuple(path for embargo in known if not embargo.is_announced for path in embargo.paths),
        below=tuple(path for embargo in known if embargo.is_announced for path in embargo.paths),
        sql=sql,
        params=tuple(params),
    )


_kept = Memory(STAMP, _load, empty=_Kept)


def embargo_changed():
    """Say, in the caller's transaction, that another edition is under embargo than before, or elsewhere in the tree."""
    forget_embargoes()
    _kept.touch()


def withheld():
    """The Withheld of all editions under embargo."""
    kept = _kept.get()
    if not kept.sql:
        return Withheld()
    elsewhere = Page.objects.filter(live=True, pk__in=RawSQL(kept.sql, kept.params))  # noqa: S611  ours
    return Withheld(trees=kept.trees, below=kept.below, pages=(elsewhere,))


def is_anything_withheld():
    """Whether any edition is under embargo."""
    return bool(_kept.get().sql)
