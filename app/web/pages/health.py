"""Whether the service lives and is ready, for the machine that watches it. Says nothing about anybody."""

from flask import Blueprint, Response, jsonify

from app.core.health import find_health
from app.web.databases import database, moment
from app.web.guards import public

pages = Blueprint("health", __name__, url_prefix="/health")


@pages.get("/live")
@public("a watchman has no account, and it only says that this process answers")
def live() -> Response:
    """This process answers; says nothing about what it depends on, so that a slow database does not get it killed."""
    return jsonify(status="live")


@pages.get("")
@pages.get("/ready")
@public("a watchman has no account, and it only gives ages")
def ready() -> tuple[Response, int]:
    """Whether visitors can be served: 200, or 503 when the database does not answer. Ages are in seconds."""
    with database().reading() as session:
        health = find_health(session, now=moment())
    if health is None:
        return jsonify(status="not ready", database="does not answer"), 503
    age = health.register_age
    return jsonify(
        status="ready",
        database="answers",
        outbox_wait_seconds=round(health.outbox_wait.total_seconds()),
        register_age_seconds=None if age is None else round(age.total_seconds()),
    ), 200
