"""Reading aids: generic sentences in another language, for who reads along at a counter. Only the Dutch text counts.

One file per language, named by its code: `en.toml`. An operator adds languages, or replaces one, with files of his own.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

OWN = Path(__file__).parent
CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?")
# What a customer may want to read along with, and how a clerk calls it; the last two are not read aloud.
SUBJECTS = {
    "give": "Een mandaat geven",
    "ask": "Een mandaat vragen",
    "answer": "Een mandaat aanvaarden of weigeren",
    "transfer": "Van boekhouder veranderen",
    "pass_on": "Een deel doorgeven",
    "extend": "Verlengen",
    "stop": "Stopzetten",
    "contest": "Er klopt iets niet",
    "start": "De startpagina",
    "letter": "Een brief: u gaf een mandaat",
}
SHOWN = ("start", "letter")


@dataclass(frozen=True)
class Part:
    """What is said about one subject; in `sentences` a blank is written as ____ ."""

    heading: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class ReadingAid:
    """One language, a code as pages use it; `parts` are by the keys of SUBJECTS."""

    language: str
    name: str
    dutch_name: str
    notice: str
    parts: Mapping[str, Part]


def read_reading_aids(added: Path) -> dict[str, ReadingAid]:
    """All reading aids by language: ours, and those in the folder `added`, which come first when both exist.

    ValueError, with the name of the file, when one lacks something.
    """
    files = {path.stem: path for folder in (OWN, added) for path in sorted(folder.glob("*.toml"))}
    aids = (_read(language, path) for language, path in files.items())
    return {aid.language: aid for aid in sorted(aids, key=lambda aid: aid.dutch_name)}


def _read(language: str, path: Path) -> ReadingAid:
    if not CODE.fullmatch(language):
        raise ValueError(f"{path}: name the file by the code of its language, such as ar.toml")
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        words = {key: str(content[key]) for key in ("name", "dutch_name", "notice")}
        return ReadingAid(language, **words, parts={subject: _part(content, subject) for subject in SUBJECTS})
    except (KeyError, TypeError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        needed = f"name, dutch_name, notice, opening, closing, and a heading and sentences for {', '.join(SUBJECTS)}"
        raise ValueError(f"{path}: needs {needed} ({error})") from error


def _part(content: Mapping[str, Any], subject: str) -> Part:
    own = [str(one) for one in content[subject]["sentences"]]
    if subject not in SHOWN:
        own = [str(content["opening"]), *own, *map(str, content["closing"])]
    return Part(str(content[subject]["heading"]), tuple(own))
