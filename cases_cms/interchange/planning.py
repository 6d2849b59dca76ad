"""The dry run: what each row of a table would create, change or leave, and each problem at its cell; writes nothing."""

from uuid import UUID

from wagtail.models import Locale

from cases_cms.collection.models import CasePage
from cases_cms.core.folding import fold
from cases_cms.core.told import gettext as _
from cases_cms.core.told import language_of
from cases_cms.interchange import prose
from cases_cms.interchange.checking import BESIDE, check_beside, check_case, check_values
from cases_cms.interchange.columns import BY_CODE, place_of
from cases_cms.interchange.errors import CellError
from cases_cms.interchange.exporting import value_of
from cases_cms.interchange.images import Images
from cases_cms.interchange.known import Known
from cases_cms.interchange.loading import load_cases
from cases_cms.interchange.models import CaseIdentifier
from cases_cms.interchange.organizations import Organizations
from cases_cms.interchange.planned import ROLES, Action, Level, Plan, Remark, RowPlan
from cases_cms.interchange.planning_translations import Translations
from cases_cms.interchange.rights import Rights
from cases_cms.interchange.told import label_of

#: Rows whose cases are in memory at a time.
CHUNK = 100
SHARED = ("category", "outstanding", "countries", "reach", "start_year", "slug")


class Planner:
    """Plans the rows of one table; afterwards it knows what they need: ``organizations`` and ``images``."""

    def __init__(self, table, edition, archive, user):
        self.table, self.edition, self.user = table, edition, user
        self.known, self.rights = Known(), Rights(user, edition)
        self.organizations, self.translations = Organizations(), Translations(self.known)
        self.rows = [RowPlan(row.number, cells=row.cells) for row in table.rows]
        self.locales = {locale.language_code: locale for locale in Locale.objects.all()}
        self._read_cells()
        self._find_cases()
        used = {pk for row in self.rows if row.case for pk in self._pictures_of(row.case)}
        self.images = Images(archive, edition.folder, used)

    # --- Reading ----------------------------------------------------------------------------

    def _read_cells(self):
        for row in self.rows:
            for key, cell in row.cells.items():
                language = key.partition(".")[2]
                if cell.text.strip() and language and language not in self.locales:
                    told = _("The site is not kept in %(language)s.") % {"language": language_of(language)}
                    row.say(key, told)
                elif cell.text.strip():
                    try:
                        value = place_of(key).parse(cell.text, self.known)
                    except CellError as error:
                        row.say(key, error)
                    else:
                        if value not in ("", [], None):
                            row.values[key] = value
            row.identifier = row.values.get("id", "")

    def _find_cases(self):
        """Give each row the case that its ID names: by an earlier file or, as exports write it, by its own key."""
        rows = CaseIdentifier.objects.filter(edition_key=self.edition.key)
        by_name = {fold(identifier): key for identifier, key in rows.values_list("identifier", "case_key")}
        self.taken = {}
        cases = self.edition.case_keys()
        wanted = {}
        for row in self.rows:
            key = by_name.get(fold(row.identifier)) or _as_key(row.identifier)
            if key in cases:
                wanted[row.number] = key
        keys = list(dict.fromkeys(wanted.values()))
        loaded = {}
        for start in range(0, len(keys), CHUNK):
            loaded |= {case.key: case for case in load_cases(keys[start : start + CHUNK])}
        for row in self.rows:
            row.case = loaded.get(wanted.get(row.number))
        self.titles = self.edition.titles()
        self.slugs = self.edition.slugs()

    def _present(self, row):
        """What the case says now in the table's columns, and in those that the rules need, as cells would mean it."""
        sections = [f"{name}.{code}" for name in CasePage.SECTIONS for code in self.table.languages]
        for key in dict.fromkeys([*row.cells, "countries", "category", *sections]):
            place = place_of(key)
            value = value_of(row.case, place)
            if key not in ("cover", "pictures", "edition", "id"):
                text = place.format(value, self.known, "en")
                try:
                    value = place.parse(text, self.known)
                except CellError:  # what no cell could say: the cell's text is another one
                    value = None
            row.present[key] = value

    @staticmethod
    def _pictures_of(case):
        found = [case.content.get("cover"), *(child.get("image") for child in case.content.get("gallery") or [])]
        return [pk for pk in found if pk]

    # --- One row ----------------------------------------------------------------------------

    def plan(self, row):
        """Find out what becomes of ``row``."""
        if row.case is not None:
            self._present(row)
        row.language = self._source_language(row)
        row.titles = {code: title for code in self.table.languages if (title := row.value(f"title.{code}"))}
        row.title = self._title(row)
        self._check_identity(row)
        check_values(row)
        self._resolve(row)
        if row.language:
            self._compare(row)
        if row.case is None:
            row.action = Action.CREATE
        elif row.changes:
            row.action = Action.CHANGE
        if row.action != Action.LEFT:
            check_case(row, [row.language, *row.languages])
            self._check_rights(row)

    def _source_language(self, row):
        """The language a case is written in: its own or, of a new one, the edition's if the row has a title in it."""
        if row.case is not None:
            return row.case.source_language
        titled = [code for code in self.table.languages if f"title.{code}" in row.values]
        here = [code for code in titled if code in self.edition.pages]
        if self.edition.language in here:
            return self.edition.language
        return next(iter(here or titled), "")

    def _title(self, row):
        for code in (row.language, *row.titles):
            if code in row.titles:
                return row.titles[code]
        return row.case.content.get("title", "") if row.case else ""

    def _check_identity(self, row):
        """ID, title, edition and address name one case, and no other row or case has them."""
        if not row.identifier:
            row.say("id", _("The ID is missing: by it the row finds its page."))
        self._once(row, "id", fold(row.identifier), _("Row %(number)s has the same ID."))
        if not row.title:
            key = f"title.{self.edition.language}"
            row.say(key, _("The title is missing."))
        elif row.case is None and row.language not in self.edition.pages:
            row.say(
                f"title.{row.language}",
                _("The edition has no page in %(language)s yet.") % {"language": language_of(row.language)},
            )
        for code in self.table.languages:
            title = row.values.get(f"title.{code}")
            if title:
                self._once(row, f"title.{code}", fold(title), _("Row %(number)s has the same title."))
                others = self.titles.get(fold(title), set()) - {row.case.key if row.case else None}
                if others:
                    row.say(f"title.{code}", _("The edition has a case with this title already, under another ID."))
        if row.values.get("edition") not in (None, self.edition.year):
            row.say("edition", _("This row belongs to another edition: %(year)s.") % {"year": row.values["edition"]})
        slug = row.values.get("slug")
        if slug:
            self._once(row, "slug", slug, _("Row %(number)s has the same address."))
            if self.slugs.get(slug) not in (None, row.case.key if row.case else None):
                row.say("slug", _("Another page of the edition has this address."))

    def _once(self, row, key, value, sentence):
        if not value:
            return
        first = self.taken.setdefault((key, value), row.number)
        if first != row.number:
            row.say(key, sentence % {"number": first})

    def _resolve(self, row):
        """Find the organizations and pictures that cells name."""
        for code in ROLES:
            if any(key.partition(".")[0] == code for key in row.values):
                row.credits[code] = self._organizations(row, code)
        own = self._pictures_of(row.case) if row.case else []
        for code in ("cover", "pictures"):
            texts = row.values.get(code) or []
            found = []
            for text in [texts] if isinstance(texts, str) else texts:
                try:
                    found.append(self.images.find(text, own))
                except CellError as error:
                    row.say(code, error)
            if code == "cover":
                row.cover = found[0] if found else None
            else:
                row.gallery = found
        # Those that were not found count: that they are missing is said already.
        number = len(row.values.get("pictures") or (row.case and row.case.gallery) or [])
        check_beside(row, number)

    def _organizations(self, row, code):
        lists = {language: row.values.get(f"{code}.{language}", []) for language in self.table.languages}
        found = []
        for place in range(max(map(len, lists.values()))):
            names = {language: some[place] for language, some in lists.items() if place < len(some) and some[place]}
            if not names:
                continue
            key = f"{code}.{next(iter(names))}"
            try:
                named = self.organizations.find(names)
            except CellError as error:
                row.say(key, error)
                continue
            if named in found:
                row.note(key, _("“%(name)s” is named twice.") % {"name": next(iter(names.values()))})
                continue
            found.append(named)
            self._tell_names(row, code, named, names)
        return found

    def _tell_names(self, row, code, named, names):
        for language, name in names.items():
            key = f"{code}.{language}"
            if named.key is None:
                row.note(key, _("“%(name)s” is not known here yet: it will be made.") % {"name": name})
            elif language not in named.names:
                row.names.append((named, language, name))
                row.note(
                    key, _("The organization gets this name in %(language)s.") % {"language": language_of(language)}
                )
            elif fold(named.names[language]) != fold(name):
                row.note(
                    key,
                    _("The organization is called “%(name)s” here, and stays so.") % {"name": named.names[language]},
                )

    # --- Comparing --------------------------------------------------------------------------

    def _compare(self, row):
        """Note which cells say something else than the case does."""
        for code in SHARED:
            if code in row.values and (row.case is None or row.values[code] != row.present.get(code)):
                row.changes.append(code)
        self._compare_credits(row)
        self._compare_pictures(row)
        source = row.language
        for key in [key for key in row.values if key.endswith(f".{source}")]:
            code = key.partition(".")[0]
            if code not in ROLES and row.values[key] != row.present.get(key):
                row.changes.append(key)
                if code in CasePage.SECTIONS and row.case and prose.has_formatting(row.case.content.get(code)):
                    row.note(key, _("Formatting and links of the present text will be lost."))
        if "pictures" in row.changes:  # what stands beside them goes with them, unless the row says it anew
            beside = [key for key in row.values if key.partition(".")[0] in BESIDE and key.endswith(f".{source}")]
            row.changes += [key for key in beside if key not in row.changes]
        for language in self.table.languages:
            if language != source:
                self.translations.compare(row, language)

    def _compare_credits(self, row):
        for code, role in ROLES.items():
            if code not in row.credits:
                continue
            children = (row.case.content.get("organizations") or []) if row.case else []
            children = sorted(children, key=lambda child: child.get("sort_order") or 0)
            present = [
                self.organizations.of_pk.get(child["organization"]) for child in children if child["role"] == role
            ]
            known = [one.key if one else None for one in present]
            if known != [named.key for named in row.credits[code]]:
                row.changes += [key for key in row.values if key.partition(".")[0] == code]
        row.changes += [
            key
            for named, language, _name in row.names
            for key in (f"{code}.{language}" for code, some in row.credits.items() if named in some)
            if key in row.values and key not in row.changes
        ]

    def _compare_pictures(self, row):
        content = row.case.content if row.case else {}
        if row.cover is not None and (row.cover.pk is None or row.cover.pk != content.get("cover")):
            row.changes.append("cover")
        children = sorted(content.get("gallery") or [], key=lambda child: child.get("sort_order") or 0)
        present = [child.get("image") for child in children]
        if row.gallery and [picture.pk for picture in row.gallery] != present:
            row.changes.append("pictures")

    # --- Rights -----------------------------------------------------------------------------

    def _check_rights(self, row):
        for key, reason in self.rights.refusals(row, self.locales):
            row.say(key, reason)

    def finish(self):
        """The Plan of all rows."""
        remarks = [
            Remark(Level.NOTE, problem.coordinate, problem.column, problem.message) for problem in self.table.problems
        ]
        for code in self.table.missing:
            if code in ("id", "title") or not all(row.case for row in self.rows):
                told = _("The column “%(name)s” is missing.") % {"name": label_of(BY_CODE[code])}
                remarks.append(Remark(Level.PROBLEM, "", code, told))
        return Plan(self.rows, remarks)


def _as_key(identifier):
    try:
        return UUID(identifier)
    except ValueError:
        return None
