"""What an editor sees of our blocks in the picker."""

import pytest
from django.urls import reverse
from django.utils import translation

from cases_cms.collection.blocks import CollectionBodyBlock
from cases_cms.core.blocks import BodyBlock, PreviewMixin
from home.blocks import HomeBlock
from home.models import HomePage
from tests.factories import ImageFactory

OFFERED = {
    f"{stream.__name__}.{name}": block
    for stream in (BodyBlock, CollectionBodyBlock, HomeBlock)
    for name, block in stream().child_blocks.items()
}
#: Wagtail's icon for a block that has none of its own.
NO_ICON = "placeholder"


@pytest.mark.parametrize("name", OFFERED)
def test_a_block_says_what_it_is_for(name):
    block = OFFERED[name]
    assert (block.is_previewable, isinstance(block, PreviewMixin)) == (True, True)
    assert block.meta.icon != NO_ICON
    english = str(block.get_description())
    with translation.override("zh-hans"):
        chinese = str(block.get_description())
    assert [len(english) > 20, chinese != english] == [True, True]


def preview(client, language, name):
    """The preview as a person with the admin in ``language`` gets it."""
    return client.get(
        reverse("wagtailadmin_block_preview"),
        {"id": OFFERED[name].definition_prefix},
        headers={"accept-language": language},
    )


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("name", OFFERED)
def test_the_preview_of_a_block_renders(admin_client, small_site, name, language):
    ImageFactory()
    response = preview(admin_client, language, name)
    html = response.content.decode()
    assert (response.status_code, response["X-Frame-Options"]) == (200, "SAMEORIGIN")
    assert f'<html lang="{language}"' in html
    assert "cases_cms/css/" in html


def test_samples_are_in_the_language_of_the_admin(admin_client, small_site):
    texts = [
        ("BodyBlock.paragraph", "<b>one visit a year</b>", "<b>每年上门维护一次</b>"),
        ("BodyBlock.steps", "Describe the case", "填写案例"),
        ("BodyBlock.callout", "Both languages are sent in together.", "两种语言的文本须一并提交。"),
        ("HomeBlock.hero", "See the cases", "查看案例"),
    ]
    for name, english, chinese in texts:
        in_english = preview(admin_client, "en", name).content.decode()
        in_chinese = preview(admin_client, "zh-hans", name).content.decode()
        assert [english in in_english, chinese in in_english] == [True, False], name
        assert [chinese in in_chinese, english in in_chinese] == [True, False], name


def test_a_picture_block_without_any_picture_renders(admin_client, small_site):
    response = preview(admin_client, "en", "BodyBlock.picture")
    assert (response.status_code, "<img" in response.content.decode()) == (200, False)


def test_the_picker_offers_the_previews(admin_client, small_site):
    home = HomePage.objects.first()
    html = admin_client.get(reverse("wagtailadmin_pages:edit", args=[home.pk])).content.decode()
    assert "The newest edition with its theme, figures and schedule; it fills itself." in html
