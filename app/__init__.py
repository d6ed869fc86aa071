"""Mandaatloket: give, accept and stop mandates between enterprises. `create_app` puts all parts together."""

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import Any

from flask import Flask, has_request_context
from flask.globals import request_ctx
from flask.typing import ResponseReturnValue
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from app import clock as machine_clock
from app.adapters.mail import make_postman
from app.adapters.oidc import make_providers
from app.adapters.press import Press
from app.adapters.webhooks import make_messenger
from app.api import install_api
from app.cli import register_commands
from app.config import ROOT, Settings, read_settings
from app.config_providers import STAFF
from app.core.directory.rules import COLUMNS, DirectoryRules
from app.core.policy import Policy
from app.core.vault import Vault
from app.db import Database
from app.jobs.commands import register_jobs
from app.translations import fill_everywhere
from app.web import install_web
from app.web.addresses import Addresses, LateRule
from app.web.busy import busy_instead_of, carried_out
from app.web.catalogue import CatalogueInMemory
from app.web.compiled import COMPILED

LARGEST_POST = 1_000_000
MOST_FORM_PARTS = 1_000


class Application(Flask):
    """Flask without the question, 17 times a page, whether a view or a hook happens to be asynchronous: none is."""

    url_map_class = Addresses
    url_rule_class = LateRule

    @cached_property
    def _links(self) -> dict[tuple[str, str, str], str]:
        return {}

    def url_for(
        self, /, endpoint: str, *, _anchor: str | None = None, _method: str | None = None, _scheme: str | None = None,
        _external: bool | None = None, **values: Any,
    ) -> str:  # fmt: skip
        """A link. Most of those on a page have nothing to fill in, and are the same on every page: kept by `_links`.

        Flask looks for more than we use: values that a blueprint fills in by itself, and what to do with a wrong link.
        """
        is_plain = _anchor is _method is _scheme is _external is None
        # A name that begins with a dot is of the blueprint of this request.
        if not is_plain or endpoint.startswith(".") or not has_request_context():
            how = {"_anchor": _anchor, "_method": _method, "_scheme": _scheme, "_external": _external}
            return super().url_for(endpoint, **how, **values)  # type: ignore[arg-type]
        adapter = request_ctx.url_adapter
        if values:
            return str(adapter.build(endpoint, values))
        key = (endpoint, adapter.script_name, adapter.default_method)
        known = self._links.get(key)
        if known is None:
            known = self._links[key] = super().url_for(endpoint)
        return known

    def dispatch_request(self) -> ResponseReturnValue:
        return carried_out(super().dispatch_request)

    def handle_user_exception(self, e: Exception) -> Any:  # noqa: ANN401 - as Flask has it
        return super().handle_user_exception(busy_instead_of(e) or e)

    def handle_exception(self, e: Exception) -> Any:  # noqa: ANN401 - as Flask has it
        """What went wrong outside a view, for instance when the session was kept, can be the same."""
        busy = busy_instead_of(e)
        if busy is None:
            return super().handle_exception(e)
        return self.finalize_request(self.handle_user_exception(busy), from_error_handler=True)

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func


def create_app(
    settings: Settings | None = None,
    *,
    database: Database | None = None,
    clock: Callable[[], datetime] | None = None,
    press: Press | None = None,
) -> Flask:
    """The application. Tests bring their own settings, database, clock and press; otherwise the environment decides."""
    settings = settings or read_settings()
    database = database or Database(settings.database_url)
    app = Application("app", static_folder=None, template_folder=str(ROOT / "templates"))
    app.config.update(
        SECRET_KEY=settings.secret_key, MAX_CONTENT_LENGTH=LARGEST_POST, MAX_FORM_PARTS=MOST_FORM_PARTS
    )
    app.jinja_options = {
        "trim_blocks": True, "lstrip_blocks": True, "undefined": StrictUndefined, "bytecode_cache": COMPILED
    }  # fmt: skip
    app.extensions.update(
        settings=settings,
        database=database,
        catalogue=CatalogueInMemory(database),
        clock=clock or machine_clock.now,
        press=press or Press(settings),
        vault=_vault(settings),
        policy=_policy(settings),
        directory_rules=_directory_rules(settings),
        postman=make_postman(settings),
        messenger=make_messenger(settings),
        providers=make_providers(settings),
    )
    if settings.trusted_proxies:
        # Only the addresses that our own proxies wrote down are believed.
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count)  # type: ignore[method-assign]
    fill_everywhere(help_line=settings.help_line)
    install_web(app, settings, database)
    install_api(app)
    register_commands(app)
    register_jobs(app)
    return app


def _vault(settings: Settings) -> Vault:
    older = settings.older_letter_keys, settings.older_secret_keys
    return Vault(settings.letter_key, settings.secret_key, *older)


def _directory_rules(settings: Settings) -> DirectoryRules | None:
    """What the core is told of the directory of staff; None when it tells us nothing."""
    ways, said = settings.sign_in, settings.directory
    if said is None:
        return None
    issuer = next(one.issuer for one in ways.providers if one.kind == STAFF)
    columns = (COLUMNS[said.subject], COLUMNS[said.number], COLUMNS[said.group])
    return DirectoryRules(issuer, *columns, known_only=said.known_only, desks=ways.staff.desks, roles=ways.staff.roles)


def _policy(settings: Settings) -> Policy:
    """What the core is told of the settings."""
    return Policy(
        settings.cooling_off_days,
        settings.promise_working_days,
        sends_mail=settings.mail is not None,
        looks_from_mandates=settings.looks_from_mandates,
        unchecked_letters_of_party=settings.unchecked_letters_of_party,
        unchecked_letters_of_clerk=settings.unchecked_letters_of_clerk,
        dormant_months=settings.staff_dormant_months,
        fresh_risks=settings.sign_in.access.fresh_risks,
        fresh_minutes=settings.sign_in.access.fresh_minutes,
        retention=settings.retention,
        handoff_minutes=settings.handoff_minutes,
    )
