"""The demonstration behind gunicorn with the production settings, in a folder that is removed afterwards.

Three things differ from a real installation, all by switches it has too (docs/deployment.md): SECURE_SSL_REDIRECT=0,
because there is no TLS on 127.0.0.1 (browsers treat it as secure all the same); no MEDIA_ACCEL, because there is no web
server in front that would send pictures; and SQLite instead of PostgreSQL.
"""

import contextlib
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
START_SECONDS = 60


def free_port():
    """A port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def _environment(folder, settings):
    """The environment's own variables but those that would choose another database, host or folder."""
    ours = {"DATABASE_URL", "REDIS_URL", "DEBUG", "BEHIND_PROXY", "SENDFILE_BACKEND"}
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return {**kept, "VAR_DIR": str(folder), "DJANGO_SETTINGS_MODULE": f"config.settings.{settings}"}


def _production(folder, port):
    return {
        **_environment(folder, "production"),
        "SECRET_KEY": secrets.token_urlsafe(60),
        "ALLOWED_HOSTS": HOST,
        "BASE_URL": f"http://{HOST}:{port}",
        "SECURE_SSL_REDIRECT": "0",
    }


def _run(environment, *command):
    run = subprocess.run(
        command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if run.returncode:
        sys.exit(f"{' '.join(command[1:4])} failed:\n{run.stdout[-1000:]}{run.stderr[-2000:]}")
    return run.stdout


def _wait(url, process):
    """Until the server answers. Exits where it does not."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=30) as response:  # noqa: S310  our own address
                response.read()
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    sys.exit("The server did not start (its output is above).")


@contextlib.contextmanager
def running(say):
    """``(base address, environment)`` of the running server; ``say(text)`` is told each step."""
    with tempfile.TemporaryDirectory(prefix="cases-cms-measure-") as folder:
        port = free_port()
        production = _production(folder, port)
        development = _environment(folder, "dev")
        say("loading the demonstration")
        _run(development, sys.executable, "manage.py", "demo", "--no-serve", "--host", HOST, "--port", str(port))
        say("collecting static files")
        _run(production, sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0")
        say("starting gunicorn")
        command = [sys.executable, "-m", "gunicorn", "--pythonpath", "site", "config.wsgi"]
        command += ["--bind", f"{HOST}:{port}", "--workers", "2", "--threads", "4", "--log-level", "warning"]
        process = subprocess.Popen(command, cwd=ROOT, env=production, stdin=subprocess.DEVNULL)
        try:
            base = f"http://{HOST}:{port}"
            _wait(f"{base}/en/", process)
            yield base, development
        finally:
            process.terminate()
            process.wait(timeout=20)
