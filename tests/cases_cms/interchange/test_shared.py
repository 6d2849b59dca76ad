"""What a case shares with its translations, changed by a later file, comes out in all languages."""

import pytest

from cases_cms.collection.models import CasePage
from cases_cms.localization.enums import Stage
from cases_cms.localization.models import BoardCell
from cases_cms.localization.rows import cell_of
from cases_cms.release.ready import approve_for_release, ready_states
from tests.cases_cms.interchange.sheets import bring_in, case, draft, embargoed
from tests.desk import make_admin

pytestmark = pytest.mark.django_db


def test_approving_a_case_brings_its_approved_translations_up_to_date(small_site):
    edition = embargoed(small_site)
    bring_in(edition, case())
    page = CasePage.objects.get(title="Masts for villages", locale=edition.locale)
    chinese = draft(page, "zh-hans")
    cell = cell_of(chinese, chinese.locale)
    BoardCell.objects.filter(pk=cell.pk).update(stage=Stage.APPROVED, approved_hash=cell.row.text_hash)
    changed = case() | {"Countries and regions": "China; Fiji", "Start of implementation": "2020"}
    changed |= {"Applying organizations (en)": "Other", "Applying organizations (zh-hans)": "别的"}
    bring_in(edition, changed)
    approve_for_release(page=page, user=make_admin())
    after = draft(page, "zh-hans")
    assert (after.title, after.countries, after.start_year) == ("乡村信号塔", ["CN", "FJ"], 2020)
    assert [one.organization.name for one in after.organizations.all()] in (["Other"], ["别的"])
    assert ready_states([after])[after.pk].is_ready is True
    approve_for_release(page=page, user=make_admin("other"))
    assert draft(page, "zh-hans").latest_revision_id == after.latest_revision_id
