"""A kind of work for tests: it makes groups, one an item."""

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError

from cases_cms.core.jobs.handlers import Handler, Item, ItemError, skipped
from cases_cms.core.jobs.services import add_file

KIND = "tests.groups"
#: The same, all or nothing.
WHOLE = "tests.all_groups"


class MakeGroups(Handler):
    """Makes a Group for each name; a name may say what is to go wrong. ``before`` is called before each item."""

    label = "Make groups"
    before = staticmethod(lambda job, item: None)
    busy = 0

    def title(self, params):
        return f"Make {len(params['names'])} groups"

    def items(self, params, user):
        return [Item(key=name, label=f"Group {name}") for name in params["names"]]

    def run(self, job, item):
        self.before(job, item)
        Group.objects.create(name=item.key)
        if item.key == "same":
            Group.objects.get(name=item.key).delete()
            return skipped("It is there.")
        if item.key == "bug":
            raise RuntimeError("a secret of the server")
        if item.key in (error := {"rule": ValidationError("A rule."), "no": ItemError("Not this one.")}):
            raise error[item.key]
        if item.key == "forbidden":
            raise PermissionDenied
        if item.key == "busy" and type(self).busy:
            type(self).busy -= 1
            raise OperationalError("database is locked")
        return None

    def finish(self, job):
        add_file(job, "groups.txt", "text/plain", b"all")
        return f"{job.done} made"


class MakeAllGroups(MakeGroups):
    """As MakeGroups, but all or none."""

    all_or_nothing = True
