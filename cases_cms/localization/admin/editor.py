"""The translators' editor: the page, what its script asks for, and the ways that lead to it."""

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _
from django.views import View
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page, TranslatableMixin
from wagtail.utils.decorators import xframe_options_sameorigin_override
from wagtail_localize.models import SourceDeletedError, Translation, get_edit_url

from cases_cms.core.languages import language_tag
from cases_cms.localization.admin.editor_texts import KEYS, PREVIEW_WIDTHS, TALK_ACTIONS, script_texts
from cases_cms.localization.admin.urls import patterns
from cases_cms.localization.comment_selectors import people
from cases_cms.localization.comment_services import add_comment, resolve_comment
from cases_cms.localization.drafts import target_of
from cases_cms.localization.editor import FILTERS, Desk
from cases_cms.localization.enums import Origin
from cases_cms.localization.errors import ConflictError, SegmentGoneError, SourceChangedError
from cases_cms.localization.machine import machine_name
from cases_cms.localization.memory import matches
from cases_cms.localization.models import SegmentComment
from cases_cms.localization.previews import can_preview, unsaved_instance
from cases_cms.localization.rights import may_review, may_translate, may_work
from cases_cms.localization.segment_services import keep_former, save_segment
from cases_cms.localization.segments import history
from cases_cms.localization.written import from_field, to_field

#: Longer texts are no segments: a request that brings one is refused.
MAX_LENGTH = 50_000
#: What the script says of how a text came into its field.
ORIGINS = {"memory": Origin.MEMORY, "restored": Origin.RESTORED}
#: Versions of a segment that its history shows.
HISTORY = 20


class EditorView(View):
    """A view of one translation, for those who may work at it: ``translation``, ``target`` (or None) and ``desk``."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.translation = get_object_or_404(
            Translation.objects.select_related("source__locale", "source__specific_content_type", "target_locale"),
            pk=kwargs["translation_id"],
            enabled=True,
        )
        self.source = self.translation.source
        self.target = target_of(self.translation)
        locale = self.translation.target_locale
        if not may_work(request.user, locale):
            raise PermissionDenied
        self.may_write = may_translate(request.user, locale) or may_review(request.user, locale)
        self.desk = Desk(self.translation)
        try:
            self.desk.instance  # noqa: B018  what is no longer there cannot be translated
        except ObjectDoesNotExist as error:
            raise Http404 from error

    def line_or_404(self, segment_id):
        line = self.desk.line(segment_id)
        if line is None:
            raise Http404
        return line

    def json(self, segment_id, status=200, **more):
        """A line and the progress as they are now."""
        desk = Desk(self.translation)
        line = desk.line(segment_id)
        body = {
            "line": line.as_json() if line else None,
            "progress": desk.progress.as_json(),
            "filters": {name: count for name, _label, count in desk.filters},
            **more,
        }
        return JsonResponse(body, status=status)


class TranslateView(EditorView):
    """The page. Without its script it is a form of all segments."""

    def get(self, request, translation_id):
        instance = self.desk.instance
        source_locale, locale = self.source.locale, self.translation.target_locale
        chosen = request.GET.get("segment", "")
        line = self.desk.line(int(chosen)) if chosen.isdecimal() and len(chosen) < 10 else None
        show = request.GET.get("show")
        context = {
            "translation": self.translation,
            "desk": self.desk,
            "show": self.desk.narrow(show if show in FILTERS else "all", keep=line),
            "keys": KEYS,
            "title": getattr(instance, "draft_title", None) or str(instance),
            "source": side(source_locale),
            "target": side(locale),
            "source_edit_url": get_edit_url(instance),
            "target_edit_url": get_edit_url(self.target) + "?fields" if self.target else "",
            "can_preview": self.target is not None and can_preview(self.target),
            "line": line,
            "may_write": self.may_write,
            "may_translate": may_translate(request.user, locale),
            "may_review": may_review(request.user, locale),
            "machine": machine_name(source_locale, locale),
            "changed": sum(line.segment.state == "changed" for line in self.desk.lines),
            "help": help_context(self.desk, line, self.may_write) if line else {},
            "editor_config": self.config(locale),
        }
        return TemplateResponse(request, "cases_cms/localization/editor.html", context)

    def config(self, locale):
        """What the script needs to know."""
        here = reverse("localization:translate", args=[self.translation.pk])
        return {
            "url": here,
            "preview": reverse("localization:preview", args=[self.translation.pk]),
            "key": f"cases-translation-{self.translation.pk}-{self.request.user.pk}",  # devices are shared
            "language": language_tag(locale.language_code),
            "length": self.desk.length,
            "filters": list(FILTERS),
            "widths": PREVIEW_WIDTHS,
            "texts": script_texts(),
        }

    def post(self, request, translation_id):
        """Save what was changed, where the script could not; what somebody else saved meanwhile is not touched."""
        saved, conflicts = 0, []
        for line in self.desk.lines:
            written = request.POST.get(f"text-{line.segment.pk}")
            if written is None or len(written) > MAX_LENGTH or written.replace("\r\n", "\n") == line.value:
                continue
            try:
                save_segment(
                    translation=self.translation,
                    segment_id=line.segment.pk,
                    text=from_field(written, line.segment.is_rich),
                    user=request.user,
                    version=request.POST.get(f"version-{line.segment.pk}", ""),
                )
                saved += 1
            except (ConflictError, SegmentGoneError):
                conflicts.append(str(line.position))
        if saved:
            messages.success(
                request, ngettext("%(count)s segment saved.", "%(count)s segments saved.", saved) % {"count": saved}
            )
        if conflicts:
            messages.warning(
                request,
                _("Somebody else changed these segments meanwhile; your texts are in their history: %(numbers)s")
                % {"numbers": ", ".join(conflicts)},
            )
        return redirect("localization:translate", translation_id)


def direction(code):
    """In which direction a language is written: “ltr” or “rtl”."""
    try:
        return "rtl" if get_language_info(code)["bidi"] else "ltr"
    except KeyError:
        return "ltr"


def side(locale):
    """How texts of a language are set."""
    code = locale.language_code
    return {"name": locale.get_display_name(), "tag": language_tag(code), "dir": direction(code), "code": code}


def help_context(desk, line, may_write):
    """All that helps with one segment: what it was, the memory, the glossary, comments, the history."""
    segment, translation = line.segment, desk.translation
    source_locale, locale = desk.source.locale, translation.target_locale
    return {
        "line": line,
        "may_write": may_write,
        "machine": machine_name(source_locale, locale) if may_write else "",
        "translation": translation,
        "source": side(source_locale),
        "target": side(locale),
        "matches": [
            {"match": match, "text": to_field(match.text, segment.is_rich)}
            for match in matches(segment.source, source_locale, locale, exclude=segment.context_id)
            if not segment.former or match.text != segment.former.text  # that one is in the field
        ],
        "terms": line.terms,
        "threads": line.threads,
        "can_comment": desk.row is not None,
        "people": people(),
        "versions": [
            {"version": version, "text": to_field(version.text, segment.is_rich)}
            for version in history(translation=translation, segment=segment)[:HISTORY]
        ],
    }


class SegmentView(EditorView):
    """The help for one segment, as a fragment of the page."""

    def get(self, request, translation_id, segment_id):
        context = help_context(self.desk, self.line_or_404(segment_id), self.may_write)
        return TemplateResponse(request, "cases_cms/localization/editor_help.html", context)


class SaveView(EditorView):
    """Save one segment.

    409 with the present text if somebody else saved it since ``version``; 410 if the source changed meanwhile: the text
    is kept with the former source, and ``moved`` is the segment that stands there now.
    """

    def post(self, request, translation_id, segment_id):
        line, text = self.desk.line(segment_id), request.POST.get("text", "")
        if len(text) > MAX_LENGTH:
            return JsonResponse({"message": _("This text is too long.")}, status=400)
        stored = from_field(text, line.segment.is_rich if line else request.POST.get("rich") == "1")
        try:
            self.save(line, segment_id, stored)
        except SourceChangedError as error:
            moved = error.current.pk if error.current else None
            return JsonResponse({"message": str(error), "moved": moved}, status=410)
        except ConflictError as error:
            return self.json(segment_id, status=409, message=str(error))
        except SegmentGoneError as error:
            return JsonResponse({"message": str(error)}, status=410)
        return self.json(segment_id)

    def save(self, line, segment_id, stored):
        values, user = self.request.POST, self.request.user
        former = line.segment.former if line and line.segment.state == "changed" else None
        if former and values.get("confirm") == "1" and stored == from_field(line.value, line.segment.is_rich):
            keep_former(translation=self.translation, user=user, segment_ids=[segment_id])
            return
        save_segment(
            translation=self.translation,
            segment_id=segment_id,
            text=stored,
            user=user,
            version=values.get("version", ""),
            origin=ORIGINS.get(values.get("origin"), Origin.TYPED),
            force=values.get("force") == "1",
        )


class KeepView(EditorView):
    """“Still right” for all segments whose source changed."""

    def post(self, request, translation_id):
        kept = keep_former(translation=self.translation, user=request.user)
        messages.success(request, ngettext("%(count)s text kept.", "%(count)s texts kept.", kept) % {"count": kept})
        return redirect("localization:translate", translation_id)


class TalkView(EditorView):
    """What is said about a segment changes; answers with the help anew, without the script with the page."""

    def answer(self, line, **more):
        if self.request.headers.get("X-Requested-With") != "XMLHttpRequest":
            if more.get("comment_error"):
                messages.error(self.request, more["comment_error"])
            address = reverse("localization:translate", args=[self.translation.pk])
            return redirect(f"{address}?segment={line.segment.pk}#segment-{line.segment.pk}")
        line = Desk(self.translation).line(line.segment.pk) or line
        html = render_to_string(
            "cases_cms/localization/editor_help.html",
            {**help_context(self.desk, line, self.may_write), **more},
            self.request,
        )
        return self.json(line.segment.pk, html=html)


class CommentView(TalkView):
    """Write a comment, a question or, with ``parent``, an answer."""

    def post(self, request, translation_id, segment_id):
        line, row, parent = self.line_or_404(segment_id), self.desk.row, request.POST.get("parent", "")
        if row is None:
            raise Http404
        threads = SegmentComment.objects.filter(row=row, locale=self.translation.target_locale)
        address = reverse("localization:translate", args=[self.translation.pk])
        try:
            add_comment(
                row=row,
                locale=self.translation.target_locale,
                path=line.segment.path,
                source_text=line.segment.source,
                text=request.POST.get("text", ""),
                user=request.user,
                is_question=request.POST.get("is_question") == "1",
                parent=get_object_or_404(threads, pk=_number(parent)) if parent else None,
                address=request.build_absolute_uri(f"{address}?segment={segment_id}#segment-{segment_id}"),
            )
        except ValidationError as error:
            return self.answer(line, comment_error=error.messages[0], comment_text=request.POST.get("text", ""))
        return self.answer(line)


class ResolveView(TalkView):
    """Settle a comment, or open it again."""

    def post(self, request, translation_id, segment_id, comment_id):
        line = self.line_or_404(segment_id)
        threads = SegmentComment.objects.filter(row=self.desk.row, locale=self.translation.target_locale)
        comment = get_object_or_404(threads, pk=comment_id)
        resolve_comment(comment=comment, user=request.user, resolved=request.POST.get("resolved") != "0")
        return self.answer(line)


def _number(text):
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


@method_decorator(xframe_options_sameorigin_override, name="dispatch")
class PreviewView(EditorView):
    """The translated page with the texts that are sent (``text-<segment>``), saved or not; nothing is stored."""

    def post(self, request, translation_id):
        if self.target is None or not can_preview(self.target):
            return HttpResponse(_("There is no preview of this."), status=404)
        texts = {
            line.segment.pk: from_field(request.POST.get(f"text-{line.segment.pk}", ""), line.segment.is_rich)
            for line in self.desk.lines
        }
        try:
            instance = unsaved_instance(self.translation, texts)
        except (SourceDeletedError, ObjectDoesNotExist) as error:
            raise Http404 from error
        attributes = {"in_preview_panel": True, "is_editing": True}
        return instance.make_preview_request(request, instance.default_preview_mode, attributes)


patterns += [
    path("<int:translation_id>/", TranslateView.as_view(), name="translate"),
    path("<int:translation_id>/keep/", KeepView.as_view(), name="keep"),
    path("<int:translation_id>/preview/", PreviewView.as_view(), name="preview"),
    path("<int:translation_id>/segments/<int:segment_id>/", SegmentView.as_view(), name="segment"),
    path("<int:translation_id>/segments/<int:segment_id>/save/", SaveView.as_view(), name="save"),
    path("<int:translation_id>/segments/<int:segment_id>/comments/", CommentView.as_view(), name="comment"),
    path(
        "<int:translation_id>/segments/<int:segment_id>/comments/<int:comment_id>/resolve/",
        ResolveView.as_view(),
        name="resolve",
    ),
]


@hooks.register("before_edit_page", order=-5)
@hooks.register("before_edit_snippet", order=-5)
def lead_to_editor(request, instance):
    """Where wagtail-localize would show its editor, ours; ``?fields`` shows its own, with all that is no text."""
    if request.method != "GET" or "fields" in request.GET or not isinstance(instance, TranslatableMixin):
        return None
    if isinstance(instance, Page) and instance.alias_of_id:
        return None
    translation = Translation.objects.filter(
        source__object_id=instance.translation_key, target_locale_id=instance.locale_id, enabled=True
    ).first()
    if translation is None or not may_work(request.user, translation.target_locale):
        return None
    return redirect("localization:translate", translation.pk)


@hooks.register("register_log_actions")
def log_talk(actions):
    for name, label, message in TALK_ACTIONS:
        actions.register_action(f"cases_localization.{name}", label, message)
