"""The web: pages and wizards for people. Translates in, opens one transaction, calls the core, translates out."""

from importlib import import_module

from flask import Flask

from app.config import ROOT, Settings
from app.db import Database
from app.web.assets import install_assets
from app.web.assist import install_assist
from app.web.busy import install_busy
from app.web.components import install_components
from app.web.compression import install_compression
from app.web.csrf import install_csrf
from app.web.errors import install_errors
from app.web.formats import install_formats
from app.web.htmx import install_htmx
from app.web.layout import install_layout
from app.web.printouts import install_printouts
from app.web.refused_page import install_refused_pages
from app.web.request_log import install_request_log
from app.web.screen_lock import install_screen_lock
from app.web.security import install_security
from app.web.sessions import ServerSessionInterface
from app.web.staff_access import install_staff_access
from app.web.uploads import install_uploads
from app.web.users import install_users

# Every module here holds one blueprint, named `pages`.
BLUEPRINTS = (
    "app.web.pages.start",
    "app.web.pages.sign_in",
    "app.web.pages.sign_in_code",
    "app.web.pages.sign_in_passkey",
    "app.web.pages.sign_in_fresh",
    "app.web.pages.sign_in_glass",
    "app.web.pages.sign_in_provider",
    "app.web.pages.sign_out_provider",
    "app.web.pages.own_sessions",
    "app.web.pages.own_sign_in",
    "app.web.pages.own_data",
    "app.web.pages.own_passkeys",
    "app.web.pages.resume",
    "app.web.pages.handoff",
    "app.web.pages.footer",
    "app.web.pages.help",
    "app.web.pages.health",
    "app.web.pages.mandates",
    "app.web.pages.mandate_lists",
    "app.web.pages.mails",
    "app.web.pages.notices",
    "app.web.pages.paper_overview",
    "app.web.pages.partners",
    "app.web.pages.colleagues",
    "app.web.pages.colleagues_waiting",
    "app.web.pages.colleague_history",
    "app.web.pages.colleague_groups",
    "app.web.pages.colleague_lists",
    "app.web.pages.colleague_round",
    "app.web.pages.invited",
    "app.web.pages.figures",
    "app.web.pages.counter.figures",
    "app.web.pages.letters",
    "app.web.pages.mandate_acts",
    "app.web.pages.signing_talk",
    "app.web.pages.extending",
    "app.web.pages.stopping",
    "app.web.pages.letter_code",
    "app.web.pages.letter_check",
    "app.web.pages.administration.home",
    "app.web.pages.administration.staff",
    "app.web.pages.administration.staff_sure",
    "app.web.pages.administration.offices",
    "app.web.pages.administration.entities",
    "app.web.pages.administration.clients",
    "app.web.pages.administration.webhooks",
    "app.web.pages.administration.catalogue",
    "app.web.pages.administration.catalogue_change",
    "app.web.pages.administration.journal",
    "app.web.pages.administration.settings",
    "app.web.pages.administration.forgetting",
    "app.web.pages.administration.open_sessions",
    "app.web.pages.counter.home",
    "app.web.pages.counter.screen",
    "app.web.pages.counter.log",
    "app.web.pages.counter.looks",
    "app.web.pages.counter.reading_aid",
    "app.web.pages.counter.own_data",
    "app.web.pages.counter.customer",
    "app.web.pages.counter.identity",
    "app.web.pages.counter.visit",
    "app.web.pages.counter.voucher",
    "app.web.pages.counter.newcomer",
    "app.web.pages.counter.second",
    "app.web.pages.counter.hand_over",
    "app.web.pages.counter.post",
    "app.web.pages.counter.lost_letters",
    "app.web.pages.counter.contest",
    "app.web.pages.counter.address",
    "app.web.pages.counter.phone",
    "app.web.pages.counter.phone_talk",
    "app.web.pages.counter.phone_why",
    "app.web.pages.counter.phone_card",
    "app.web.pages.counter.phone_unchecked",
    "app.web.pages.counter.phone_rights",
    "app.web.pages.counter.calls",
    "app.web.pages.counter.paper",
    "app.web.pages.counter.paper_overview",
    "app.web.pages.counter.paper_invitation",
    "app.web.pages.counter.paper_round",
    "app.web.pages.why",
    "app.web.pages.taking_back",
    "app.web.pages.longer_list",
    "app.web.wizards.give",
    "app.web.wizards.prepare",
    "app.web.wizards.ask",
    "app.web.wizards.transfer",
    "app.web.wizards.pass_on",
    "app.web.pages.ask_many",
    "app.web.wizards.colleague",
    "app.web.wizards.accept",
    "app.web.scim.service_provider_config",
    "app.web.scim.resource_types",
    "app.web.scim.schemas",
    "app.web.scim.users",
    "app.web.scim.groups",
    "app.web.scim.elsewhere",
)


def install_web(app: Flask, settings: Settings, database: Database) -> None:
    """Everything a page needs, then the pages."""
    install_request_log(app)
    app.session_interface = sessions = ServerSessionInterface(database, settings)
    app.before_request(sessions.recall)
    install_staff_access(app)
    install_screen_lock(app)
    install_htmx(app)
    install_users(app)
    install_uploads(app)
    install_csrf(app)
    install_errors(app)
    install_busy(app, database)
    # What is installed later acts earlier on an answer: first the headers, then the compression.
    install_compression(app)
    install_security(app)
    install_assets(app, ROOT / "static")
    install_formats(app)
    install_layout(app, settings)
    install_printouts(app)
    install_components(app)
    install_assist(app)
    install_refused_pages(app)
    for name in BLUEPRINTS:
        app.register_blueprint(import_module(name).pages)
