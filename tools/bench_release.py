"""`make bench-release`: rehearses, releases, undoes a made-up edition, on SQLite and PostgreSQL, temporary ones.

Arguments go to `manage.py bench_release`. With DATABASE_URL set, on that (empty) database alone.
"""

import sys

from bench_explorer import main

if __name__ == "__main__":
    main(sys.argv[1:], command="bench_release")
