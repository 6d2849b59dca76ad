"""The tests of this folder need the settings of this folder: tests/plugin/test_extending.py runs them with those."""

import os

collect_ignore_glob = [] if os.environ.get("DJANGO_SETTINGS_MODULE") == "example_settings" else ["test_*.py"]
