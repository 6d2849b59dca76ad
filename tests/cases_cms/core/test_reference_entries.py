"""The index of references while many pages are written says at the end what Wagtail would have written."""

import pytest
from wagtail.models import ReferenceIndex

from cases_cms.core.gathering import is_written_here, written_here
from cases_cms.core.reference_entries import gather_all
from tests.factories import CasePageFactory, ImageFactory, OrganizationFactory

pytestmark = pytest.mark.django_db


def references():
    """What the index says, as rows that can be compared."""
    return sorted(
        ReferenceIndex.objects.values_list(
            "content_type", "base_content_type", "object_id", "to_content_type", "to_object_id", "content_path"
        )
    )


def rebuilt():
    """What Wagtail writes, object by object."""
    ReferenceIndex.objects.all().delete()
    for model in ReferenceIndex.indexed_models:
        for each in model._default_manager.all():
            ReferenceIndex.create_or_update_for_object(each)
    return references()


def test_at_the_end_it_is_as_wagtails(small_site):
    case = CasePageFactory(parent=small_site.edition, cover=ImageFactory())
    old = case.cover
    ReferenceIndex.create_or_update_for_object(case)
    rebuilt()
    with gather_all():
        before = references()
        case.cover = ImageFactory()
        case.save()
        case.organizations.create(organization=OrganizationFactory(), role="applying")
        CasePageFactory(parent=small_site.edition, cover=old, title="Another")
        gone = ImageFactory()
        CasePageFactory(parent=small_site.edition, cover=gone, title="Third")
        gone.delete()
        assert references() == before
    after = references()
    assert len(after) > len(before)
    assert after == rebuilt()


def test_what_breaks_leaves_wagtails_own_way(small_site):
    case = CasePageFactory(parent=small_site.edition)
    with pytest.raises(ZeroDivisionError), gather_all():
        raise ZeroDivisionError
    case.cover = ImageFactory()
    case.save()
    assert references() == rebuilt()


def test_a_key_is_written_here_inside_alone():
    with written_here("a"):
        with written_here("b"):
            assert (is_written_here("a"), is_written_here("b"), is_written_here("c")) == (True, True, False)
        assert (is_written_here("a"), is_written_here("b")) == (True, False)
    assert is_written_here("a") is False
