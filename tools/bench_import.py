"""`make bench-import`: measures the import of made-up cases, in a temporary SQLite and a temporary PostgreSQL.

Arguments go to `manage.py bench_import`. With DATABASE_URL set, on that (empty) database alone.
"""

import sys

from bench_explorer import main

if __name__ == "__main__":
    main(sys.argv[1:], command="bench_import")
