from django.apps import AppConfig, apps
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _


class ReleaseConfig(AppConfig):
    """The embargo of editions, and their release."""

    name = "cases_cms.release"
    label = "cases_release"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Practice cases: release")

    def ready(self):
        # Not a system check: without these models nothing here can be imported, and no check would be reached.
        if not apps.is_installed("cases_cms.localization"):
            raise ImproperlyConfigured("“cases_cms.release” needs “cases_cms.localization”: add it to INSTALLED_APPS.")
        from cases_cms.core import roles
        from cases_cms.core.jobs.handlers import register_job
        from cases_cms.core.media import register_media_guard
        from cases_cms.core.visibility import register_hidden
        from cases_cms.localization.targets import register_hold, register_reason
        from cases_cms.release import (  # noqa: F401  register themselves
            file_apis,
            file_checks,
            file_handlers,
            guard_signals,
            jobs,
            page_forms,
            preview_checks,
            schedule_checks,
            signal_handlers,
            upstream,
        )
        from cases_cms.release.file_guards import media_access
        from cases_cms.release.readiness import link_jobs
        from cases_cms.release.ready import waiting_reason
        from cases_cms.release.withheld import withheld

        # What is not ready yet is everybody's business; the release is the secretariat's.
        roles.grant_model("cases_release.editionrelease", dict.fromkeys(roles.RoleCode, ("view",)))
        roles.grant_model("cases_release.editionrelease", {roles.RoleCode.SECRETARIAT: ("prepare", "confirm", "run")})
        register_media_guard(media_access)
        register_hidden(withheld)
        upstream.connect()
        file_apis.connect()
        register_job(link_jobs.KIND, link_jobs.CheckLinks)
        page_forms.connect()
        register_reason(page_forms.refusal_of)
        register_hold(waiting_reason)
        register_job(jobs.KIND, jobs.Rehearsal)
