"""The stylesheet as it is in one colour scheme, and its tokens: to show a scheme whatever the system's is."""

import re
from dataclasses import dataclass

SCHEMES = ("light", "dark")
#: Media conditions that hold everywhere, and nowhere.
ALWAYS, NEVER = "(min-width: 0)", "(max-width: 0)"

_QUERY = re.compile(r"\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)")
_BOTH = re.compile(r"(?<![-\w])(color-scheme\s*:\s*)(?:light\s+dark|dark\s+light)")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BRACES = re.compile(r"[{}]")
_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)


def in_scheme(css, scheme):
    """``css`` with the question for the scheme answered: nothing is written twice, and the order of rules stays."""
    css = _QUERY.sub(lambda found: ALWAYS if found[1] == scheme else NEVER, css)
    return _BOTH.sub(rf"\g<1>{scheme}", css)


def _blocks(css):
    """``(prelude, body)`` of the blocks of the first level; ``css`` has no comments."""
    depth = start = opened = 0
    prelude = ""
    for brace in _BRACES.finditer(css):
        if brace[0] == "{":
            if depth == 0:
                prelude, opened = css[start : brace.start()].split(";")[-1].strip(), brace.end()
            depth += 1
        else:
            depth -= 1
            if depth == 0:
                yield prelude, css[opened : brace.start()]
                start = brace.end()


def _rules(css):
    """``(selectors, {custom property: value})`` of what holds on every screen of a stylesheet ``in_scheme``."""
    for prelude, body in _blocks(css):
        if prelude.startswith("@media"):
            if prelude.removeprefix("@media").strip() in (ALWAYS, f"screen and {ALWAYS}"):
                yield from _rules(body)
        elif not prelude.startswith("@"):
            pairs = (declaration.partition(":") for declaration in body.split(";"))
            tokens = {name.strip(): value.strip() for name, _colon, value in pairs if name.strip().startswith("--cc-")}
            if tokens:
                yield [selector.strip() for selector in prelude.split(",")], tokens


def read_tokens(css, scheme, selector=":root"):
    """``{name: value}`` of the tokens that ``css`` sets for exactly ``selector`` in a scheme; the last one counts."""
    tokens = {}
    for selectors, found in _rules(_COMMENT.sub("", in_scheme(css, scheme))):
        if selector in selectors:
            tokens |= found
    return tokens


def _luminance(colour):
    """Relative luminance of ``#rgb`` or ``#rrggbb`` (WCAG 2.2)."""
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@dataclass(frozen=True)
class Colour:
    """A token that is a colour, and its contrast against the paper of its scheme."""

    name: str
    value: str
    ratio: float

    @property
    def holds_text(self):
        """Whether text of any size is legible on paper in this colour (WCAG AA)."""
        return self.ratio >= 4.5

    @property
    def holds_signs(self):
        """Whether large text, signs and borders are (WCAG AA)."""
        return self.ratio >= 3


def colours(tokens):
    """Colours of ``read_tokens``, in their order; tokens made of others are none."""
    paper = tokens["--cc-paper"]
    return [
        Colour(name, value, round(contrast(value, paper), 2)) for name, value in tokens.items() if _HEX.fullmatch(value)
    ]
