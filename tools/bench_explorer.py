"""`make bench-explorer`: measures the explorer on made-up cases, in a temporary SQLite and a temporary PostgreSQL.

Arguments go to `manage.py bench_explorer`. With DATABASE_URL set, on that (empty) database alone.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from temporary_postgres import temporary_postgres

ROOT = Path(__file__).resolve().parent.parent


def bench(url, command, arguments):
    """Migrate and measure; everything else that is written stays in a temporary folder."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "DEBUG": "0", "VAR_DIR": folder}
        environment["DATABASE_URL"] = url or f"sqlite:///{folder}/bench.sqlite3"
        for each in (["migrate", "--verbosity", "0"], [command, *arguments]):
            subprocess.run([sys.executable, str(ROOT / "manage.py"), *each], cwd=ROOT, env=environment, check=True)


def main(arguments, command="bench_explorer"):
    """Measure by a command on both databases."""
    if os.environ.get("DATABASE_URL"):
        bench(os.environ["DATABASE_URL"], command, arguments)
        return
    bench("", command, arguments)
    with temporary_postgres() as url:
        if url is None:
            print("PostgreSQL is not installed: measured on SQLite alone.")
        else:
            bench(url, command, arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
