"""The desk's page on which a new edition begins with the last one."""

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from cases_cms.collection.beginning import begin_edition, last_edition
from cases_cms.collection.models import CollectionPage, EditionPage
from cases_cms.collection.selectors import category_names
from cases_cms.core.languages import language_label
from cases_cms.core.synchronized import source_of

NAME = "practice-case-editions-begin"
#: With it, Wagtail's form of an empty edition opens.
EMPTY = "empty"


class BeginForm(forms.Form):
    """Only the year is asked; all else can be changed in the draft."""

    year = forms.IntegerField(
        label=gettext_lazy("Year"),
        min_value=2000,
        max_value=2100,
        help_text=gettext_lazy("The year names the edition in addresses, in every language."),
    )


def may_begin(user, collection):
    """Whether ``user`` may add an edition to the collection."""
    return collection.permissions_for_user(user).can_add_subpage()


def begin_url(collection):
    """Where the edition after the last one of ``collection`` begins."""
    return reverse(NAME, args=[collection.pk])


def _version_for_reader(page):
    """The page in the active language, as written or translated; ``page`` itself where there is none. One query."""
    versions = EditionPage.objects.filter(translation_key=page.translation_key, alias_of__isnull=True)
    return versions.filter(locale__language_code=get_language()).select_related("locale").first() or page


def _lead_to(request, made):
    """To the draft of the new edition that its reader reads; its dates are kept where it is written."""
    shown = _version_for_reader(made)
    if not shown.permissions_for_user(request.user).can_edit():
        shown = made
    told = _("“%(title)s” is a draft now. Check its dates, and say what is new.") % {"title": shown.title}
    buttons = []
    if shown.pk != made.pk:
        where = _("Dates, in %(language)s") % {"language": language_label(made.locale.language_code)}
        buttons.append(messages.button(reverse("wagtailadmin_pages:edit", args=[made.pk]), where))
    messages.success(request, told, buttons=buttons)
    return redirect("wagtailadmin_pages:edit", shown.pk)


@require_http_methods(["GET", "POST"])
def begin_view(request, pk):
    """What the new edition takes over, and its year; then its draft."""
    collection = get_object_or_404(CollectionPage, pk=pk)
    collection = source_of(collection) or collection
    if not may_begin(request.user, collection):
        raise PermissionDenied
    last = last_edition(collection)
    empty_url = (
        f"{reverse('wagtailadmin_pages:add', args=['cases_collection', 'editionpage', collection.pk])}?{EMPTY}=1"
    )
    if last is None:
        return redirect(empty_url)
    form = BeginForm(request.POST or None, initial={"year": last.year + 1})
    if request.method == "POST" and form.is_valid():
        try:
            page = begin_edition(collection=collection, year=form.cleaned_data["year"], user=request.user)
        except ValidationError as error:
            form.add_error("year", error.messages)
        else:
            return _lead_to(request, page)
    context = {
        "page_title": _("A new edition"),
        "header_title": _("A new edition"),
        "header_icon": "calendar-alt",
        "form": form,
        "last": last,
        "last_title": _version_for_reader(last).title,
        "categories": list(category_names().values()),
        "languages": [
            version.locale.get_display_name()
            for version in EditionPage.objects.filter(translation_key=last.translation_key, alias_of__isnull=True)
            .exclude(pk=last.pk)
            .select_related("locale")
        ],
        "empty_url": empty_url,
    }
    return TemplateResponse(request, "cases_cms/desk/begin_edition.html", context)


def begin_with_the_last(request, parent_page, page_class):
    """Wagtail's hook before a page is added: leads from the empty form of an edition to the one that is filled in."""
    if page_class is not EditionPage or request.method != "GET" or EMPTY in request.GET:
        return None
    collection = parent_page.specific
    if last_edition(source_of(collection) or collection) is None:
        return None
    return redirect(begin_url(collection))


urlpatterns = [path("practice-case-editions/begin/<int:pk>/", begin_view, name=NAME)]
