"""manage.py at another time: ``python tools/shooting/frozen.py 2025-05-20T09:00+08:00 COMMAND …``.

The clock goes on from there. What the admin says of times and of what comes next is then the same on any day.
"""

import os
import sys
from pathlib import Path

import time_machine

ROOT = Path(__file__).resolve().parents[2]


def main():
    moment, *arguments = sys.argv[1:]
    sys.path[0:1] = [str(ROOT), str(ROOT / "site")]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    from django.core.management import execute_from_command_line  # the path is set only now

    with time_machine.travel(moment):
        execute_from_command_line(["manage.py", *arguments])


if __name__ == "__main__":
    main()
