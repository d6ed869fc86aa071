"""The rules for our Dutch: words we avoid, sentences that end in time, one word for one thing."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LONGEST_SENTENCE, AVERAGE_SENTENCE = 20, 12
LONGEST = {"h1": 12, "button": 6}
MOST_SENTENCES_OF_AN_ERROR = 2
ABBREVIATIONS = re.compile(r"\b(bv|nr|tel|max|min)\.")
SENTENCE_END = re.compile(r"(?<=[.?!:])[\"”’]?\s+(?=[\"“‘A-Z0-9])|\s·\s")
# "Volmacht" explains our word and never stands in for it.
VOLMACHT = re.compile(r"(?<!mandaat \()(?<!mandaten \()(?<!is een )\bvolmacht", re.IGNORECASE)


@dataclass(frozen=True)
class Text:
    """A piece of Dutch as one reader meets it: `kind` is "text", "h1", "button" or "error"."""

    source: str
    kind: str
    words: str


@dataclass(frozen=True)
class Advice:
    """A word to avoid, and what to say instead."""

    form: str
    instead: str
    certain: bool
    pattern: re.Pattern[str]


@cache
def advices() -> tuple[Advice, ...]:
    """The list in words_to_avoid.txt."""
    lines = (Path(__file__).parent / "words_to_avoid.txt").read_text(encoding="utf-8").splitlines()
    return tuple(advice for line in lines if line and not line.startswith("#") for advice in _advices_of(line))


def _advices_of(line: str) -> list[Advice]:
    forms, instead = line.split(" => ")
    if forms == "te + Plaats":
        return [Advice(forms, instead, True, re.compile(r"\bte [A-Z]"))]
    found = []
    for form in forms.split(", "):
        word = form.strip().removeprefix("?")
        pattern = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])", re.IGNORECASE)
        found.append(Advice(word, instead, not form.strip().startswith("?"), pattern))
    return found


def problems_of(text: Text) -> list[str]:
    """Everything in a text that we do not write, in sentences that say what to write."""
    found = [
        f"{text.source}: {advice.form!r}: {advice.instead} ({text.words})"
        for advice in advices() if advice.certain and advice.pattern.search(text.words)
    ]
    if VOLMACHT.search(text.words):
        found.append(f"{text.source}: 'volmacht' only as 'mandaat (volmacht)' ({text.words})")
    long = [sentence for sentence in sentences_of(text.words) if words_in(sentence) > LONGEST_SENTENCE]
    found += [f"{text.source}: {words_in(sentence)} words: {sentence}" for sentence in long]
    if text.kind in LONGEST and words_in(text.words) > LONGEST[text.kind]:
        found.append(f"{text.source}: a {text.kind} of {words_in(text.words)} words: {text.words}")
    if text.kind == "error" and len(re.findall(r"[.?!](?= [A-Z0-9]|$)", text.words)) > MOST_SENTENCES_OF_AN_ERROR:
        found.append(f"{text.source}: an error of more than {MOST_SENTENCES_OF_AN_ERROR} sentences: {text.words}")
    return found


def warnings_of(text: Text) -> list[str]:
    """What may be right, but is worth a look."""
    return [f"{text.source}: {advice.form!r}? {advice.instead} ({text.words})"
            for advice in advices() if not advice.certain and advice.pattern.search(text.words)]


def sentences_of(words: str) -> list[str]:
    """The sentences of a text; labels and headings are sentences too."""
    return [part for part in SENTENCE_END.split(ABBREVIATIONS.sub(r"\1", words)) if words_in(part)]


def words_in(sentence: str) -> int:
    """How many words a reader reads."""
    return len(re.findall(r"[\wà-ÿ][\wà-ÿ.,'’()/-]*", sentence))


def average_of(texts: Iterable[Text]) -> tuple[int, float, int]:
    """How many sentences there are, how long on average, and how long the longest."""
    lengths = [words_in(sentence) for text in texts for sentence in sentences_of(text.words) if sentence[-1] in ".?!”"]
    return len(lengths), sum(lengths) / max(len(lengths), 1), max(lengths, default=0)
