"""Background work in the admin: who sees what, progress, files, stop and go on."""

import pytest
from django.urls import reverse

from cases_cms.core.jobs import runner
from cases_cms.core.jobs.enums import JobStatus
from cases_cms.core.jobs.handlers import register_job
from cases_cms.core.jobs.models import Job
from cases_cms.core.jobs.services import start_job
from tests.cases_cms.core.jobs.work import KIND, MakeGroups
from tests.desk import client_of, make_admin, make_user, messages_of

pytestmark = pytest.mark.django_db
#: Of the list, the session and the menu included.
QUERIES = 13


@pytest.fixture
def user():
    register_job(KIND, MakeGroups)
    return make_user("worker")


@pytest.fixture
def job(user):
    job = start_job(KIND, {"names": ["a", "no"]}, user)
    runner.run_job(job.pk)
    return job


def address(name, *args):
    return reverse(f"cases_cms_{name}", args=args)


def test_one_sees_ones_own_work_and_no_other(job, user):
    names = [("job", job.pk), ("job_progress", job.pk), ("job_file", job.pk, job.files.get().pk)]
    for someone in (user, make_user("viewer", permissions=["cases_core.view_job"]), make_admin()):
        client = client_of(someone)
        assert [client.get(address(*name)).status_code for name in names] == [200, 200, 200]
        assert "Make 2 groups" in client.get(address("jobs")).content.decode()
    other = client_of(make_user("other"))
    assert [other.get(address(*name)).status_code for name in names] == [302, 302, 302]
    assert "Make 2 groups" not in other.get(address("jobs")).content.decode()
    assert client_of(user).get(address("job", 999), follow=True).status_code == 404


def test_a_job_says_what_became_of_each(job, user):
    client = client_of(user)
    page = client.get(address("job", job.pk))
    html = page.content.decode()
    assert [item.label for item in page.context["items"]] == ["Group a", "Group no"]
    assert ("Done, with errors" in html, "Not this one." in html, "1 made" in html) == (True, True, True)
    assert 'data-active="false"' in html
    narrowed = client.get(address("job", job.pk) + "?show=failed")
    assert [item.label for item in narrowed.context["items"]] == ["Group no"]
    for query in ("?show=bad", "?show=done&p=99999999999999999999", "?p=x&show=%00"):
        assert client.get(address("job", job.pk) + query).status_code == 200


def test_progress_of_what_waits_and_of_what_is_done(job, user):
    waiting = start_job(KIND, {"names": ["b"]}, user)
    client = client_of(user)
    assert client.get(address("job_progress", job.pk)).json()["is_active"] is False
    answer = client.get(address("job_progress", waiting.pk)).json()
    assert (answer["is_active"], "Waiting" in answer["html"], "0 of 1" in answer["html"]) == (True, True, True)


def test_a_file_is_saved_and_never_shown(job, user):
    response = client_of(user).get(address("job_file", job.pk, job.files.get().pk))
    assert response.content == b"all"
    assert response["Content-Disposition"] == 'attachment; filename="groups.txt"'
    assert response["X-Content-Type-Options"] == "nosniff"
    other = start_job(KIND, {"names": ["b"]}, user)
    assert client_of(user).get(address("job_file", other.pk, job.files.get().pk), follow=True).status_code == 404


def test_stop_go_on_and_try_again(user, job):
    client = client_of(user)
    waiting = start_job(KIND, {"names": ["b"]}, user)
    assert client.get(address("job_stop", waiting.pk)).status_code == 405
    response = client.post(address("job_stop", waiting.pk), follow=True)
    assert messages_of(response) == ["The work stops after the item in hand. What is done stays done."]
    assert Job.objects.get(pk=waiting.pk).status == JobStatus.CANCELLED
    client.post(address("job_continue", waiting.pk))
    assert Job.objects.get(pk=waiting.pk).status == JobStatus.WAITING
    client.post(address("job_continue", job.pk), {"failed": "1"})
    assert Job.objects.get(pk=job.pk).status == JobStatus.WAITING
    viewer = client_of(make_user("viewer", permissions=["cases_core.view_job"]))
    viewer.post(address("job_stop", job.pk))
    assert Job.objects.get(pk=job.pk).status == JobStatus.WAITING


def test_the_list_costs_the_same_for_any_number(user, job, django_assert_num_queries):
    client = client_of(user)
    client.get(address("jobs"))
    with django_assert_num_queries(QUERIES):
        client.get(address("jobs"))
    for _number in range(5):
        start_job(KIND, {"names": ["b"]}, user)
    with django_assert_num_queries(QUERIES):
        client.get(address("jobs"))
