"""Parts of a page that are the same for everybody: written at the first page, and from then on copied.

A part says so itself, `{% same %}...{% endsame %}`, and may use nothing that differs from page to page: else it does
not compile.
"""

import hashlib
from typing import ClassVar

from flask import request
from jinja2 import Environment, nodes
from jinja2.ext import Extension
from jinja2.parser import Parser
from jinja2.runtime import Macro

# What a part may use. None of it knows who asks, what for, or when.
SAME = frozenset({"asset", "icon", "mark", "service", "url_for"})
# What could bring in anything else.
BRINGS_IN = (nodes.Block, nodes.CallBlock, nodes.FromImport, nodes.Import, nodes.Include)
NEARBY = "."  # how the name of a page begins that is meant within one part of the site


class SameParts(Extension):
    """Keeps the parts for one application, because the next one has other words of its service, each by what it says.

    What it says includes where the application is mounted: links begin with that.
    """

    tags: ClassVar[set[str]] = {"same"}

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self._written: dict[tuple[str, str], str] = {}

    def parse(self, parser: Parser) -> nodes.Node | list[nodes.Node]:
        """The part as something to write once."""
        line = parser.stream.current.lineno
        body = self.read(parser)
        digest = hashlib.sha256(repr(body).encode()).hexdigest()
        return nodes.CallBlock(self.call_method("write", [nodes.Const(digest)]), [], [], body).set_lineno(line)

    def read(self, parser: Parser) -> list[nodes.Node]:
        """What stands in the part; refuses what may differ."""
        line = next(parser.stream).lineno
        body = parser.parse_statements(("name:endsame",), drop_needle=True)
        for one in nodes.Scope(body).find_all((nodes.Name, nodes.Const, *BRINGS_IN)):
            if not _is_same(one):
                parser.fail(f"{one} is not the same for everybody", line)
        return body

    def write(self, digest: str, caller: Macro) -> str:
        """The part as it stands in a page."""
        key = (digest, request.root_path)
        written = self._written.get(key)
        if written is None:
            written = self._written[key] = str(caller())
        return written


def _is_same(one: nodes.Node) -> bool:
    if isinstance(one, nodes.Const):
        return not str(one.value).startswith(NEARBY)
    return isinstance(one, nodes.Name) and one.name in SAME
