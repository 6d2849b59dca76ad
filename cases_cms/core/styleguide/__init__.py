"""The style page: a registry of examples that every app fills in its ``ready``, a host's apps too.

``samples`` has stand-ins for pages and pictures, ``examples`` what this app shows, ``views`` and ``urls`` the page.
"""

from cases_cms.core.styleguide.registry import Example, block_example, in_words, in_words_lazy, register

__all__ = ["Example", "block_example", "in_words", "in_words_lazy", "register"]
