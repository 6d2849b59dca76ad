"""Actions on several pages at once, in the desk's listings and, where they fit every page, in Wagtail's explorer."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property, classproperty
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions import DeleteBulkAction, PublishBulkAction, UnpublishBulkAction
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.models import Locale, Page
from wagtail.permissions import page_permission_policy

from cases_cms.core.bulk_services import SUBMIT, WORK, clean_tag, submit_for_translation, tag_pages
from cases_cms.core.choosers import is_number
from cases_cms.core.desk.menu import listed_models, listing_of, may_somewhere
from cases_cms.core.languages import language_label
from cases_cms.core.outcomes import Outcome
from cases_cms.core.roles import PageRight
from cases_cms.core.tags import EditorTag, tags_of

#: As many titles as a message names, and tags as a form offers.
NAMED, OFFERED = 5, 40
#: What stands between tags, in English and in Chinese.
SEPARATORS = re.compile(r"[,;\n，、；]")


def page_ids(values):
    """The keys of pages among ``values``; what cannot be one is left out."""
    return {int(value) for value in values if is_number(value)}


class ListedPagesMixin:
    """Chosen pages that the user may work on; "all" are those of the listing as it is filtered, and no others.

    Wagtail's own actions take "all" for every page of the site where a listing has no parent page.
    """

    #: Rights on the type of page, one of which offers the action at all.
    needed = frozenset({PageRight.CHANGE})

    def __init__(self, request, model):
        super().__init__(request, model)
        if self.next_url == request.path:
            # Wagtail would lead back to the action itself, without end.
            viewset = listing_of(model)
            self.next_url = reverse(viewset.get_url_name("index") if viewset else "wagtailadmin_home")

    @classmethod
    def is_offered(cls, user, model):
        """Whether the listing of ``model`` shows the action to ``user``."""
        return may_somewhere(user, model, cls.needed)

    @classproperty
    def models(cls):
        return listed_models()

    def _selects(self):
        """Whether the address names pages, or a list of them that there is."""
        ids, parent = self.request.GET.getlist("id"), self.request.GET.get("childOf")
        if "all" not in ids:
            return bool(page_ids(ids))
        return (
            parent is None
            or listing_of(self.model) is not None
            or Page.objects.filter(pk__in=page_ids([parent])).exists()
        )

    def dispatch(self, request, *args, **kwargs):
        if not self._selects():
            messages.error(request, _("Nothing is selected."))
            return redirect(self.next_url)
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self, model, object_ids):
        """The pages that are still there, in the order of the tree; what is gone is counted in ``gone``."""
        ids = page_ids(str(value) for value in object_ids)
        reachable = page_permission_policy.instances_user_has_any_permission_for(self.request.user, set(WORK))
        pages = model.objects.filter(pk__in=ids)
        self.gone = len(ids) - pages.count()
        pages = pages.filter(pk__in=reachable.order_by().values("pk"), depth__gt=1).order_by("path")
        self.out_of_reach = len(ids) - self.gone - pages.count()
        return list(pages.specific().prefetch_workflow_states() if model is Page else pages.select_related("locale"))

    def get_all_objects_in_listing_query(self, parent_id):
        viewset = listing_of(self.model)
        if viewset is None:
            return super().get_all_objects_in_listing_query(parent_id)
        index_view = viewset.index_view
        view = index_view.view_class(**index_view.view_initkwargs)
        view.setup(self.request)
        return view.get_queryset().order_by().values_list("pk", flat=True)


class PublishListed(ListedPagesMixin, PublishBulkAction):
    """Wagtail's own, in the desk's listings."""

    needed = frozenset({PageRight.PUBLISH})


class UnpublishListed(ListedPagesMixin, UnpublishBulkAction):
    """Wagtail's own, in the desk's listings."""

    needed = frozenset({PageRight.PUBLISH})


class DeleteListed(ListedPagesMixin, DeleteBulkAction):
    """Wagtail's own, in the desk's listings."""

    needed = frozenset({PageRight.DELETE, PageRight.DELETE_DRAFTS, PageRight.DELETE_OWN_DRAFTS})


class DeskBulkAction(ListedPagesMixin, PageBulkAction):
    """Asks for what is to be done, has a service do it, and says what was done to how many pages.

    Subclasses give ``question``, ``button``, a form, and ``run(pages, data)``, which returns a Report.
    """

    template_name = "cases_cms/desk/confirm_bulk.html"
    form_class = forms.Form  # Wagtail's asks for descendants, which the services do not go to
    question = ""
    button = ""

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context.update(question=self.question, button=self.button, header_icon=self.icon)
        return context

    @cached_property
    def chosen(self):
        """The pages that the form is about."""
        return self.get_actionable_objects()[0]

    def object_context(self, obj):
        return {"item": obj}  # specific already

    # --- Doing it ---------------------------------------------------------------------------

    def prepare_action(self, objects, objects_without_access):
        # The service judges all of them, so that its report is whole.
        self.refused = objects_without_access["items_with_no_access"]

    def execute_action(self, objects, **kwargs):
        self.report = self.run([*objects, *self.refused], self.cleaned_form.cleaned_data)
        return len(objects), 0

    def run(self, pages, data):
        """Have the service do it; returns its Report."""
        raise NotImplementedError

    # --- Saying what was done ---------------------------------------------------------------

    def say_changed(self, number):
        """What is now true of ``number`` pages."""
        raise NotImplementedError

    def get_success_message(self, num_parent_objects, num_child_objects):
        count = self.report.count
        parts = []
        if count(Outcome.CHANGED):
            parts.append(self.say_changed(count(Outcome.CHANGED)))
        if number := count(Outcome.DRAFTED):
            parts.append(
                ngettext(
                    "%(number)s changed as a draft, to be published by somebody who may",
                    "%(number)s changed as drafts, to be published by somebody who may",
                    number,
                )
                % {"number": number}
            )
        if number := count(Outcome.UNCHANGED):
            parts.append(
                ngettext("%(number)s left as it was", "%(number)s left as they were", number) % {"number": number}
            )
        if number := count(Outcome.FORBIDDEN) + self.out_of_reach:
            parts.append(
                ngettext("%(number)s you may not change", "%(number)s you may not change", number) % {"number": number}
            )
        if number := count(Outcome.LOCKED, Outcome.REFUSED):
            parts.append(
                ngettext("%(number)s could not be changed", "%(number)s could not be changed", number)
                % {"number": number}
            )
        if self.gone > 0:
            parts.append(
                ngettext("%(number)s no longer exists", "%(number)s no longer exist", self.gone) % {"number": self.gone}
            )
        done = count(Outcome.CHANGED, Outcome.DRAFTED)
        say = messages.success if done else messages.warning
        say(self.request, _("%(parts)s.") % {"parts": _("; ").join(parts)})
        for page, reason in self.report.of(Outcome.LOCKED, Outcome.REFUSED)[:NAMED]:
            messages.warning(
                self.request,
                _("“%(title)s” stays as it was: %(reason)s")
                % {"title": page.get_admin_display_title(), "reason": reason},
            )


def can_edit(page, user):
    """Whether ``user`` may edit ``page``."""
    return page.permissions_for_user(user).can_edit()


# --- Tags ----------------------------------------------------------------------------------------


class TagsForm(forms.Form):
    """Tags to add, and tags to remove among those that the pages have."""

    # Wagtail's widget for tags has an input without a label.
    add = forms.CharField(label=gettext_lazy("Add tags"), required=False, max_length=1000)
    remove = forms.MultipleChoiceField(
        label=gettext_lazy("Remove tags"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, pages, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["add"].help_text = self.describe()
        present = tags_of(page.translation_key for page in pages)
        names = sorted({tag.name for tags in present.values() for tag in tags})
        self.fields["remove"].choices = [(name, name) for name in names]
        if not names:
            del self.fields["remove"]

    @staticmethod
    def describe():
        """How tags are written, and which there are already."""
        names = list(EditorTag.objects.order_by("name").values_list("name", flat=True)[:OFFERED])
        if not names:
            return _("Separate tags by commas.")
        return _("Separate tags by commas. In use: %(names)s") % {"names": _(", ").join(names)}

    def clean_add(self):
        names = [name.strip() for name in SEPARATORS.split(self.cleaned_data["add"])]
        return [clean_tag(name) for name in names if name]

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned.get("add") and not cleaned.get("remove"):
            raise ValidationError(_("Enter a tag to add, or choose one to remove."))
        return cleaned


class TagsBulkAction(DeskBulkAction):
    """Adds and removes tags, in all languages of the pages."""

    display_name = gettext_lazy("Tags")
    aria_label = gettext_lazy("Add or remove tags of selected pages")
    action_type = "cases_cms_tags"
    action_priority = 25
    form_class = TagsForm
    icon = "tag"
    question = gettext_lazy("Add or remove tags of these pages")
    button = gettext_lazy("Save tags")

    @classproperty
    def models(cls):
        return [*listed_models(), Page]

    def check_perm(self, page):
        return can_edit(page, self.request.user)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "pages": self.chosen}

    def run(self, pages, data):
        return tag_pages(pages=pages, add=data["add"], remove=data.get("remove", ()), user=self.request.user)

    def say_changed(self, number):
        return ngettext("%(number)s page has new tags", "%(number)s pages have new tags", number) % {"number": number}


# --- Translation -----------------------------------------------------------------------------------


class LocalesField(forms.ModelMultipleChoiceField):
    """Languages by their keys; what no database takes for a key is none."""

    def clean(self, value):
        for key in value or ():
            if not is_number(key):
                raise ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": key}
                )
        return super().clean(value)


class TranslateForm(forms.Form):
    """The languages to translate into."""

    locales = LocalesField(
        label=gettext_lazy("Languages"),
        queryset=Locale.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("A page that has a language already stays as it is in that language."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["locales"].queryset = Locale.objects.all()
        self.fields["locales"].label_from_instance = lambda locale: language_label(locale.language_code)


class TranslateBulkAction(DeskBulkAction):
    """Makes draft translations, for the translators to work on."""

    display_name = gettext_lazy("Submit for translation")
    aria_label = gettext_lazy("Submit selected pages for translation")
    action_type = "cases_cms_translate"

    @classmethod
    def is_offered(cls, user, model):
        return user.has_perm(SUBMIT)

    action_priority = 22
    form_class = TranslateForm
    icon = "wagtail-localize-language"
    question = gettext_lazy("Submit these pages for translation")
    button = gettext_lazy("Submit for translation")

    @classproperty
    def models(cls):
        return [*listed_models(), Page]

    def check_perm(self, page):
        return self.request.user.has_perm(SUBMIT)

    def run(self, pages, data):
        return submit_for_translation(pages=pages, locales=data["locales"], user=self.request.user)

    def say_changed(self, number):
        languages = _(", ").join(
            str(language_label(locale.language_code)) for locale in self.cleaned_form.cleaned_data["locales"]
        )
        return ngettext(
            "%(number)s page submitted for translation into %(languages)s",
            "%(number)s pages submitted for translation into %(languages)s",
            number,
        ) % {"number": number, "languages": languages}
