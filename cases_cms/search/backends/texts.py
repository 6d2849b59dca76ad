"""The texts of an object that an index holds."""

from django.db.models import Manager
from django.utils.encoding import force_str
from modelsearch.index import AutocompleteField, RelatedFields, SearchField

#: Names of the fields that name a thing, where there is one; they rank before all others.
TITLES = ("title", "name")


def title_field(model):
    """The name of the search field that holds a model's title; "" if it has none."""
    names = {field.field_name for field in model.get_searchable_search_fields()}
    return next((name for name in TITLES if name in names), "")


def plain(value):
    """A field's value as text."""
    if isinstance(value, str):
        return value
    if isinstance(value, (list, tuple)):
        return "\n".join(map(plain, value))
    if isinstance(value, dict):
        return "\n".join(map(plain, value.values()))
    return "" if value is None else force_str(value)


def _values(obj, field):
    """``[(field, text)]``; fields of related objects are followed."""
    if isinstance(field, RelatedFields):
        related = field.get_value(obj)
        if isinstance(related, Manager):
            related = related.all()
        elif callable(related):
            related = [related()]
        else:
            related = [related]
        for other in related:
            if other is not None:
                for inner in field.fields:
                    yield from _values(other, inner)
    elif isinstance(field, (SearchField, AutocompleteField)):
        yield field, plain(field.get_value(obj))


class Texts:
    """``titles``, ``others`` and ``autocomplete`` of an object: lists of texts, the empty ones left out."""

    def __init__(self, obj):
        self.pk = force_str(obj.pk)
        self.titles, self.others, self.autocomplete = [], [], []
        title = title_field(type(obj))
        for field in obj.get_search_fields():
            for found, text in _values(obj, field):
                if not text.strip():
                    continue
                if isinstance(found, AutocompleteField):
                    self.autocomplete.append(text)
                elif found is field and field.field_name == title:
                    self.titles.append(text)
                else:
                    self.others.append(text)


def texts_of(obj, names):
    """The texts of the search fields called ``names``, of this object alone."""
    fields = {field.field_name: field for field in obj.get_searchable_search_fields()}
    return [text for name in names if name in fields for _field, text in _values(obj, fields[name])]
