"""What is said of a picture to those who do not see it, where a page says nothing of its own."""

_providers = []


def register_alt_texts(provider):
    """Ask ``provider(image, language)``, registered by an app in its ``ready``; an empty answer is passed over."""
    if provider not in _providers:
        _providers.append(provider)


def alt_text(image, language):
    """The description of ``image`` in the language, else as the library has it; "" marks mere decoration."""
    for provider in _providers:
        if text := provider(image, language):
            return text
    return getattr(image, "description", "") or ""
