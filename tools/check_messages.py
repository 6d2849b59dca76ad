"""Compares the message catalogues with the sources and with what they were compiled to.

    python tools/check_messages.py            a line for each fault; exit status 1 if there is one
    python tools/check_messages.py --update   brings the catalogues up to date with the sources
    python tools/check_messages.py --add fr   begins the catalogues of a language

Chinese has every text; the other languages have the texts that visitors meet (tools/public_messages.py).

Faults: a message without a translation, fuzzy, obsolete, or with other placeholders than its translation; a
string of the sources that its catalogue lacks, or the other way round; what two catalogues of a language translate
differently, as Django takes one of them everywhere (a context tells them apart); a message inside an f-string, which
gettext does not see; a .mo that does not say what its .po says. Needs GNU gettext, through Django's makemessages.
"""

import argparse
import ast
import gettext
import os
import re
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

import django.conf
import polib

from compile_messages import CHINESE, ROOT, catalogues, compiled_files, language_of, languages
from public_messages import CALLS, is_public, name_of

# Folders without a text that a visitor or an editor sees.
IGNORED = [".git", ".venv", "var", "build", "dist", "docs", "node_modules", "static", "tests", "tools"]
PLACEHOLDER = re.compile(r"%\((\w+)\)[#0\- +]*[\d.]*[a-zA-Z]|(?<!\{)\{(\w*)[^{}]*\}(?!\})")
HEADER = {
    "Project-Id-Version": "cases-cms",
    "Language": "",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "",
}
NUMBERS = [*range(201), 1000, 1_000_000, 2_000_000]


@cache
def plural_forms(language):
    """The number and the rule of a language's plural forms as Django has them: with others, a catalogue would be
    asked after Django's own, and in vain."""
    path = Path(django.conf.__file__).parent / "locale" / language / "LC_MESSAGES" / "django.mo"
    header = polib.mofile(str(path)).metadata["Plural-Forms"]
    number, rule = re.fullmatch(r"nplurals=(\d+); *plural=(.*?);?", " ".join(header.split())).groups()
    return int(number), rule


def make_messages(root):
    """Updates the catalogues below `root` from the sources there."""
    missing = [tool for tool in ("xgettext", "msgmerge", "msguniq") if not shutil.which(tool)]
    if missing:
        sys.exit(f"GNU gettext is needed ({', '.join(missing)} not found): `apt install gettext`, then repeat.")
    for app in root.glob("**/apps.py"):
        if not set(app.relative_to(root).parts) & set(IGNORED):
            (app.parent / "locale").mkdir(exist_ok=True)
    (root / "locale").mkdir(exist_ok=True)
    command = [sys.executable, "manage.py", "makemessages", "-e", "html,txt,xml,py"]
    command += [word for language in languages(root) for word in ("-l", language)]
    command += ["--no-obsolete", "--no-wrap", "--add-location=file", "--verbosity=0"]
    command += [word for name in IGNORED for word in ("--ignore", name)]
    settings = {"DJANGO_SETTINGS_MODULE": "config.settings.dev", "DATABASE_URL": "sqlite://:memory:"}
    done = subprocess.run(command, cwd=root, env={**os.environ, **settings}, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"makemessages failed:\n{done.stdout}{done.stderr}".rstrip())
    keep_public(root)
    for pattern in ("**/locale/*/LC_MESSAGES", "**/locale/*", "**/locale"):
        for path in root.glob(pattern):
            if path.is_dir() and ".venv" not in path.parts and not any(path.iterdir()):
                path.rmdir()


def keep_public(root):
    """Leaves in the catalogues of all languages but Chinese what visitors meet; a catalogue without it goes."""
    for path in catalogues(root):
        if language_of(path) == CHINESE:
            continue
        catalogue = polib.pofile(str(path), wrapwidth=0)
        kept = [entry for entry in catalogue if not entry.obsolete and is_public(entry, root)]
        if not kept:
            path.unlink()
            path.with_suffix(".mo").unlink(missing_ok=True)
        elif len(kept) < len(catalogue):
            catalogue[:] = kept
            catalogue.save()


def tidy(path):
    """Gives a new catalogue its header, and drops what would change with every run or says nothing."""
    catalogue = polib.pofile(str(path), wrapwidth=0)
    language = language_of(path)
    number, rule = plural_forms(language)
    header = {**HEADER, "Language": language, "Plural-Forms": f"nplurals={number}; plural={rule};"}
    if catalogue.metadata_is_fuzzy or catalogue.metadata.get("Plural-Forms") != header["Plural-Forms"]:
        catalogue.metadata, catalogue.metadata_is_fuzzy, catalogue.header = header, False, ""
        for entry in catalogue:
            if entry.msgid_plural:
                entry.msgstr_plural = {form: entry.msgstr_plural.get(form, "") for form in range(number)}
        catalogue.save()
    text = path.read_text(encoding="utf-8")
    text = re.sub(r'^"(POT-Creation-Date:.*|Report-Msgid-Bugs-To: \\n)"\n', "", text, flags=re.MULTILINE)
    path.write_text(text, encoding="utf-8")


def key(entry):
    return entry.msgctxt, entry.msgid, entry.msgid_plural


def short(text):
    text = " ".join(text.split())
    return repr(text if len(text) <= 70 else f"{text[:67]}...")


def placeholders(text):
    return {named or braced for named, braced in PLACEHOLDER.findall(text.replace("%%", ""))}


def forms_of_one_number(language):
    """The plural forms that stand for a single number, and so need not name it ("one case", "a case")."""
    forms = [gettext.c2py(plural_forms(language)[1])(number) for number in NUMBERS]
    return {form for form in forms if forms.count(form) == 1}


def faults_of_entry(entry, language):
    if entry.obsolete:
        yield "obsolete"
        return
    if entry.fuzzy:
        yield "fuzzy"
    translations = [entry.msgstr_plural[form] for form in sorted(entry.msgstr_plural)] or [entry.msgstr]
    if entry.msgid_plural and len(translations) != plural_forms(language)[0]:
        yield f"{len(translations)} plural forms instead of {plural_forms(language)[0]}"
    if not all(translations):
        yield "not translated"
        return
    if {"python-format", "python-brace-format"} & set(entry.flags):
        # Where the plural names the number, a language without plurals has to, too.
        expected = placeholders(entry.msgid_plural or entry.msgid)
        silent = forms_of_one_number(language) if entry.msgid_plural else set()
        for form, translation in enumerate(translations):
            found = placeholders(translation)
            if found != expected and not (form in silent and found < expected and len(expected - found) == 1):
                yield f"other placeholders ({', '.join(sorted(found ^ expected))})"


def meaning(catalogue, entries):
    """What Django makes of a catalogue."""
    messages = {key(entry): entry.msgstr_plural or entry.msgstr for entry in entries}
    return messages, catalogue.metadata.get("Plural-Forms")


def faults_of_catalogue(path):
    """Pairs of line and fault."""
    catalogue = polib.pofile(str(path))
    if catalogue.metadata_is_fuzzy:
        yield 1, "the header is fuzzy"
    language = language_of(path)
    for entry in catalogue:
        yield from ((entry.linenum, f"{fault}: {short(entry.msgid)}") for fault in faults_of_entry(entry, language))
    target = path.with_suffix(".mo")
    if not target.exists():
        yield 1, f"{target.name} is missing: make compilemessages"
        return
    compiled = polib.mofile(str(target))
    if meaning(compiled, compiled) != meaning(catalogue, catalogue.translated_entries()):
        yield 1, f"{target.name} does not say the same: make compilemessages"


def messages_in(path):
    """The messages of a catalogue that are in use: key -> entry; none when there is no such catalogue."""
    entries = polib.pofile(str(path)) if path.exists() else []
    return {key(entry): entry for entry in entries if not entry.obsolete}


def faults_against_sources(root):
    """Triples of path, line and fault, found by making the catalogues anew in a copy."""
    with tempfile.TemporaryDirectory(prefix="cases-cms-messages-") as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(root, copy, ignore=shutil.ignore_patterns(*IGNORED, "__pycache__", "*.mo"))
        make_messages(copy)
        paths = {path.relative_to(base) for base in (root, copy) for path in catalogues(base)}
        for path in sorted(paths):
            known, used = messages_in(root / path), messages_in(copy / path)
            for missing in sorted(used.keys() - known.keys(), key=str):
                places = ", ".join(place for place, _ in used[missing].occurrences)
                yield path, 1, f"not in the catalogue ({places}): {short(missing[1])}"
            for unused in sorted(known.keys() - used.keys(), key=str):
                yield path, known[unused].linenum, f"no longer in the sources: {short(unused[1])}"


def faults_of_python(root):
    """Triples of path, line and fault: messages inside f-strings are found by no gettext, and stay untranslated."""
    for path in sorted(root.rglob("*.py")):
        if set(path.relative_to(root).parts) & set(IGNORED):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for text in (node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)):
            for call in (node for node in ast.walk(text) if isinstance(node, ast.Call) and name_of(node) in CALLS):
                yield path.relative_to(root), call.lineno, "a message inside an f-string: take it out"


def faults_between_catalogues(root):
    """Triples of path, line and fault: what two catalogues of a language translate differently."""
    for language in languages(root):
        found = {}
        for path in catalogues(root, language):
            for message, entry in messages_in(path).items():
                first, other = found.setdefault(message[:2], (path, entry))
                if other.msgstr != entry.msgstr:
                    fault = f"translated otherwise in {first.relative_to(root)}: {short(entry.msgid)}"
                    yield path.relative_to(root), entry.linenum, fault


def check():
    paths = catalogues(ROOT)
    faults = [(path.relative_to(ROOT), *fault) for path in paths for fault in faults_of_catalogue(path)]
    for path in compiled_files(ROOT):
        if not path.with_suffix(".po").exists():
            faults.append((path.relative_to(ROOT), 1, "has no .po"))
    faults += faults_of_python(ROOT)
    faults += faults_between_catalogues(ROOT)
    faults += faults_against_sources(ROOT)
    for path, line, fault in faults:
        print(f"{path}:{line}: {fault}")
    if faults:
        sys.exit(f"{len(faults)} faults in the messages: make messages, translate, make compilemessages.")
    for language in languages(ROOT):
        count = sum(len(messages_in(path)) for path in catalogues(ROOT, language))
        print(f"{language}: {count} messages, all translated and compiled.")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--update", action="store_true", help="update the catalogues from the sources")
    parser.add_argument("--add", metavar="LANGUAGE", help="begin the catalogues of a language (a locale's name: pt_BR)")
    arguments = parser.parse_args()
    if arguments.add:
        plural_forms(arguments.add)
        (ROOT / "locale" / arguments.add / "LC_MESSAGES").mkdir(parents=True, exist_ok=True)
    if arguments.update or arguments.add:
        make_messages(ROOT)
        for path in catalogues(ROOT):
            tidy(path)
    else:
        check()


if __name__ == "__main__":
    main()
