"""GET /.well-known/authzen-configuration: where this service answers what (OpenID AuthZEN Authorization API 1.0)."""

import json

from flask import Flask, Response

from app.api.assembly import contract
from app.api.oauth.place import own_address

ADDRESS = "/.well-known/authzen-configuration"
ENDPOINTS = {
    "access_evaluation_endpoint": "evaluateAccess",
    "access_evaluations_endpoint": "evaluateAccesses",
    "search_subject_endpoint": "searchSubjects",
    "search_resource_endpoint": "searchResources",
    "search_action_endpoint": "searchActions",
}


def install_authzen(app: Flask) -> None:
    """Say where to ask; the rest are operations of the contract."""
    show.guard, show.guard_reason = "public", "it says where to ask"  # type: ignore[attr-defined]
    app.add_url_rule(ADDRESS, "authzen", show, methods=["GET"])


def show() -> Response:
    """Everything that a client library asks."""
    here = own_address()
    told = {name: f"{here}{contract().operation(one).address}" for name, one in ENDPOINTS.items()}
    return Response(json.dumps({"policy_decision_point": here, **told}), mimetype="application/json")
