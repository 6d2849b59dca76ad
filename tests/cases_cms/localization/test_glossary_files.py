"""Files of terms: out and in again, other people's files, and what is wrong in a file said row by row."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from translate.storage.tbx import tbxfile

from cases_cms.localization.enums import FormStatus
from cases_cms.localization.glossary import glossary
from cases_cms.localization.glossary_files import FileError, read_file, write_csv
from cases_cms.localization.glossary_imports import import_terms
from cases_cms.localization.glossary_services import add_terms, read_seeds
from cases_cms.localization.glossary_tbx import write_tbx
from cases_cms.localization.models import Term, TermForm
from tests.cases_cms.localization.test_glossary import make_term
from tests.desk import client_of, make_admin
from tests.forms import form_values

pytestmark = pytest.mark.django_db

IMPORT = reverse("localization:glossary_import")
TBX_2019 = """<?xml version="1.0"?>
<tbx type="TBX-Basic" style="dct" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"
     xmlns:min="http://www.tbxinfo.net/ns/min" xmlns:basic="http://www.tbxinfo.net/ns/basic">
<text><body><conceptEntry id="1"><langSec xml:lang="en-GB"><termSec><term>digital divide</term>
<min:partOfSpeech>noun</min:partOfSpeech></termSec></langSec>
<langSec xml:lang="zh-CN"><termSec><term>数字鸿沟</term>
<min:administrativeStatus>preferredTerm-admn-sts</min:administrativeStatus></termSec>
<termSec><term>数字分歧</term><min:administrativeStatus>deprecatedTerm-admn-sts</min:administrativeStatus></termSec>
</langSec><langSec xml:lang="tlh"><termSec><term>x</term></termSec></langSec></conceptEntry></body></text></tbx>"""


def the_csv():
    return "".join(write_csv()).encode()


def contents():
    return {
        entry.key: (entry.part_of_speech, entry.note, entry.is_public, entry.forms)
        for entry in glossary().entries.values()
    }


def imported(content, dry_run=False):
    reports = import_terms(rows=read_file("terms", content), dry_run=dry_run)
    return [(report.number, report.outcome, report.message) for report in reports]


@pytest.mark.parametrize("write", [the_csv, write_tbx])
def test_what_goes_out_comes_in_again(write):
    add_terms(terms=read_seeds())
    before, file = contents(), write()
    assert {outcome for _number, outcome, _message in imported(file)} == {"same"}
    Term.objects.all().delete()
    assert {outcome for _number, outcome, _message in imported(file)} == {"new"}
    assert contents() == before


def test_a_file_changes_its_languages_only_and_notes_stay():
    term = make_term(("en", "digital divide"), ("fr", "fracture numérique"), ("zh-hans", "数字鸿沟"), is_public=False)
    TermForm.objects.filter(text="数字鸿沟").update(note="联合国用语")
    file = f"key,note,public,zh-hans,zh-hans allowed\n{term.key},UN,no,数字鸿沟,数码鸿沟 | 数字差距\n".encode()
    assert imported(file, dry_run=True) == [(2, "changed", "")]
    assert Term.objects.get().note == ""
    assert imported(file) == [(2, "changed", "")]
    assert (Term.objects.get().note, Term.objects.get().is_public) == ("UN", False)
    assert sorted(TermForm.objects.values_list("language", "text", "status", "note")) == [
        ("en", "digital divide", "official", ""),
        ("fr", "fracture numérique", "official", ""),
        ("zh-hans", "数字差距", "allowed", ""),
        ("zh-hans", "数字鸿沟", "official", "联合国用语"),
        ("zh-hans", "数码鸿沟", "allowed", ""),
    ]


@pytest.mark.parametrize("head", ["key,en,zh-hans", "key,public,note,part_of_speech,en,zh-hans"])
def test_what_a_file_does_not_say_stays_as_it_is(head):
    term = make_term(("en", "run"), is_public=False, part_of_speech="verb", note="UN")
    empty = "," * head.count("part") * 3
    assert imported(f"{head}\n{term.key},{empty}run,运行\n".encode()) == [(2, "changed", "")]
    term.refresh_from_db()
    assert (term.is_public, term.part_of_speech) == (False, "verb")
    assert term.note == ("" if "note" in head else "UN")  # an empty cell takes the note away


def test_tbx_without_notes_and_parts_of_speech_takes_none_away():
    term = make_term(("en", "run"), is_public=False, part_of_speech="verb", note="UN")
    file = (
        f'<martif type="TBX"><text><body><termEntry id="c{term.key}"><langSet xml:lang="fr"><tig><term>exécuter</term>'
        "</tig></langSet></termEntry></body></text></martif>"
    )
    assert imported(file.encode()) == [(1, "changed", "")]
    term.refresh_from_db()
    assert (term.is_public, term.part_of_speech, term.note) == (False, "verb", "UN")
    assert sorted(term.forms.values_list("text", flat=True)) == ["exécuter", "run"]


def test_bad_rows_are_refused_one_by_one_and_the_good_ones_kept():
    file = (
        "key,part_of_speech,en,zh-CN,en forbidden\n"
        ",,edition,届,\n"
        ",,Edition,版,\n"
        ",thing,summit,峰会,\n"
        "abc,,summit,峰会,\n"
        ",,,,\n"
        ",,,,only forbidden\n"
        ",noun,summit,峰会,Summit\n"
        f",,{'x' * 300},长,\n"
    ).encode()
    assert imported(file) == [
        (2, "new", ""),
        (3, "refused", "The same term as in row 2."),
        (4, "refused", "“thing” is no part of speech."),
        (5, "refused", "“abc” is no key of a term. Leave it empty for a new one."),
        (7, "refused", "A term needs official words in one language at least."),
        (8, "refused", "“Summit” stands twice in one language."),
        (9, "refused", "Ensure this value has at most 255 characters (it has 300)."),
    ]
    assert [str(term) for term in Term.objects.all()] == ["edition · 届"]


def test_no_cell_is_a_formula_and_comes_back_as_it_was():
    make_term(("en", "=1+1"), ("en", "@home", FormStatus.ALLOWED), note="-- a note")
    file = the_csv()
    assert b"'=1+1" in file
    assert b",=" not in file
    assert imported(file) == [(2, "same", "")]


def test_a_file_of_2019_is_read_and_unknown_languages_are_named():
    assert imported(TBX_2019.encode()) == [(1, "new", "Languages left out: tlh.")]
    assert sorted(TermForm.objects.values_list("language", "text", "status")) == [
        ("en", "digital divide", "official"),
        ("zh-hans", "数字分歧", "forbidden"),
        ("zh-hans", "数字鸿沟", "official"),
    ]


def test_other_peoples_tools_read_our_tbx():
    make_term(("en", "digital divide"), ("zh-hans", "数字鸿沟"))
    store = tbxfile(io.BytesIO(write_tbx()), sourcelanguage="en", targetlanguage="zh-Hans")
    assert [(unit.source, unit.target) for unit in store.units] == [("digital divide", "数字鸿沟")]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The file is empty."),
        ("en,zh-hans\n版,届".encode("gb18030"), "The file is not UTF-8. Save it as “CSV UTF-8”."),
        (b"name\nx", "The column “name” means nothing here."),
        (b"key,note\n,x", "The first line names no language. Columns are called “en”, “en allowed”, “en forbidden”."),
        (b"en\n\0", "This is no CSV file."),
        (b'en\n"open', "This is no CSV file."),
        (b"<martif>", "This is no TBX file: the XML is broken."),
        (b"<html/>", "This is no TBX file."),
        (
            b'<!DOCTYPE martif [<!ENTITY a "b">]><martif>&a;</martif>',
            "The file defines entities or refers to other files, which is not allowed.",
        ),
        (b"en\n" + b"x\n" * 5001, "The file has more than 5000 terms."),
        (b"x" * (1024 * 1024 + 1), "The file is larger than 1 MB."),
    ],
)
def test_what_is_no_file_of_terms_says_why(content, message):
    with pytest.raises(FileError) as error:
        read_file("terms.csv", content)
    assert str(error.value) == message


def test_a_file_is_checked_first_and_imported_on_the_second_click():
    desk = client_of(make_admin())
    file = SimpleUploadedFile("terms.csv", "en,zh-hans\nedition,届\n".encode())
    response = desk.post(IMPORT, {"file": file})
    assert [report.outcome for report in response.context["reports"]] == ["new"]
    assert Term.objects.count() == 0
    values = form_values(response.content.decode(), ".cases-terms-go")
    response = desk.post(IMPORT, {**values, "import": "1"})
    assert [report.outcome for report in response.context["reports"]] == ["new"]
    assert str(Term.objects.get()) == "edition · 届"


@pytest.mark.parametrize("data", [{}, {"content": "%%%"}, {"content": "AA=="}, {"import": "1", "content": "bmFtZQp4"}])
def test_bad_posts_are_answered_with_the_form(data):
    response = client_of(make_admin()).post(IMPORT, data)
    assert response.status_code == 422
    assert response.context["reports"] is None
    assert Term.objects.count() == 0


@pytest.mark.parametrize("form", ["csv", "tbx"])
def test_exports_are_downloads(form):
    make_term(("en", "edition"), ("zh-hans", "届"))
    response = client_of(make_admin()).get(reverse("localization:glossary_export", args=[form]))
    assert response["Content-Disposition"] == f'attachment; filename="glossary.{form}"'
    assert "届" in response.getvalue().decode()
    assert client_of(make_admin("other")).get(f"{IMPORT}../export/xls/").status_code == 404
