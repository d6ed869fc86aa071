"""Styles, scripts, fonts and pictures: addresses that change with the content, so that browsers may keep them for ever.

The style sheet is one file to the browser and several to us: GOV.UK Frontend, then our theme in the order of the names.
"""

import functools
import hashlib
import mimetypes
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import brotli
from flask import Flask, Response, abort, request

STYLES = "mandaatloket.css"
GOVUK = "assets/govuk-frontend.min.css"
THEME = "theme"
COMPRESSED = (".css", ".js", ".svg")
FOR_EVER = "public, max-age=31536000, immutable"
VERSION_LENGTH = 12

mimetypes.add_type("font/woff2", ".woff2")


class AssetMissingError(Exception):
    """A file that a page asks for was not made at set-up."""


@dataclass(frozen=True)
class Asset:
    """One file as browsers get it."""

    name: str
    content: bytes

    @cached_property
    def version(self) -> str:
        """Changes whenever the content does."""
        return hashlib.sha256(self.content).hexdigest()[:VERSION_LENGTH]

    @property
    def compressed(self) -> bytes:
        """The content for browsers that take brotli; made once in a process, as small as possible."""
        return _compressed(self.content)

    @property
    def kind(self) -> str:
        """Its media type."""
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"


@functools.cache
def _compressed(content: bytes) -> bytes:
    # A quarter of a second for all files together, and tests make an application more than a hundred times.
    return brotli.compress(content, quality=11)


@dataclass
class Assets:
    """The files under `folder`, read once."""

    folder: Path
    known: dict[str, Asset] = field(default_factory=dict)

    def get(self, name: str) -> Asset:
        """One file; AssetMissingError when there is no such file."""
        if name not in self.known:
            content = self._styles() if name == STYLES else self._read(name)
            self.known[name] = Asset(name, content)
        return self.known[name]

    def url(self, name: str) -> str:
        """The address of a file, with its version."""
        return f"/static/{name}?v={self.get(name).version}"

    @cached_property
    def _names(self) -> frozenset[str]:
        """Every file that is there, by its one name; nothing else that somebody asks for is sought, or kept."""
        return frozenset(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file())

    def _read(self, name: str) -> bytes:
        if name not in self._names:
            raise AssetMissingError(f"{name} is not in {self.folder}: run `make assets`")
        return (self.folder / name).read_bytes()

    def _styles(self) -> bytes:
        theme = [path.read_text(encoding="utf-8") for path in sorted((self.folder / THEME).glob("*.css"))]
        text = "\n".join([self._read(GOVUK).decode(), *theme])
        text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
        text = re.sub(r"\s*\n\s*", "\n", text).strip()
        return re.sub(r'(?<=url\(")fonts/[^"]+', lambda found: self.url(f"assets/{found[0]}"), text).encode()


def install_assets(app: Flask, folder: Path) -> None:
    """Serve the files, and let templates ask for their addresses with `asset(name)`."""
    assets = Assets(folder)
    app.jinja_env.globals["asset"] = assets.url
    app.add_url_rule("/static/<path:name>", "static", _serve(assets))


def _serve(assets: Assets) -> Callable[[str], Response]:
    def serve(name: str) -> Response:
        """One file; kept for ever when it is asked for with its version."""
        try:
            asset = assets.get(name)
        except AssetMissingError:
            abort(404)
        takes_brotli = name.endswith(COMPRESSED) and request.accept_encodings["br"] > 0
        response = Response(asset.compressed if takes_brotli else asset.content, mimetype=asset.kind)
        if takes_brotli:
            response.headers["Content-Encoding"] = "br"
        response.vary.add("Accept-Encoding")
        response.headers["Cache-Control"] = FOR_EVER if request.args.get("v") == asset.version else "no-cache"
        response.set_etag(asset.version)
        return response.make_conditional(request)

    serve.guard = "public"  # type: ignore[attr-defined]
    serve.guard_reason = "styles, scripts and pictures hold nothing about anybody"  # type: ignore[attr-defined]
    return serve
