"""Which messages a visitor can meet: what the catalogues of languages that the admin does not speak have to hold.

A message is public unless all places that use it are the admin's: a file named in ADMIN, or a place in a Python
file where only editors look (names and help of fields, panels, broken rules). What is new is public until it is
named here: a text too many in the catalogues, never one too few on a page.

    python tools/public_messages.py            the public messages, file by file
"""

import ast
import itertools
from fnmatch import fnmatch
from functools import cache

import polib

# Patterns of paths, relative to the root; "*" is any number of folders, too.
ADMIN = [
    "*/admin/*",
    "*/desk/*",
    "*/desk.py",
    "*/desk_*.py",
    "*/dashboard*.py",
    "*/wagtail_hooks.py",
    "*/bulk_*.py",
    "*/choosers.py",
    "*/panels.py",
    "*/widgets.py",
    "*/forms.py",
    "*/checks.py",
    "*_checks.py",
    "*/rules.py",
    "*/services.py",
    "*/management/*",
    "*/migrations/*",
    "*/styleguide/*",
    "*/styleguide.py",
    "*/templates/wagtail_localize/*",
    "*/templates/wagtailadmin/*",
    "*/upstream/*",
    "cases_cms/demo/*",
    "cases_cms/core/country_*.py",
    "cases_cms/core/image_forms.py",
    "cases_cms/core/jobs/*",
    "cases_cms/core/middleware.py",
    "cases_cms/core/outcomes.py",
    "cases_cms/core/role*.py",
    "cases_cms/core/tags.py",
    "cases_cms/core/translation_views.py",
    "cases_cms/core/waiting.py",
    "cases_cms/core/templates/cases_cms/jobs/*",
    "home/site_settings.py",
]
# Of the translators' workshop, visitors see the term page alone; of the release, its previews.
PUBLIC = ["*/glossary_page.py", "*/glossary_page.html", "*/glossary_page_*.html"]
PUBLIC += ["cases_cms/release/previewing/*", "cases_cms/release/templates/cases_cms/preview/*"]
ADMIN_BESIDES = ["cases_cms/localization/*", "cases_cms/release/*", "cases_cms/interchange/*"]

CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy", "npgettext"}
CALLS |= {"npgettext_lazy", "gettext_noop"}
# What is said to editors inside a Python file that speaks to visitors, too.
KEYWORDS = {"verbose_name", "verbose_name_plural", "help_text", "heading", "description", "preview_value"}
OPTIONS = {*KEYWORDS, "label", "permissions", "page_description"}
ERRORS = {"ValidationError", "ImproperlyConfigured", "CommandError"}


def is_admin(path):
    if any(fnmatch(path, pattern) for pattern in PUBLIC):
        return False
    return any(fnmatch(path, pattern) for pattern in [*ADMIN, *ADMIN_BESIDES])


def name_of(call):
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def is_for_editors(ancestors):
    """Whether a call with these nodes around it, the nearest last, is one of the places in which editors look."""
    for parent, child in itertools.pairwise(ancestors):
        if isinstance(parent, ast.keyword) and parent.arg in KEYWORDS:
            return True
        if isinstance(parent, ast.Call):
            name = name_of(parent)
            if name == "make_frame":
                return False  # The head of a public page.
            if name in ERRORS or name.endswith(("Panel", "Block")) or "Panel" in name:
                return True
            # A model's field takes its name first, a form's field or a column its label.
            if name.endswith(("Field", "Key", "KeyField", "Column", "Filter")) and not isinstance(child, ast.keyword):
                return True
        if isinstance(parent, ast.ClassDef) and isinstance(child, ast.Assign):
            names = OPTIONS if parent.name == "Meta" else {*KEYWORDS, "page_description"}
            # Any other name says nothing yet: what is assigned may be a field.
            if any(getattr(target, "id", "") in names for target in child.targets):
                return True
    return False


@cache
def public_texts(path):
    """The texts that a Python file says to visitors, singulars alone: pairs of context and text."""
    found = set()

    def visit(node, ancestors):
        line = [*ancestors, node]
        if isinstance(node, ast.Call) and name_of(node) in CALLS and not is_for_editors(line):
            words = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
            if len(words) < 1 + ("pgettext" in name_of(node)):
                pass  # what stands in a variable is named elsewhere
            elif "pgettext" in name_of(node):
                found.add((words[0], words[1]))
            else:
                found.add((None, words[0]))
        for child in ast.iter_child_nodes(node):
            visit(child, line)

    visit(ast.parse(path.read_text(encoding="utf-8")), [])
    return found


def is_public(entry, root):
    """Whether a visitor can meet this entry of a catalogue made from the sources below `root`."""
    for place, _line in entry.occurrences:
        if is_admin(place):
            continue
        path = root / place
        if path.suffix != ".py" or (entry.msgctxt, entry.msgid) in public_texts(path):
            return True
    return False


def main():
    from compile_messages import CHINESE, ROOT, catalogues

    for path in catalogues(ROOT, CHINESE):
        for entry in polib.pofile(str(path)):
            if is_public(entry, ROOT):
                print(*(place for place, _ in entry.occurrences), repr(entry.msgid))


if __name__ == "__main__":
    main()
