"""`make bench-board`: measures the translation board on made-up rows, in a temporary SQLite and a temporary PostgreSQL.

Arguments go to `manage.py bench_board`. With DATABASE_URL set, on that (empty) database alone.
"""

import sys

from bench_explorer import main

if __name__ == "__main__":
    main(sys.argv[1:], command="bench_board")
