"""Many made-up cases for measuring: real pages, written in bulk, skewed as real ones are. Nothing of it is true."""

import itertools
import random
import re
import uuid

from django.utils import timezone
from treebeard.mp_tree import MP_Node
from wagtail.models import Locale, Page, Site

from cases_cms.collection import catalogue
from cases_cms.collection.models import (
    CaseOrganization,
    CasePage,
    CategoryPage,
    CollectionPage,
    EditionPage,
    Organization,
)
from cases_cms.core import services
from cases_cms.core.countries import CODES
from cases_cms.release.services import mark_released
from home.models import HomePage

EN, ZH = "en", "zh-hans"
YEARS = range(2024, 2014, -1)
CATEGORIES = {
    "infrastructure": ("Digital infrastructure", "数字基础设施"),
    "culture": ("Culture and learning", "文化交流"),
    "economy": ("Digital economy", "数字经济"),
    "security": ("Cybersecurity", "网络安全"),
    "governance": ("Global governance", "全球治理"),
}
#: How often each category is, and how many countries a case has.
CATEGORY_WEIGHTS = (30, 20, 28, 12, 10)
#: Share of cases in both languages; the others have one.
TRANSLATED = 0.9
CHUNK = 2_000

#: Words that there are; the n-th is n times as rare as the first, as in any language.
VOCABULARY = 3_000


def _english_words(rng):
    """Words that could be English."""
    heads = re.findall(r"\w+", "b br c cl d f fl g gr h l m n p pr r s st t tr v w")
    tails = re.findall(r"\w+", "an ar e ent er ic il in ion or um us")
    middles = [vowel + consonant for vowel in "aeiou" for consonant in "bcdglmnprstv"]
    words = {rng.choice(heads) + rng.choice(middles) + rng.choice(tails) for _number in range(6 * VOCABULARY)}
    return rng.sample(sorted(words), VOCABULARY)


def _chinese_words(rng):
    """Words of two of the common characters (the first level of GB 2312)."""
    common = [bytes((high, low)).decode("gb2312", "ignore") for high in range(0xB0, 0xD7) for low in range(0xA1, 0xFF)]
    common = rng.sample([char for char in common if char], 1_200)
    words = {rng.choice(common[:400]) + rng.choice(common) for _number in range(2 * VOCABULARY)}
    return rng.sample(sorted(words), VOCABULARY)


def _skewed(items, rng, number):
    """``number`` different items; the first ones far more often than the last."""
    chosen = set()
    while len(chosen) < number:
        chosen.add(min(int(rng.paretovariate(0.7)) - 1, 10**9) % len(items))
    return [items[place] for place in sorted(chosen)]


class Synthesizer:
    """Builds a site of one collection and fills it up with cases; the same for the same seed."""

    def __init__(self, *, words=60, seed=4):
        self.words, self.rng = words, random.Random(seed)  # noqa: S311  no secret
        self.vocabulary = (_english_words(self.rng), _chinese_words(self.rng))
        self.weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(VOCABULARY)))
        self.countries = ["CN", *self.rng.sample(sorted(CODES - {"CN"}), len(CODES) - 1)]

    # --- The site ---------------------------------------------------------------------------

    def build_site(self):
        """Home, collection, categories and editions in both languages."""
        en, zh = (Locale.objects.get_or_create(language_code=code)[0] for code in (EN, ZH))
        root = Page.get_first_root_node()
        Site.objects.all().delete()
        for page in root.get_children():
            page.specific.delete()
        root.refresh_from_db()
        self.homes = self._pair(HomePage, (root, root), ("Cases", "案例"), slugs=("home", "home-zh"))
        Site.objects.create(hostname="localhost", port=80, root_page=self.homes[0], is_default_site=True)
        self.collections = self._pair(CollectionPage, self.homes, ("Collection", "案例集"), slug="collection")
        for order, (code, titles) in enumerate(CATEGORIES.items()):
            self._pair(CategoryPage, self.collections, titles, slug=code, code=code, order=order, concept="…")
        self.editions = {
            year: self._pair(EditionPage, self.collections, (f"Edition {year}", f"{year}年"), slug=str(year), year=year)
            for year in YEARS
        }
        self.locales = (en, zh)

    def _pair(self, model, parents, titles, *, slugs=None, **values):
        pages = []
        for index, (parent, title, code) in enumerate(zip(parents, titles, (EN, ZH), strict=True)):
            slug = slugs[index] if slugs else values.get("slug")
            page = model(**{**values, "title": title, "slug": slug, "locale": Locale.objects.get(language_code=code)})
            if pages:
                page.translation_key = pages[0].translation_key
            parent = Page.objects.get(pk=parent.pk)
            services.create_page(parent=parent, page=page)
            if model is EditionPage:
                mark_released(page.translation_key)
            pages.append(services.publish_page(page=page))
        return [page.specific for page in pages]

    # --- Cases ---------------------------------------------------------------------------------

    def fill(self, number, progress=iter):
        """Cases up to ``number``; returns the organizations there are. Writes the catalogue too."""
        present = CasePage.objects.order_by().values("translation_key").distinct().count()
        organizations = self._organizations(max(20, min(5_000, number // 20)))
        chunks = [range(start, min(start + CHUNK, number)) for start in range(present, number, CHUNK)]
        for chunk in progress(chunks):
            keys = self._write(chunk, organizations)
            for start in range(0, len(keys), catalogue.CHUNK):
                catalogue.sync(keys[start : start + catalogue.CHUNK])
        return len(organizations)

    def _organizations(self, number):
        present = Organization.objects.filter(locale=self.locales[0]).count()
        rows = []
        for place in range(present, number):
            key, code = uuid.UUID(int=self.rng.getrandbits(128)), f"organization-{place}"
            country = self.rng.choice(self.countries[:40])
            for locale, name in zip(self.locales, self._names(place), strict=True):
                rows.append(Organization(name=name, code=code, country=country, locale=locale, translation_key=key))
        Organization.objects.bulk_create(rows, batch_size=CHUNK)
        return list(Organization.objects.filter(locale=self.locales[0]).order_by("pk").values_list("pk", flat=True))

    def _some(self, language, number):
        """Words of a language, the usual ones more often."""
        return self.rng.choices(self.vocabulary[language], cum_weights=self.weights, k=number)

    def _names(self, place):
        (first, second), zh = self._some(0, 2), self._some(1, 2)
        return f"{first.title()} {second} institute {place}", f"{''.join(zh)}研究院{place}"

    def _texts(self, place):
        """Title, summary and section in each language."""
        en, zh = self._some(0, self.words), self._some(1, self.words)
        return (
            (f"{en[0].title()} {en[1]} {en[2]} {place}", " ".join(en[:12]).capitalize() + ".", " ".join(en)),
            (f"{zh[0]}{zh[1]}{zh[2]}{place}", "".join(zh[:12]) + "。", "".join(zh)),
        )

    def _write(self, places, organizations):
        pages, links, parents = [], [], {}
        for place in places:
            year = YEARS[min(int(self.rng.expovariate(0.35)), len(YEARS) - 1)]
            key = uuid.UUID(int=self.rng.getrandbits(128))
            countries = _skewed(self.countries, self.rng, min(20, 2 + int(self.rng.expovariate(0.35))))
            values = {
                "category": self.rng.choices(list(CATEGORIES), CATEGORY_WEIGHTS)[0],
                "outstanding": self.rng.random() < 0.2,
                "countries": countries,
                "start_year": year - self.rng.randrange(1, 5),
            }
            both = self.rng.random() < TRANSLATED
            languages = (0, 1) if both else (self.rng.randrange(2),)
            own = _skewed(organizations, self.rng, self.rng.choice((1, 1, 1, 2, 2, 3, 5)))
            for language, (title, summary, text) in enumerate(self._texts(place)):
                if language in languages:
                    edition = self.editions[year][language]
                    pages.append(self._page(edition, parents, title, f"case-{place}", key, summary, text, values))
                    links += [(len(pages) - 1, organization) for organization in own]
        self._insert(pages, parents)
        CaseOrganization.objects.bulk_create(
            (
                CaseOrganization(page_id=pages[number].pk, organization_id=organization, sort_order=order)
                for order, (number, organization) in enumerate(links)
            ),
            batch_size=CHUNK,
        )
        return list(dict.fromkeys(page.translation_key for page in pages))

    def _page(self, edition, parents, title, slug, key, summary, text, values):
        if edition.pk not in parents:
            last = Page.objects.child_of(edition).order_by("-path").values_list("path", flat=True).first()
            begin = int(last[len(edition.path) :], 36) if last else 0
            parents[edition.pk] = (edition, itertools.count(begin + 1))
        step = next(parents[edition.pk][1])
        now = timezone.now()
        return CasePage(
            title=title,
            draft_title=title,
            slug=slug,
            url_path=f"{edition.url_path}{slug}/",
            path=MP_Node._get_path.__func__(Page, edition.path, edition.depth + 1, step),
            depth=edition.depth + 1,
            numchild=0,
            content_type_id=self._content_type(),
            locale_id=edition.locale_id,
            translation_key=key,
            live=True,
            has_unpublished_changes=False,
            first_published_at=now,
            last_published_at=now,
            summary=summary,
            **dict.fromkeys(CasePage.SECTIONS[:1], f"<p>{text}</p>"),
            **values,
        )

    def _content_type(self):
        from django.contrib.contenttypes.models import ContentType

        return ContentType.objects.get_for_model(CasePage).pk

    def _insert(self, pages, parents):
        """Rows of Page, then of CasePage: Django writes no inherited models in bulk."""
        shared = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]
        plain = Page.objects.bulk_create(
            (Page(**{name: getattr(page, name) for name in shared}) for page in pages), batch_size=CHUNK
        )
        for page, row in zip(pages, plain, strict=True):
            page.pk = page.page_ptr_id = row.pk
        own = CasePage._meta.local_concrete_fields
        size = max(1, 900 // len(own))
        for start in range(0, len(pages), size):
            CasePage._base_manager.all()._insert(pages[start : start + size], fields=own, using="default")
        for edition, _step in parents.values():
            Page.objects.filter(pk=edition.pk).update(numchild=Page.objects.child_of(edition).count())
