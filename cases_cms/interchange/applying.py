"""Applies planned rows: drafts alone, through the services. To be called in one transaction for all rows of a file."""

from wagtail.log_actions import log

from cases_cms.collection.models import CaseFigure, CaseImage, CaseLink, CaseOrganization, CasePage, CaseVideo
from cases_cms.core import services
from cases_cms.core.gathering import written_here
from cases_cms.core.slugs import make_slug
from cases_cms.interchange import prose
from cases_cms.interchange.comparing import PLAIN
from cases_cms.interchange.models import CaseIdentifier
from cases_cms.interchange.planned import ROLES, Action
from cases_cms.interchange.translating import write_translation
from cases_cms.localization import sources

CREATED, CHANGED = "cases_interchange.create", "cases_interchange.change"
#: Columns of lines: relation, model, and the fields of their parts.
LINES = {
    "figures": (CaseFigure, ("value", "label")),
    "links": (CaseLink, ("title", "url")),
    "videos": (CaseVideo, ("title", "video_url")),
}
BESIDE = {"picture_alts": "alt_text", "picture_captions": "caption", "picture_credits": "credit"}


class Importer:
    """Applies the rows of one plan. ``user`` None is the site itself; ``name`` is the file's, for the log."""

    def __init__(self, *, edition, planner, user, name):
        self.edition, self.user, self.name = edition, user, name
        self.organizations, self.images, self.locales = planner.organizations, planner.images, planner.locales

    def apply(self, row):
        """Make or change the case of ``row``, in all its languages; returns its page in the source language."""
        self._make_organizations(row)
        if row.action != Action.CREATE:
            return self._write(self._change(row), row)
        page = CasePage(locale=self.locales[row.language])
        with written_here(page.translation_key):
            return self._write(self._create(page, row), row)

    def _write(self, page, row):
        """Give the page of ``row`` its other languages; returns it."""
        if row.languages:
            wanted = [self.locales[code] for code in row.languages]
            for translation in sources.hand_over(instance=page, locales=wanted, user=self.user):
                write_translation(page, translation, row, self.user)
        return page

    def _note(self, page, action, row):
        data = {"file": self.name, "row": row.number, "id": row.identifier}
        log(instance=page, action=action, user=self.user, data=data, content_changed=True)

    def _create(self, page, row):
        self._fill(page, row)
        if not page.slug and row.language != "en" and row.values.get("title.en"):
            page.slug = self._free_slug(row.values["title.en"])
        services.create_page(parent=self.edition.pages[row.language], page=page, user=self.user)
        # The case that had the ID before is gone from the edition, else the row would have found it.
        CaseIdentifier.objects.update_or_create(
            edition_key=self.edition.key, identifier=row.identifier, defaults={"case_key": page.translation_key}
        )
        self._note(page, CREATED, row)
        return page

    def _change(self, row):
        page = CasePage.objects.select_related("locale").get(pk=row.case.pages[row.language])
        draft = page.get_latest_revision_as_object()
        own = [key for key in row.changes if "." not in key or key.endswith(f".{row.language}")]
        if own or row.credits:
            self._fill(draft, row)
            services.save_page(page=draft, user=self.user)
        self._note(page, CHANGED, row)
        return draft

    def _free_slug(self, title):
        from cases_cms.core.slugs import free_slug

        return free_slug(make_slug(title), self.edition.pages[self.edition.language])

    # --- The source -------------------------------------------------------------------------

    def _fill(self, page, row):
        """Give the page what the row says in its own language, and what has no language."""
        own = {key.partition(".")[0] for key in row.changes if "." not in key or key.endswith(f".{row.language}")}
        values = {key.partition(".")[0]: row.values[key] for key in row.changes if key.endswith(f".{row.language}")}
        values |= {key: row.values[key] for key in row.changes if "." not in key}
        for code in own:
            if code in (*PLAIN, "category", "outstanding", "countries", "start_year", "slug"):
                setattr(page, code, values[code])
            elif code in page.SECTIONS:
                setattr(page, code, prose.to_html(values[code]))
            elif code == "reach":
                page.reach, page.reach_qualifier = values[code].number, values[code].qualifier
            elif code == "cover":
                page.cover_id = self.images.make(row.cover, self.user)
            elif code in LINES:
                self._fill_lines(page, code, values[code])
        if "pictures" in own:
            self._fill_gallery(page, row)
        for code in BESIDE:
            if code in own:
                texts = values[code]
                for place, child in enumerate(page.gallery.all()):
                    setattr(child, BESIDE[code], texts[place] if place < len(texts) else "")
        if any(key.partition(".")[0] in ROLES for key in row.changes):
            self._fill_organizations(page, row)

    @staticmethod
    def _fill_lines(page, code, records):
        """Children that say the same stay what they are, with their translations; others are changed in order."""
        model, fields = LINES[code]
        left, chosen = list(getattr(page, code).all()), []
        for record in records:
            same = next((one for one in left if tuple(getattr(one, name) for name in fields) == tuple(record)), None)
            chosen.append(same)
            if same:
                left.remove(same)
        for place, record in enumerate(records):
            child = chosen[place] or (left.pop(0) if left else model(locale=page.locale))
            for name, text in zip(fields, record, strict=True):
                setattr(child, name, text)
            child.sort_order = place
            chosen[place] = child
        setattr(page, code, chosen)

    def _fill_gallery(self, page, row):
        left, chosen = list(page.gallery.all()), []
        for place, picture in enumerate(row.gallery):
            pk = self.images.make(picture, self.user)
            child = next((one for one in left if one.image_id == pk), None)
            if child is not None:
                left.remove(child)
            else:
                child = CaseImage(image_id=pk, locale=page.locale)
            child.sort_order = place
            chosen.append(child)
        page.gallery = chosen

    # --- Organizations ----------------------------------------------------------------------

    def _make_organizations(self, row):
        for named in (named for some in row.credits.values() for named in some):
            if named.key is None:
                self.organizations.make(named, row.language, self.user)
        for named, language, name in row.names:
            self.organizations.add_name(named, language, name, self.user)

    def _fill_organizations(self, page, row):
        present = list(page.organizations.all())
        chosen = []
        for code, role in ROLES.items():
            old = [child for child in present if child.role == role]
            if code not in row.credits:
                chosen += old
                continue
            for named in row.credits[code]:
                pk = named.pks.get(row.language) or min(named.pks.values())
                kept = next((child for child in old if child.organization_id in named.pks.values()), None)
                chosen.append(kept or CaseOrganization(organization_id=pk, role=role))
        for place, child in enumerate(chosen):
            child.sort_order = place
        page.organizations = chosen
