"""``manage.py demo``: migrate, load the demonstration if the database is empty, and serve it."""

import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Site

from cases_cms.core.languages import language_name, site_languages
from cases_cms.core.renditions import make_all
from cases_cms.demo.accounts import ACCOUNTS, make_accounts
from cases_cms.demo.loader import Loader, is_loaded


class Command(BaseCommand):
    help = gettext_lazy("Prepares the demonstration and serves it on this machine.")

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--no-serve", action="store_true", help="Prepare only.")
        parser.add_argument(
            "--reset", action="store_true", help="Delete the demonstration's SQLite database and media first."
        )

    def handle(self, *args, host, port, no_serve, reset, verbosity=1, **options):
        if not settings.SECRET_KEY.startswith("for-"):
            raise CommandError(_("The demonstration runs with the development settings only."))
        if reset:
            self.reset()
        Path(settings.VAR_DIR).mkdir(parents=True, exist_ok=True)
        call_command("migrate", verbosity=0, interactive=False)
        if not is_loaded():
            started = time.monotonic()
            Loader(progress=self.progress if verbosity else lambda text: None).load()
            call_command("check_catalogue", verbosity=0)
            self.progress("pictures")
            make_all()
            self.progress(_("done in %(seconds).0f s") % {"seconds": time.monotonic() - started})
        make_accounts()  # those that a later version added, with the roles' rights as they are now
        # Canonical addresses and the sitemap name the place where the demonstration is.
        for site in Site.objects.filter(is_default_site=True).exclude(hostname=host, port=port):
            site.hostname, site.port = host, port
            site.save()
        if verbosity:
            self.announce(host, port)
        if not no_serve:
            with self.beside("run_jobs", "--watch"), self.beside("release_editions", "--loop"):
                call_command("runserver", f"{host}:{port}", use_reloader=False, skip_checks=True)

    @contextmanager
    def beside(self, *command):
        """A process beside the server, for background work or for planned releases; it ends with the server."""
        command = [sys.executable, sys.argv[0], *command, "--beside", str(os.getpid()), "--verbosity", "0"]
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603  this very program
        try:
            yield
        finally:
            process.terminate()
            process.wait()

    def progress(self, text):
        self.stdout.write(f"  {text}")
        self.stdout.flush()

    def reset(self):
        if connection.vendor != "sqlite":
            raise CommandError(
                _("Only the demonstration's own SQLite database is ever deleted; unset DATABASE_URL, or empty yours.")
            )
        connection.close()
        database = Path(settings.DATABASES["default"]["NAME"])
        for path in (database, *(database.with_name(database.name + end) for end in ("-wal", "-shm"))):
            path.unlink(missing_ok=True)
        shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)

    def announce(self, host, port):
        base = f"http://{host}:{port}"
        write = self.stdout.write
        write("")
        for code in site_languages():
            write(f"  {language_name(code):<12} {base}/{code}/")
        admin = _("Admin")
        write(f"  {admin:<12} {base}/admin/")
        write("")
        write("  " + _("Accounts of the demonstration (not for a public site):"))
        for account in ACCOUNTS:
            write(f"    {account.username:<16} {account.password}")
        write("")
        self.stdout.flush()
