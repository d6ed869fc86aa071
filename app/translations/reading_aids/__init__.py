"""Reading aids: generic sentences in another language, for who reads along at a counter. Only the Dutch text counts.

One file per language, named by its code: `en.toml`. An operator adds languages, or replaces one, with files of his own.
"""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

OWN = Path(__file__).parent
CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?")


@dataclass(frozen=True)
class ReadingAid:
    """`language` is a code as pages use it; in `sentences` a blank is written as ____ ."""

    language: str
    name: str
    dutch_name: str
    notice: str
    heading: str
    sentences: tuple[str, ...]


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
        words = {key: str(content[key]) for key in ("name", "dutch_name", "notice", "heading")}
        return ReadingAid(language, **words, sentences=tuple(map(str, content["sentences"])))
    except (KeyError, TypeError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{path}: needs name, dutch_name, notice, heading and sentences ({error})") from error
