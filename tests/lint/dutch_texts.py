"""Where the Dutch texts stand, and how to read them as people will: without tags, expressions and code."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup, NavigableString, Tag
from jinja2 import Environment, nodes

from app.translations.dutch_rules import Text

ROOT = Path(__file__).resolve().parents[2]
# A name or a date that is filled in counts for two words, as the shortest ones do.
FILLED_IN = "Xx Xx"
BLOCKS = {"p", "li", "h1", "h2", "h3", "label", "legend", "dt", "dd", "button", "option", "th", "td", "caption", "div",
          "section", "main", "header", "footer", "body", "ul", "ol", "dl", "form", "aside", "title", "blockquote", "tr"}
READ_ALOUD = ("alt", "aria-label", "title", "placeholder")
# A text of code is Dutch when it holds one of these words, which English does not have.
DUTCH = re.compile(r"\b(de|het|een|u|uw|wij|niet|nog|dit|dat|van|voor|naar|met|geen|om|bij|vul|kies)\b", re.IGNORECASE)
PYTHON = ("app/web", "app/core", "app/jobs", "app/cli", "examples/portal")
TEMPLATES = ("templates", "examples/portal/templates")
ENVIRONMENT = Environment(extensions=["jinja2.ext.do"])  # noqa: S701 - it only parses
BUTTONS = {"button": 0, "actions": 0, "send": 0}


def all_texts() -> list[Text]:
    """Every Dutch text of the project, from templates, sentences, code and the catalogue."""
    return [*template_texts(), *sentence_texts(), *code_texts(), *catalogue_texts()]


def template_texts() -> Iterator[Text]:
    """The texts of the pages and letters."""
    for path in (path for folder in TEMPLATES for path in sorted((ROOT / folder).rglob("*.html"))):
        yield from texts_of_template(path.read_text(encoding="utf-8"), str(path.relative_to(ROOT)))


def sentence_texts() -> Iterator[Text]:
    """The sentences that code says."""
    for path in sorted((ROOT / "app/translations/nl").glob("*.toml")):
        kind = "error" if path.stem == "errors" else "text"
        for name, sentence in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if isinstance(sentence, str):
                yield Text(f"{path.stem}.{name}", kind, fill_in(sentence))
    inventory = tomllib.loads((ROOT / "app/core/privacy/inventory.toml").read_text(encoding="utf-8"))
    for part in ("groups", "purposes", "terms"):
        for name, words in inventory[part].items():
            yield Text(f"inventory.{part}.{name}", "text", fill_in(words if isinstance(words, str) else words["says"]))


def catalogue_texts() -> Iterator[Text]:
    """What mandate types and groups say."""
    for path in sorted((ROOT / "demo").glob("catalogue*.toml")):
        for sentence in _strings_in(tomllib.loads(path.read_text(encoding="utf-8"))):
            if DUTCH.search(sentence):
                yield Text(str(path.relative_to(ROOT)), "text", fill_in(sentence))


def code_texts() -> Iterator[Text]:
    """The Dutch texts that stand in code: labels, hints, words of errors."""
    for folder in PYTHON:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield from texts_of_code(path.read_text(encoding="utf-8"), str(path.relative_to(ROOT)))


def texts_of_code(source: str, name: str) -> Iterator[Text]:
    """The Dutch texts of one file of code; docstrings are English and not for readers of pages."""
    tree = ast.parse(source)
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        text = None
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            text = node.value
        elif isinstance(node, ast.JoinedStr):
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else FILLED_IN for part in node.values)
        if text and " " in text and DUTCH.search(text) and id(node) not in _docstrings(tree):
            yield Text(f"{name}:{node.lineno}", "text", fill_in(text))


def texts_of_template(source: str, name: str) -> Iterator[Text]:
    """The texts of one template: what stands between the tags, and what is given to components."""
    tree = ENVIRONMENT.parse(source)
    yield from texts_of_html("".join(_html_of(tree)), name)
    for call in tree.find_all(nodes.Call):
        named = call.node.name if isinstance(call.node, nodes.Name) else ""
        for position, value in enumerate(call.args):
            kind = "button" if BUTTONS.get(named) == position else "text"
            yield from _constants(value, name, kind)
        for keyword in call.kwargs:
            yield from _constants(keyword.value, name, "text")
    for assignment in tree.find_all(nodes.Assign):
        kind = "h1" if isinstance(assignment.target, nodes.Name) and assignment.target.name == "title" else "text"
        yield from _constants(assignment.node, name, kind)
    for output in tree.find_all(nodes.CondExpr):
        yield from _constants(output, name, "text")


def texts_of_html(html: str, name: str) -> Iterator[Text]:
    """The texts of a piece of a page, one for every paragraph, heading, label and so on."""
    page = BeautifulSoup(html, "lxml")
    for tag in page.find_all(["svg", "style", "script"]):
        tag.decompose()
    for tag in page.find_all(True):
        for attribute in READ_ALOUD:
            if tag.get(attribute) and tag.name != "link":
                yield Text(name, "text", _clean(str(tag[attribute])))
        if tag.name in BLOCKS:
            yield from (Text(name, tag.name if tag.name in {"h1", "button"} else "text", run) for run in _runs(tag))


def fill_in(sentence: str) -> str:
    """A sentence as it will be read, with something in each of its {places}."""
    return _clean(re.sub(r"\{[^{}]*\}", FILLED_IN, sentence))


def _runs(tag: Tag) -> Iterator[str]:
    # The words of a block, without those of the blocks inside it: these are read as texts of their own.
    run: list[str] = []
    for child in tag.children:
        if isinstance(child, Tag) and (child.name in BLOCKS or child.find(list(BLOCKS))):
            yield from _if_words("".join(run))
            run = []
        elif isinstance(child, Tag):
            run.append("\n" if child.name == "br" else child.get_text(""))
        elif isinstance(child, NavigableString):
            run.append(str(child))
    yield from _if_words("".join(run))


def _if_words(text: str) -> Iterator[str]:
    cleaned = _clean(text)
    if re.search(r"[a-zA-Z]{2}", cleaned.replace("Xx", "")):
        yield cleaned


def _clean(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def _html_of(node: nodes.Node) -> Iterator[str]:
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.TemplateData):
            yield child.data
        elif isinstance(child, nodes.Output):
            yield from _html_of(child)
        elif isinstance(child, nodes.Expr):
            yield f" {FILLED_IN} " if not isinstance(child, nodes.Call) and isinstance(node, nodes.Output) else ""
        else:
            yield from _html_of(child)


def _constants(value: nodes.Node, name: str, kind: str) -> Iterator[Text]:
    found = [value] if isinstance(value, nodes.Const) else list(value.find_all(nodes.Const))
    for constant in found:
        text = constant.value
        if isinstance(text, str) and (" " in text or kind != "text") and re.match(r"[\"“‘]?[A-Z0-9]", text):
            yield Text(name, kind, _clean(text))


def _strings_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings_in(inner)


def _docstrings(tree: ast.Module) -> set[int]:
    owners = [node for node in ast.walk(tree) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)]
    return {id(node.body[0].value) for node in owners if node.body and isinstance(node.body[0], ast.Expr)}
