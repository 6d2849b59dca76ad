from django.apps import AppConfig


class BareMediaConfig(AppConfig):
    name = "bare_media"
    default_auto_field = "django.db.models.BigAutoField"
