"""A PostgreSQL server that lives as long as a `with` block, all that it keeps in one temporary folder.

    with temporary_postgres() as url:  # None where PostgreSQL's programs are missing
        ...

As root it runs as the user postgres, or nobody: PostgreSQL refuses to run as root. Nothing of it has to reach the disk.
As a script it runs a command with DATABASE_URL set: `temporary_postgres.py make test`.
"""

import contextlib
import os
import pathlib
import pwd
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile

SETTINGS = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\njit = off\n"


def programs():
    """The folder of initdb and pg_ctl, the newest there is; None where there is none."""
    found = shutil.which("initdb")
    if found:
        return pathlib.Path(found).resolve().parent
    folders = [path.parent for path in pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(folders, key=lambda path: int(path.parent.name) if path.parent.name.isdigit() else 0, default=None)


def _user():
    """The account to run as: None for one's own."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise RuntimeError("PostgreSQL does not run as root, and there is no user postgres or nobody.")


def _free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextlib.contextmanager
def temporary_postgres():
    """Yields the address of a new, empty database; None where PostgreSQL is not installed."""
    folder_of_programs = programs()
    if folder_of_programs is None:
        yield None
        return
    user = _user()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="cases-cms-postgres."))
    port, password = _free_port(), secrets.token_hex(16)
    identity = {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}

    def run(program, *arguments):
        with (folder / "commands.log").open("a") as log:
            result = subprocess.run(
                [folder_of_programs / program, *arguments],
                cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, check=False, **identity,
            )  # fmt: skip
        return result.returncode

    try:
        (folder / "password").write_text(password)
        if user is not None:
            shutil.chown(folder / "password", user.pw_uid)
            shutil.chown(folder, user.pw_uid)
        made = run(
            "initdb", "--pgdata=data", "--username=cases", "--pwfile=password", "--auth=scram-sha-256",
            "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync",
        )  # fmt: skip
        if made == 0:
            with (folder / "data" / "postgresql.conf").open("a") as conf:
                conf.write(f"{SETTINGS}listen_addresses = '127.0.0.1'\nport = {port}\n")
                conf.write(f"unix_socket_directories = '{folder}'\n")
        if made or run("pg_ctl", "start", "--pgdata=data", "--log=server.log", "--wait", "--timeout=60"):
            raise RuntimeError(f"PostgreSQL did not start:\n{(folder / 'commands.log').read_text()[-3000:]}")
        yield f"postgres://cases:{password}@127.0.0.1:{port}/postgres"
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            run("pg_ctl", "stop", "--pgdata=data", "--mode=immediate", "--wait")
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    with temporary_postgres() as url:
        if url is None:
            sys.exit("PostgreSQL's programs are missing: apt install postgresql")
        sys.exit(subprocess.run(sys.argv[1:], env={**os.environ, "DATABASE_URL": url}, check=False).returncode)
