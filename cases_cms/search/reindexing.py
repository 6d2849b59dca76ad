"""The index is filled anew where the plugin's search comes to a site that has pages already."""

from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from modelsearch.backends import get_search_backend
from modelsearch.conf import get_app_config

FIRST = ("cases_search", "0001_words")


def after_migrate(using, plan=(), verbosity=1, stdout=None, **kwargs):
    """After the first migration of this app: what Wagtail's own backend has indexed is of no use to ours."""
    came = any((migration.app_label, migration.name) == FIRST and not backwards for migration, backwards in plan)
    if not came or not hasattr(get_search_backend(), "find_some"):
        return
    if not get_app_config().get_model("IndexEntry").objects.using(using).exists():
        return
    executor = MigrationExecutor(connections[using])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return  # some tables are not as the models are yet; docs/search.md names the command
    options = {"stdout": stdout} if stdout else {}
    call_command("update_index", verbosity=1 if verbosity > 1 else 0, **options)
