"""The small site with one object of each kind that roles act on, and one account for each role."""

from dataclasses import dataclass, fields, replace

from django.contrib.auth import get_user_model
from django.db import models
from django.test import Client
from wagtail.models import Site
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text
from wagtail_localize.models import StringSegment, Translation

from cases_cms.collection.models import CasePage, Organization
from cases_cms.core import services
from cases_cms.core.role_services import setup_roles
from cases_cms.core.roles import Role, RoleCode
from cases_cms.localization.models import LanguageRole
from tests.factories import ImageFactory, NewsIndexPageFactory, OrganizationFactory, make_case, translate

#: Who tries; the first two play no role, and only the last but one of them may enter the admin.
WHO = ("visitor", "nobody", *RoleCode.values)


@dataclass
class World:
    """What the actions are done to."""

    site: object
    users: dict
    owner: object
    draft: CasePage
    live: CasePage
    live_zh: CasePage
    draft_zh: CasePage
    untranslated: CasePage
    news_index: object
    organization: Organization
    organization_zh: Organization
    lonely: Organization
    image: object

    def fresh(self, site):
        """The same objects as they are in the database now."""
        values = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, dict):
                values[field.name] = {name: type(user).objects.get(pk=user.pk) for name, user in value.items()}
            elif isinstance(value, models.Model):
                values[field.name] = type(value).objects.get(pk=value.pk)
        return replace(self, site=site, **values)

    def client(self, who):
        client = Client()
        if who in self.users:
            client.force_login(self.users[who])
        return client


def make_user(name, *codes, **values):
    """An account that plays the roles named."""
    user = get_user_model().objects.create_user(username=name, email=f"{name}@example.org", password="x", **values)
    user.groups.set(Role.objects.filter(code__in=codes).values_list("group", flat=True))
    return user


def build_world(site):
    """A World on a SmallSite; the roles are set up."""
    setup_roles()
    users = {"nobody": make_user("nobody"), **{code: make_user(code, code) for code in RoleCode.values}}
    LanguageRole.objects.bulk_create(
        LanguageRole(user=users[code], locale=site.zh, reviews=code != RoleCode.TRANSLATORS) for code in RoleCode.values
    )
    owner = make_user("owner", is_superuser=True)
    organization = OrganizationFactory(name="A maker", code="maker")
    translate(organization)
    lonely = OrganizationFactory(name="A lonely one", code="lonely")
    draft = make_case(site.edition, publish=False, title="A draft", slug="a-draft", organizations=[organization])
    live = make_case(site.edition, title="A live case", slug="a-live-case", organizations=[organization])
    translate(live)
    half = make_case(site.edition, title="Half", slug="half", organizations=[organization])
    translate(half, publish=False)
    untranslated = make_case(site.edition, title="Untold", slug="untold", organizations=[organization])
    news_index = NewsIndexPageFactory(parent=site.home, slug="news")
    for page in (draft, live, half, untranslated):
        page.owner = owner
        page.save(update_fields=["owner"])
    Site.clear_site_root_paths_cache()
    return World(
        site=site,
        users=users,
        owner=owner,
        draft=draft,
        live=live,
        live_zh=site.in_zh(live),
        draft_zh=site.in_zh(half),
        untranslated=untranslated,
        news_index=news_index,
        organization=organization,
        organization_zh=organization.get_translation(site.zh),
        lonely=lonely,
        image=ImageFactory(title="Another's", uploaded_by_user=owner),
    )


def translation_of(instance):
    """wagtail-localize's record of a translation."""
    return Translation.objects.get(
        source__object_id=instance.translation_key, target_locale_id=instance.locale_id, enabled=True
    )


def first_segment(instance):
    """The first text of a translation."""
    return StringSegment.objects.filter(source=translation_of(instance).source).order_by("order").first()


def case_form(organization, **changes):
    """What the form of a complete case sends."""
    values = {
        "title": "A case",
        "slug": "a-case",
        "category": "infrastructure",
        "reach": "",
        "reach_qualifier": "exact",
        "start_year": "2020",
        "summary": "What it is.",
        **{name: rich_text("<p>Text.</p>") for name in CasePage.SECTIONS},
        "cover": "",
        "cover_alt": "",
        "social_image": "",
        "seo_title": "",
        "search_description": "",
        "sample_note": "",
        "go_live_at": "",
        "expire_at": "",
        "comments": inline_formset([]),
        "organizations": inline_formset([{"organization": organization.pk, "role": "applicant", "id": ""}]),
        "figures": inline_formset([]),
        "gallery": inline_formset([]),
        "videos": inline_formset([]),
        "links": inline_formset([]),
        **changes,
    }
    return {**nested_form_data(values), "countries": ["CN", "KE"]}


def form_of(response):
    """What the form of a page sends back unchanged, as far as its fields are plain; formsets stay empty."""
    form = response.context["form"]
    values = {}
    for name, field in form.fields.items():
        value = form.get_initial_for_field(field, name)
        prepared = field.widget.format_value(value) if hasattr(field.widget, "format_value") else value
        values[name] = "" if prepared is None else prepared
    return {
        **{name: value for name, value in values.items() if not isinstance(value, dict)},
        **nested_form_data({name: inline_formset([]) for name in form.formsets}),
    }


def submit(page, user):
    """Send a page into its workflow."""
    page.save_revision(user=user, clean=False)
    page.get_workflow().start(page, user)
    return page.current_workflow_task_state


def publish(page):
    """Publish a page as the system does."""
    return services.publish_page(page=page)
