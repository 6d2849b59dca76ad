"""Does what docs/install.md says: its instructions are read from its sentences and applied to the files they name."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = r":\n\n```python\n(?P<code>.*?)```"
PLACE = re.compile(rf"In `(?P<file>[^`]+)`, (?P<how>before|after|instead of) `(?P<line>[^`]+)`{CODE}", re.DOTALL)
END = re.compile(rf"At the end of `(?P<file>[^`]+)`{CODE}", re.DOTALL)


def instructions(text):
    """``[(file, how, line, code)]`` in the order of the page; ``line`` is empty at the end of a file."""
    found = [(match.start(), *match.group("file", "how", "line", "code")) for match in PLACE.finditer(text)]
    found += [(match.start(), match["file"], "at the end", "", match["code"]) for match in END.finditer(text)]
    return [each[1:] for each in sorted(found)]


def apply(folder, text):
    """Follow the instructions in ``text`` in the site at ``folder``; ValueError for a line that is not there once."""
    for name, how, line, code in instructions(text):
        file = folder / name
        before = file.read_text()
        if how == "at the end":
            file.write_text(f"{before.rstrip()}\n\n{code}")
            continue
        if before.count(f"{line}\n") != 1:
            raise ValueError(f"{name} has {before.count(line)} lines {line!r}")
        new = {"before": f"{code}{line}\n", "after": f"{line}\n{code}", "instead of": code}[how]
        file.write_text(before.replace(f"{line}\n", new))


def code_blocks(path, language="python"):
    """The code blocks of a page of the documentation."""
    return re.findall(rf"```{language}\n(.*?)```", (ROOT / path).read_text(), re.DOTALL)
