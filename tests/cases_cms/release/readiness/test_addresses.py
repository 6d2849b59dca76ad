"""Where findings lead: each field that one can name stands in the form that its link opens."""

import pytest
from wagtail.models import get_page_models

from cases_cms.release.readiness.keeping_rules import _unchecked
from cases_cms.release.readiness.uses import _fields, _relations

#: No rule can be broken in a text that may be empty, of a type that has no place in the menu.
NEVER_NAMED = {"menu_title"}
MODELS = [model for model in get_page_models() if not model.__module__.startswith("wagtail")]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_field_that_a_finding_names_is_in_the_form(model):
    form = model.get_edit_handler().get_form_class()
    used = {name for name, _kind in _fields(model)}
    checked = {field.name for field in model._meta.concrete_fields if field.name not in _unchecked(model)}
    assert (used | checked) - set(form.base_fields) - NEVER_NAMED == set()
    for relation, child in _relations(model):
        if relation in form.formsets:
            assert {name for name, _kind in _fields(child)} - set(form.formsets[relation].form.base_fields) == set()
        else:
            assert [name for name, _kind in _fields(child)] == []
