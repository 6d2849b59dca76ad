"""wagtail-localize reads blocks that hold nothing, too (1.14.5).

A value that a stored block lacks, such as that of a field added to it later, is None; taken for a text, it raises
TypeError, and the page could be neither saved nor handed to translators.
"""

from wagtail_localize.segments.extract import StreamFieldSegmentExtractor

_handle_block = StreamFieldSegmentExtractor.handle_block


def handle_block(self, block_type, block_value, raw_value=None):
    """The segments of a block; none of one without a value."""
    return [] if block_value is None else _handle_block(self, block_type, block_value, raw_value=raw_value)


def skip_empty_blocks():
    """Put ours in the place of wagtail-localize's."""
    StreamFieldSegmentExtractor.handle_block = handle_block
