"""What tests of the workshop do with segments and sources."""

from cases_cms.core import services
from cases_cms.localization.models import BoardCell, LanguageRole
from cases_cms.localization.segment_services import save_segment
from cases_cms.localization.segments import segments


def at(translation, path, text=""):
    """The segment at a path whose source begins with ``text``."""
    return next(one for one in segments(translation) if one.path == path and one.source.startswith(text))


def write(translation, path, text, *, of="", user=None, **options):
    """Save a text as a translator does who sees what is there."""
    segment = at(translation, path, of)
    options.setdefault("version", segment.version)
    return save_segment(translation=translation, segment_id=segment.pk, text=text, user=user, **options)


def change(page, **values):
    """Publish other texts of a page."""
    page = page.get_latest_revision_as_object()
    for name, value in values.items():
        setattr(page, name, value)
    services.save_page(page=page, publish=True)


def make_translator(django_user_model, name, *locales):
    """A person who translates into some languages, and may do nothing else."""
    user = django_user_model.objects.create_user(username=name, password=name)
    for locale in locales:
        LanguageRole.objects.create(user=user, locale=locale, translates=True)
    return user


def state_of(page, locale):
    """What the board says of a page in a language."""
    return BoardCell.objects.get(row__object_id=page.translation_key, locale=locale).state
