"""The glossary in the admin: who may do what, what is saved, and files in and out through it."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from cases_cms.localization.enums import FormStatus
from cases_cms.localization.models import Term
from tests.cases_cms.localization.test_glossary import make_term
from tests.desk import client_of, make_admin, make_user, messages_of

pytestmark = pytest.mark.django_db

INDEX = reverse("glossary:index")
ADD = reverse("glossary:add")
IMPORT = reverse("localization:glossary_import")


def form_data(rows, initial=0, **values):
    """What the form of a term posts; the first ``initial`` rows were there before."""
    data = {"part_of_speech": "noun", "note": "", "is_public": "on", **values}
    data |= {"forms-TOTAL_FORMS": len(rows), "forms-INITIAL_FORMS": initial, "forms-MIN_NUM_FORMS": 1}
    for number, row in enumerate(rows):
        data |= {f"forms-{number}-{name}": value for name, value in {"id": "", "DELETE": "", **row}.items()}
    return data


@pytest.fixture
def desk():
    return client_of(make_admin())


def names(response):
    return [str(term) for term in response.context["object_list"]]


def test_a_term_is_made_changed_and_logged(desk):
    forms = [
        {"language": "en", "text": "digital divide", "status": "official", "note": ""},
        {"language": "zh-hans", "text": "数字鸿沟", "status": "official", "note": "联合国用语"},
    ]
    desk.post(ADD, form_data(forms))
    term = Term.objects.get()
    assert str(term) == "digital divide · 数字鸿沟"
    keys = {form.text: form.pk for form in term.forms.all()}
    forms = [
        {"id": keys["digital divide"], "language": "en", "text": "digital gap", "status": "official", "note": ""},
        {"id": keys["数字鸿沟"], "language": "zh-hans", "text": "数字鸿沟", "status": "allowed", "note": ""},
        {"language": "zh-hans", "text": "数码鸿沟", "status": "official", "note": ""},
    ]
    response = desk.post(reverse("glossary:edit", args=[term.pk]), form_data(forms, initial=2), follow=True)
    assert response.redirect_chain == [(INDEX, 302)]
    term = Term.objects.get()
    assert term.forms.get(pk=keys["数字鸿沟"]).status == "allowed"
    assert sorted(term.forms.values_list("text", flat=True)) == ["digital gap", "数字鸿沟", "数码鸿沟"]
    assert list(ModelLogEntry.objects.for_instance(term).order_by("pk").values_list("action", "user__username")) == [
        ("wagtail.create", "admin"),
        ("wagtail.edit", "admin"),
    ]


def test_forms_may_exchange_their_places(desk):
    term = make_term(("en", "a"), ("en", "b", FormStatus.ALLOWED))
    keys = {form.text: form.pk for form in term.forms.all()}
    forms = [
        {"id": keys["a"], "language": "en", "text": "b", "status": "official", "note": ""},
        {"id": keys["b"], "language": "en", "text": "a", "status": "allowed", "note": ""},
    ]
    desk.post(reverse("glossary:edit", args=[term.pk]), form_data(forms, initial=2))
    assert sorted(term.forms.values_list("text", "status")) == [("a", "allowed"), ("b", "official")]


@pytest.mark.parametrize(
    ("forms", "message"),
    [
        ([("en", "a", "official"), ("en", "b", "official")], "Only one form in a language is the official one"),
        ([("en", "a", "official"), ("en", "A", "allowed")], "stands twice in one language"),
        ([("en", "a", "allowed")], "official words in one language"),
        ([("xx", "a", "official")], "is no language that is known here"),
    ],
)
def test_what_contradicts_itself_is_said_and_not_saved(desk, forms, message):
    rows = [{"language": row[0], "text": row[1], "status": row[2], "note": ""} for row in forms]
    response = desk.post(ADD, form_data(rows))
    assert response.status_code == 200
    assert message in response.content.decode()
    assert Term.objects.count() == 0


def test_terms_are_found_by_words_in_any_spelling(desk):
    make_term(("en", "digital divide"), ("zh-hans", "数字鸿沟"))
    make_term(("en", "edition"), ("zh-hans", "届"), note="Of the Collection", is_public=False)
    make_term(("en", "orphan"))
    assert names(desk.get(INDEX, {"q": "數字"})) == ["digital divide · 数字鸿沟"]
    assert names(desk.get(INDEX, {"q": "COLLECTION"})) == ["edition · 届"]
    assert names(desk.get(INDEX, {"q": "\0"})) == names(desk.get(INDEX))
    assert names(desk.get(INDEX, {"missing": "zh-hans"})) == ["orphan"]
    assert names(desk.get(INDEX, {"is_public": "false"})) == ["edition · 届"]
    assert names(desk.get(INDEX, {"part_of_speech": "verb"})) == []


def test_the_list_costs_the_same_for_one_term_and_for_many(desk, django_assert_num_queries):
    make_term(("en", "one"), ("zh-hans", "一"))
    desk.get(INDEX)
    with django_assert_num_queries(QUERIES):
        desk.get(INDEX)
    for number in range(20):
        make_term(("en", f"word {number}"), ("zh-hans", f"词{number}"))
    desk.get(INDEX)
    with django_assert_num_queries(QUERIES):
        assert len(desk.get(INDEX).context["object_list"]) == 21


QUERIES = 10


def test_who_may_only_read_cannot_write(client):
    term = make_term(("en", "one"))
    reader = client_of(make_user("reader", permissions=["cases_localization.view_term"]))
    assert reader.get(INDEX).status_code == 200
    assert reader.get(reverse("localization:glossary_export", args=["csv"])).status_code == 200
    for address in (ADD, IMPORT, reverse("glossary:edit", args=[term.pk]), reverse("glossary:delete", args=[term.pk])):
        response = reader.post(address, form_data([]), follow=True)
        assert messages_of(response) == ["Sorry, you do not have permission to access this area."]
    assert str(Term.objects.get()) == "one"


def test_who_has_no_right_sees_nothing():
    make_term(("en", "secret plan"))
    nobody = client_of(make_user("nobody"))
    for address in (INDEX, reverse("localization:glossary_export", args=["tbx"])):
        response = nobody.get(address, follow=True)
        assert "secret plan" not in response.content.decode()
        assert messages_of(response) == ["Sorry, you do not have permission to access this area."]
