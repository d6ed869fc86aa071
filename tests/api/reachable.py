"""Which refusals of the core the API can answer, read from the code: every code in a function that it can reach.

Rather too many than too few: whatever a reachable function mentions is reached, also a method of another class with the
same name, and a text that happens to be a code.
"""

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from app.config import ROOT

APP = ROOT / "app"
# What only who stands at a counter, phones or writes on paper can come to; and what only a browser can.
OTHER_DOORS = (
    "app.web", "app.cli", "app.jobs", "app.adapters", "app.core.counter", "app.core.permits.phone",
    "app.core.permits.paper", "app.core.permits.visit", "app.core.permits.newcomer", "app.core.acts.late_sheets",
    "app.core.rights.late_forms", "app.core.people.signed_in",
)  # fmt: skip
Place = tuple[str, str]  # a module and a name in it: a function, a class, a constant


@cache
def dutch() -> dict[str, str]:
    """The sentences of the core."""
    return tomllib.loads((APP / "translations" / "nl" / "errors.toml").read_text(encoding="utf-8"))


class Code:
    """What every module of `app` defines, and what each of those mentions."""

    def __init__(self) -> None:
        self.nodes: dict[Place, ast.AST] = {}
        self.imports: dict[str, dict[str, Place]] = {}
        self.methods: dict[str, set[Place]] = {}
        for path in APP.rglob("*.py"):
            self._read(_module_of(path), ast.parse(path.read_text(encoding="utf-8")))

    def _read(self, module: str, tree: ast.Module) -> None:
        self.imports[module] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("app"):
                for one in node.names:
                    self.imports[module][one.asname or one.name] = (str(node.module), one.name)
        for node in tree.body:
            for name in _defined(node):
                self.nodes[module, name] = node
            if isinstance(node, ast.ClassDef):
                for method in node.body:
                    if isinstance(method, ast.FunctionDef):
                        self.nodes[module, f"{node.name}.{method.name}"] = method
                        self.methods.setdefault(method.name, set()).add((module, f"{node.name}.{method.name}"))

    def mentioned(self, place: Place) -> Iterator[Place]:
        """What is named there."""
        module, node = place[0], self.nodes[place]
        for one in _within(node):
            if isinstance(one, ast.Name):
                yield from self._resolved(module, one.id)
            elif isinstance(one, ast.Attribute):
                yield from self.methods.get(one.attr, ())
                if isinstance(one.value, ast.Name) and one.value.id in self.imports[module]:
                    package, name = self.imports[module][one.value.id]
                    yield from self._resolved(f"{package}.{name}", one.attr)

    def _resolved(self, module: str, name: str) -> Iterator[Place]:
        seen: set[Place] = set()
        while (module, name) not in self.nodes and name in self.imports.get(module, {}) and (module, name) not in seen:
            seen.add((module, name))
            module, name = self.imports[module][name]
        if (module, name) in self.nodes:
            yield module, name

    def reached(self, start: str) -> set[Place]:
        """Everything that the modules below `start` can come to."""
        waiting = [place for place in self.nodes if place[0].startswith(start)]
        found = set(waiting)
        while waiting:
            for place in self.mentioned(waiting.pop()):
                if place not in found and not place[0].startswith(OTHER_DOORS):
                    found.add(place)
                    waiting.append(place)
        return found


@cache
def _reached() -> dict[Place, ast.AST]:
    """What the API can come to, with what stands there."""
    code = Code()
    return {place: code.nodes[place] for place in code.reached("app.api")}


def reachable_codes() -> dict[str, set[str]]:
    """Every code that the API can answer, with where it stands."""
    known = dutch()
    found: dict[str, set[str]] = {}
    for place, node in _reached().items():
        for text in _codes(node, known):
            found.setdefault(text, set()).add(".".join(place))
    return found


def reachable_fields() -> dict[str, set[str]]:
    """Every field that a refusal can name, as the core calls it, with where it stands."""
    found: dict[str, set[str]] = {}
    for place, node in _reached().items():
        for one in _within(node):
            for word in one.keywords if isinstance(one, ast.Call) else ():
                if word.arg == "field" and isinstance(word.value, ast.Constant):
                    found.setdefault(str(word.value.value), set()).add(".".join(place))
    return found


def _codes(node: ast.AST, known: dict[str, str]) -> Iterator[str]:
    for one in _within(node):
        if isinstance(one, ast.JoinedStr):
            first = one.values[0]
            if isinstance(first, ast.Constant) and str(first.value).endswith("_"):
                yield from (key for key in known if key.startswith(str(first.value)))
        elif isinstance(one, ast.Constant) and one.value in known:
            yield str(one.value)


def _within(node: ast.AST) -> Iterator[ast.AST]:
    """All of it; of a class only what is not a method, because those are reached by name."""
    if not isinstance(node, ast.ClassDef):
        yield from ast.walk(node)
        return
    for part in [*node.bases, *node.decorator_list, *node.body]:
        if not isinstance(part, ast.FunctionDef) or part.name.startswith("__"):
            yield from ast.walk(part)


def _defined(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        yield node.name
    elif isinstance(node, ast.Assign):
        yield from (one.id for target in node.targets for one in ast.walk(target) if isinstance(one, ast.Name))
    elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        yield node.target.id


def _module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
