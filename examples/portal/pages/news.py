"""What happened to mandates: Mandaatloket tells it (Standard Webhooks), and a user reads what he may know of it."""

import json
from http import HTTPStatus

from flask import Blueprint, render_template, request
from standardwebhooks import Webhook, WebhookVerificationError
from werkzeug.wrappers import Response

from examples.mandaatloket_client.models import CloudEvent
from examples.portal.parts import parts, user_token

pages = Blueprint("news", __name__)
pages_of_machines = Blueprint("webhook", __name__)  # which have no cookie, and so nothing that could be forged with it


@pages_of_machines.post("/meldingen")
def hear() -> Response:
    """Take what is signed with our secret, of the last five minutes. What came before is taken, and not kept again."""
    body = request.get_data()
    try:
        Webhook(parts().settings.webhook_secret).verify(body, dict(request.headers), json_parse=False)
    except (WebhookVerificationError, ValueError):  # ValueError: a signature that is not even one
        return Response(status=HTTPStatus.UNAUTHORIZED)
    try:
        event = CloudEvent.from_dict(json.loads(body))
    except (ValueError, KeyError, TypeError, AttributeError):  # signed, and not of the contract
        return Response(status=HTTPStatus.BAD_REQUEST)
    parts().heard.take(request.headers["webhook-id"], event)
    return Response(status=HTTPStatus.NO_CONTENT)


@pages.get("/meldingen")
def show() -> str:
    """What happened to the mandates of the user. An event names nobody: who may not read the mandate, hears nothing."""
    known = {str(one.id): one for one in parts().mandaatloket.mandates(user_token()).items}
    told = [(event, known[str(event.subject)]) for event in parts().heard.newest() if str(event.subject) in known]
    return render_template("news.html", told=told)
