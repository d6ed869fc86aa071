"""An example portal: an *Ondernemersloket* where people give mandates, and that asks before it acts.

It knows Mandaatloket by its contract only, as any other application would.
"""

import secrets

import httpx
from flask import Flask, Response
from flask_wtf import CSRFProtect

from examples.portal import error_pages, own_address, parts, provider, words
from examples.portal.heard import Heard
from examples.portal.mandaatloket import Mandaatloket
from examples.portal.pages import fonts, give, mandates, news, sign_in, start, subsidies
from examples.portal.settings import Settings, read_settings
from examples.portal.visits import Visits

LARGEST_BODY = 64 * 1024  # bytes; what Mandaatloket tells is far smaller


def create_portal(settings: Settings, transport: httpx.BaseTransport | None = None) -> Flask:
    """The portal; `transport` carries its calls to Mandaatloket, the network when there is none."""
    app = Flask(__name__)
    # Who is signed in is in the memory of this process, so a cookie of an earlier one would open nothing anyway.
    app.secret_key = secrets.token_bytes(32)
    app.config.update(
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        # Another port is the same site to a browser: beside Mandaatloket it needs a name of its own.
        SESSION_COOKIE_NAME="ondernemersloket",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.url.startswith("https:"),
    )
    mandaatloket = Mandaatloket(settings, transport)
    app.extensions["portal"] = parts.Parts(settings, mandaatloket, Visits(), Heard())
    own_address.install(app, settings.url)
    provider.install(app, settings)
    csrf = CSRFProtect(app)
    for blueprint in (news.pages_of_machines, sign_in.pages_of_machines):
        csrf.exempt(blueprint)
        app.register_blueprint(blueprint)
    for module in (start, sign_in, mandates, give, subsidies, news, fonts):
        app.register_blueprint(module.pages)
    error_pages.install(app)
    words.install(app)
    app.after_request(lambda answer: _harden(answer, settings))
    return app


def from_environment() -> Flask:
    """The portal as a web server makes it."""
    return create_portal(read_settings())


def _harden(answer: Response, settings: Settings) -> Response:
    # A form may lead to where it is answered, and on from there: to the provider, and to Mandaatloket.
    onward = f"'self' {settings.mandaatloket} {settings.issuer}"
    answer.headers.setdefault("Cache-Control", "no-store")
    answer.headers["Content-Security-Policy"] = (
        f"default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action {onward}; "
        "base-uri 'none'; frame-ancestors 'none'"
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer
