"""Examples of the blocks of this app."""

from cases_cms.core import blocks
from cases_cms.core.styleguide import block_example
from cases_cms.core.styleguide import in_words_lazy as _w
from cases_cms.core.styleguide.samples import SamplePicture


def _in_body(block, **kwargs):
    return block_example(block, classes="cc-body", **kwargs)


def _in_band(block, band, **kwargs):
    return block_example(block, classes=f"cc-full cc-band cc-band--{band}", **kwargs)


BLOCKS = [
    _in_band(blocks.HeroBlock(), "hero"),
    _in_band(
        blocks.HeroBlock(),
        "hero",
        name=_w("Opening with a picture", "带图片的页首"),
        value={"image": SamplePicture()},
    ),
    _in_body(blocks.HeadingBlock()),
    _in_body(blocks.ParagraphBlock()),
    _in_body(blocks.PictureBlock(), value={"image": SamplePicture()}),
    _in_body(blocks.QuoteBlock()),
    _in_body(blocks.FiguresBlock()),
    _in_body(blocks.StepsBlock()),
    _in_body(blocks.DefinitionsBlock()),
    _in_body(blocks.CalloutBlock()),
    _in_body(blocks.ButtonBlock()),
    _in_band(blocks.CallBlock(), "call"),
]
