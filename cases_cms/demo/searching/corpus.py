"""The texts that are searched: those of the demonstration, and as many generated ones as one likes."""

import random
from typing import NamedTuple

import opencc

from cases_cms.core.counting import plain_text
from cases_cms.demo.content import LANGUAGES, read
from cases_cms.demo.searching.words import lexicon

FILES = ("cases", "categories", "editions", "journeys", "members", "news", "organizations", "stories", "voices")
#: One in so many Chinese texts is written in traditional characters.
TRADITIONAL = 10


class Text(NamedTuple):
    language: str
    title: str
    body: str


def _strings(value, language):
    """All texts of a language below ``value``."""
    if isinstance(value, str):
        yield plain_text(value)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner, language)
    elif isinstance(value, dict):
        if set(value) & set(LANGUAGES):
            yield from _strings(value.get(language), language)
        else:
            for inner in value.values():
                if isinstance(inner, (dict, list)):
                    yield from _strings(inner, language)


def _titled(value):
    """``(title, item)`` of all that has a title or a name."""
    if isinstance(value, list):
        for item in value:
            yield from _titled(item)
    elif isinstance(value, dict):
        title = value.get("title") or value.get("name")
        if isinstance(title, dict):
            yield title, {key: inner for key, inner in value.items() if inner is not title}
        else:
            for inner in value.values():
                yield from _titled(inner)


def demo_texts():
    """The demonstration's pages, each language a text of its own."""
    return [
        Text(language, title[language], "\n".join(_strings(rest, language)))
        for name in FILES
        for title, rest in _titled(read(name))
        for language in LANGUAGES
        if title.get(language)
    ]


def _chinese(chance, to_traditional):
    words = lexicon("zh-hans")

    def sentence():
        parts = [chance.choice(words["names"] if chance.random() < 0.4 else words["things"])]
        for _ in range(chance.randint(2, 5)):
            parts += [chance.choice(words[kind]) for kind in ("links", "verbs", "things")]
            if chance.random() < 0.15:
                parts.append(chance.choice(words["mixed"]))
            if chance.random() < 0.3:
                parts.append("，")
        return "".join(parts)

    title = chance.choice(words["verbs"]) + chance.choice(words["names"]) + "的" + chance.choice(words["things"])
    body = "。".join(sentence() for _ in range(chance.randint(10, 45))) + "。"
    if chance.randrange(TRADITIONAL) == 0:
        title, body = to_traditional(title), to_traditional(body)
    return Text("zh-hans", title, body)


def _english(chance):
    words = lexicon("en")

    def sentence():
        parts = [
            chance.choice(words["names"]) if chance.random() < 0.4 else chance.choice(words["things"]).capitalize()
        ]
        for _ in range(chance.randint(2, 4)):
            parts += [chance.choice(words[kind]) for kind in ("verbs", "links", "things")]
            if chance.random() < 0.1:
                parts.append(chance.choice(words["mixed"]))
        return " ".join(parts)

    title = " ".join(chance.choice(words[kind]) for kind in ("names", "verbs", "things"))
    return Text("en", title, ". ".join(sentence() for _ in range(chance.randint(10, 40))) + ".")


def generated(number, seed=20241120):
    """``number`` texts, half of them Chinese; the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311  no secret
    to_traditional = opencc.OpenCC("s2t").convert
    return [_chinese(chance, to_traditional) if index % 2 else _english(chance) for index in range(number)]


def repetitive():
    """Texts that say the same over and over and what is sought at the end: more often than an index keeps places."""
    return [
        Text("zh-hans", "词典", "数字经济。网络安全。" * 400 + "弥合数字鸿沟。"),
        Text("en", "A dictionary", "The digital village opens. " * 400 + "A digital divide."),
    ]
