"""Choices of the reference site."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SocialNetwork(models.TextChoices):
    """Where an institution has a page of its own."""

    WECHAT = "wechat", _("WeChat")
    WEIBO = "weibo", _("Weibo")
    X = "x", _("X")
    LINKEDIN = "linkedin", _("LinkedIn")
    FACEBOOK = "facebook", _("Facebook")
    YOUTUBE = "youtube", _("YouTube")
    INSTAGRAM = "instagram", _("Instagram")
    OTHER = "other", _("Another site")
