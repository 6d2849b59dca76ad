"""Forms of an edition's previews."""

from datetime import timedelta

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases_cms.core.periods import institution_zone
from cases_cms.release.models import PreviewLink
from cases_cms.release.previews import MAX_VALIDITY

#: Days that a link is offered to be valid.
USUAL_DAYS = 14
FORMAT = "%Y-%m-%dT%H:%M"


class ZonedDateTimeField(forms.DateTimeField):
    """An instant as a clock in the institution shows it."""

    def to_python(self, value):
        with timezone.override(institution_zone()):
            return super().to_python(value)

    def prepare_value(self, value):
        with timezone.override(institution_zone()):
            return super().prepare_value(value)


class LinkForm(forms.Form):
    """A new link."""

    label = forms.CharField(
        label=capfirst(PreviewLink._meta.get_field("label").verbose_name),
        help_text=PreviewLink._meta.get_field("label").help_text,
        max_length=120,
    )
    expires_at = ZonedDateTimeField(
        label=capfirst(PreviewLink._meta.get_field("expires_at").verbose_name),
        input_formats=[FORMAT, "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput({"type": "datetime-local"}, format=FORMAT),
    )

    def __init__(self, *args, zone="", **kwargs):
        super().__init__(*args, **kwargs)
        days = {"days": MAX_VALIDITY.days, "zone": zone}
        self.fields["expires_at"].help_text = _("%(zone)s; %(days)d days at most, and never past the release.") % days
        local = (timezone.now() + timedelta(days=USUAL_DAYS)).astimezone(institution_zone())
        self.fields["expires_at"].initial = local.replace(hour=18, minute=0, second=0, microsecond=0)


class GuestForm(forms.Form):
    """Somebody with an account, by the name they log in with or their e-mail address."""

    name = forms.CharField(label=gettext_lazy("Login name or e-mail address"), max_length=254)

    def clean_name(self):
        name = self.cleaned_data["name"]
        model = get_user_model()
        condition = Q(**{model.USERNAME_FIELD: name})
        email = model.get_email_field_name()
        if "@" in name and email:
            condition |= Q(**{f"{email}__iexact": name})
        found = list(model.objects.filter(condition, is_active=True)[:2])
        if len(found) != 1:
            raise forms.ValidationError(
                _("There is no account of this name. Whoever manages users can make one.")
                if not found
                else _("Several accounts have this address: use the login name.")
            )
        self.guest = found[0]
        return name
