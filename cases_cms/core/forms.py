"""Forms of Wagtail's admin."""

from wagtail.admin.forms import WagtailAdminPageForm


class ParentAwarePageForm(WagtailAdminPageForm):
    """Tells a new page its parent before it is validated, so that rules about siblings speak in the form."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None and self.parent_page is not None:
            self.instance._cached_parent_obj = self.parent_page
