"""Logging in to the admin (WAGTAILADMIN_USER_LOGIN_FORM)."""

from django.contrib.auth.forms import AuthenticationForm
from wagtail.admin.forms.auth import LoginForm as WagtailLoginForm


class LoginForm(WagtailLoginForm):
    """Asks for the password in the reader's language: Wagtail's form (8.0.1) leaves its label to the field's name."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].label = AuthenticationForm.base_fields["password"].label
