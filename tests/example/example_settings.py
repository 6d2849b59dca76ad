"""The test suite's settings with an app of the host's own: it adds to the plugin what docs/extending.md says."""

from config.settings.test import *  # noqa: F403
from config.settings.test import CASES_CMS, INSTALLED_APPS

# In front of the plugin: its templates come first.
INSTALLED_APPS = ["example_host", *INSTALLED_APPS]
CASES_CMS = {**CASES_CMS, "BLOCKS": {"lesson": "example_host.blocks.LessonBlock"}}
