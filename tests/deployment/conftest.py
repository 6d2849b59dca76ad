"""The site as docs/deployment.md has it: gunicorn with the production settings, nginx in front with what it prints."""

import contextlib
import getpass
import http.client
import json
import os
import re
import secrets
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

from tests.conftest import find_nginx

HOST = "127.0.0.1"
DOCUMENT = Path(settings.BASE_DIR) / "docs/deployment.md"
#: What a distribution's own configuration has around a site's, as Debian's; all that nginx writes is in one folder.
AROUND = """
daemon off; {user} worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi; access_log off;
    types {{ image/png png; image/webp webp; text/html html; }} default_type application/octet-stream;
    sendfile on; tcp_nopush on; gzip on;
    server {{
        listen {host}:{port}; server_name localhost;
{printed}
    }}
}}
"""


def free_port():
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def printed(replacements):
    """The document's configuration for nginx, with the installation's values replaced; each has to be there."""
    (found,) = re.findall(r"```nginx\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    for old, new in replacements.items():
        assert found.count(old) == 1, old
        found = found.replace(old, new)
    return found


class Answer:
    """What came back, headers by lower-case names; a header that came twice is joined."""

    def __init__(self, response):
        self.status = response.status
        self.body = response.read()
        self.headers = {}
        for name, value in response.getheaders():
            before = self.headers.get(name.lower())
            self.headers[name.lower()] = f"{before}, {value}" if before else value

    def told(self, *names):
        return tuple(self.headers.get(name) for name in names)


class Served:
    """The running site: ``ask`` goes to nginx, ``ask(..., port=site.behind)`` to Django itself."""

    def __init__(self, port, behind, facts, media):
        self.port, self.behind, self.facts, self.media = port, behind, facts, media

    def ask(self, path, method="GET", *, headers=None, body=None, port=None):
        """The path goes out as it is written."""
        connection = http.client.HTTPConnection(HOST, port or self.port, timeout=60)
        with contextlib.closing(connection):
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            given = {"Host": "localhost", **({"Content-Length": str(len(body))} if body is not None else {})}
            if port:
                given |= {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}
            for name, value in (given | (headers or {})).items():
                connection.putheader(name, value)
            connection.endheaders(body)
            return Answer(connection.getresponse())

    def log_in(self):
        """Headers of the superuser's browser."""
        page = self.ask("/admin/login/")
        cookie = re.match(r"csrftoken=(\w+)", page.headers["set-cookie"])[1]
        body = f"username=root&password=a+password+for+nobody&csrfmiddlewaretoken={cookie}".encode()
        headers = {"Cookie": f"csrftoken={cookie}", "Referer": "https://localhost/admin/login/"}
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        answer = self.ask("/admin/login/", "POST", headers=headers, body=body)
        assert answer.status == 302
        cookies = dict(re.findall(r"(csrftoken|sessionid)=(\w+)", answer.headers["set-cookie"]))
        self.token = cookies["csrftoken"]
        return {**headers, "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}


def run(environment, *command):
    done = subprocess.run(
        [sys.executable, *command], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-3000:]
    return done.stdout


@contextlib.contextmanager
def started(command, port, **options):
    """A process that listens on a port of this machine; it is stopped in the end."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, **options)
    try:
        end = time.monotonic() + 60
        while True:
            with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=1):
                break
            assert process.poll() is None, command
            assert time.monotonic() < end, command
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """A Served site with tests.deployment.world in it."""
    folder = tmp_path_factory.mktemp("served")
    port, behind = free_port(), free_port()
    others = ("DATABASE_URL", "REDIS_URL", "DEBUG", "SENDFILE_BACKEND", "SENDFILE_URL", "DJANGO_SETTINGS_MODULE")
    common = {name: value for name, value in os.environ.items() if name not in others}
    root = Path(settings.BASE_DIR)
    common |= {"VAR_DIR": str(folder / "var"), "PYTHONPATH": os.pathsep.join([str(root), str(root / "site")])}
    (folder / "var").mkdir()
    production = {
        **common,
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "ALLOWED_HOSTS": "localhost",
        "BASE_URL": "https://localhost",
        "BEHIND_PROXY": "1",
        "MEDIA_ACCEL": "/protected/",
    }
    development = {**common, "DJANGO_SETTINGS_MODULE": "config.settings.dev", "DEBUG": "0"}
    run(development, "manage.py", "migrate", "--verbosity", "0")
    facts = json.loads(run(development, "-m", "tests.deployment.world").splitlines()[-1])
    run(production, "manage.py", "collectstatic", "--no-input", "--verbosity", "0")
    configuration = AROUND.format(
        folder=folder,
        host=HOST,
        port=port,
        # Workers of a root's nginx would be somebody who may not read a temporary folder.
        user="user root root;" if getpass.getuser() == "root" else "",
        printed=printed(
            {
                "http://127.0.0.1:8000": f"http://{HOST}:{behind}",
                "/srv/cases/var/media/": f"{folder / 'var/media'}/",
                # TLS ends here where there is a certificate.
                "$scheme": "https",
            }
        ),
    )
    (folder / "nginx.conf").write_text(configuration, encoding="utf-8")
    gunicorn = [sys.executable, "-m", "gunicorn", "--pythonpath", "site", "--threads", "4", "config.wsgi"]
    gunicorn += ["--bind", f"{HOST}:{behind}", "--log-level", "warning"]
    nginx = [find_nginx(), "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    with (
        started(gunicorn, behind, cwd=settings.BASE_DIR, env=production),
        started(nginx, port, cwd=folder),
    ):
        yield Served(port, behind, facts, folder / "var/media")
