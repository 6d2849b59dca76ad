"""Who a site is: its name, mark, contact and links, in every language."""

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.images import get_image_model_string
from wagtail.models import Orderable

from cases_cms.core.fields import LanguageField
from cases_cms.core.languages import language_name
from cases_cms.core.memory import touch
from home.enums import SocialNetwork

#: The stamp under which processes remember identities (see home.identity).
STAMP = "site_settings"


@register_setting(icon="site", order=100)
class SiteSettings(BaseSiteSetting, ClusterableModel):
    """Name, mark, footer, contact and links of a site. What is empty is said by the site's built-in texts."""

    logo = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_(
            "Stands beside the name at the head and foot of every page, 44 pixels high; "
            "it must be readable on light and on dark paper. Leave empty to use the drawn mark."
        ),
    )
    social_image = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("picture for sharing"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown when somebody shares a page that has no picture of its own; 1200 × 630 pixels or more."),
    )

    panels = [
        InlinePanel(
            "texts",
            heading=_("Name and texts"),
            label=_("Language"),
            help_text=_("One entry a language. What is empty is taken from the site's default language."),
        ),
        MultiFieldPanel([FieldPanel("logo"), FieldPanel("social_image")], heading=_("Pictures")),
        InlinePanel("contacts", heading=_("Contact"), label=_("Address")),
        InlinePanel("links", heading=_("Elsewhere on the web"), label=_("Link")),
    ]

    class Meta:
        verbose_name = _("site: name, contact, links")
        verbose_name_plural = _("sites: name, contact, links")

    def __str__(self):
        return str(self.site)

    def save(self, *args, **kwargs):
        with transaction.atomic():
            result = super().save(*args, **kwargs)
            touch(STAMP)
            return result


class SiteText(models.Model):
    """What a site says of itself in one language."""

    settings = ParentalKey(SiteSettings, on_delete=models.CASCADE, related_name="texts")
    language = LanguageField(_("language"))
    name = models.CharField(
        _("name of the site"),
        max_length=80,
        blank=True,
        help_text=_("In the title of every page, and where pages are shared."),
    )
    short_name = models.CharField(
        _("short name"), max_length=40, blank=True, help_text=_("Beside the mark at the head of every page.")
    )
    owner = models.CharField(
        pgettext_lazy("of a site", "owner"), max_length=80, blank=True, help_text=_("The line under the short name.")
    )
    footer_text = models.TextField(
        _("text at the foot"), max_length=400, blank=True, help_text=_("One or two sentences: what this site is.")
    )
    copyright = models.CharField(
        _("copyright line"), max_length=160, blank=True, help_text=_("For example: © 2026 World Internet Conference")
    )
    filing = models.CharField(
        _("filing number"),
        max_length=80,
        blank=True,
        help_text=_("Number under which the site is registered, where the law wants it shown (备案号)."),
    )
    filing_url = models.URLField(_("address of the register"), blank=True)

    panels = [
        FieldPanel("language"),
        FieldRowPanel([FieldPanel("short_name"), FieldPanel("owner")]),
        FieldPanel("name"),
        FieldPanel("footer_text"),
        FieldPanel("copyright"),
        FieldRowPanel([FieldPanel("filing"), FieldPanel("filing_url")]),
    ]

    class Meta:
        unique_together = [("settings", "language")]  # modelcluster's formsets check no UniqueConstraint
        verbose_name = _("texts of a site")
        verbose_name_plural = _("texts of sites")

    def __str__(self):
        return language_name(self.language)


class SiteContact(Orderable):
    """An address to write to."""

    settings = ParentalKey(SiteSettings, on_delete=models.CASCADE, related_name="contacts")
    email = models.EmailField(_("e-mail address"))
    label = models.CharField(_("what it is for"), max_length=60, blank=True)
    language = LanguageField(_("shown in"), blank=True)

    panels = [FieldPanel("email"), FieldRowPanel([FieldPanel("label"), FieldPanel("language")])]

    class Meta(Orderable.Meta):
        verbose_name = _("contact address")
        verbose_name_plural = _("contact addresses")

    def __str__(self):
        return self.email


class SiteLink(Orderable):
    """A page of the institution elsewhere on the web. It is a plain link; nothing is loaded from there."""

    settings = ParentalKey(SiteSettings, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(_("network"), max_length=16, choices=SocialNetwork.choices, default=SocialNetwork.OTHER)
    label = models.CharField(
        _("label"), max_length=60, blank=True, help_text=_("Leave empty to use the name of the network.")
    )
    url = models.URLField(_("address"))
    language = LanguageField(_("shown in"), blank=True)

    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("language")]),
        FieldPanel("label"),
        FieldPanel("url"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("link to another site")
        verbose_name_plural = _("links to other sites")

    def __str__(self):
        return self.label or self.get_kind_display()
