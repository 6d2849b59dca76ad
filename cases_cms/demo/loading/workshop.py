"""Work for the demonstration's translator: what is out of date is theirs, until next week."""

import datetime

from django.contrib.auth import get_user_model
from django.utils import timezone

from cases_cms.demo.loading.base import TARGET
from cases_cms.localization import flow
from cases_cms.localization.enums import CellState
from cases_cms.localization.models import BoardCell

TRANSLATOR = "demo-translator"


class WorkshopLoader:
    """The part of the loader about translators."""

    def give_out_work(self):
        cells = BoardCell.objects.filter(locale=self.locales[TARGET], state=CellState.OUT_OF_DATE)
        flow.assign(
            cells=list(cells.order_by("pk")),
            assignee=get_user_model().objects.get(username=TRANSLATOR),
            deadline=timezone.now() + datetime.timedelta(days=7),
            user=self.user,
        )
