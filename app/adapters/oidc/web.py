"""How we talk to a provider: with little patience, without following it elsewhere, and with JSON only."""

from collections.abc import Callable
from typing import Any

import requests

from app.adapters.oidc.errors import ProviderDown

PATIENCE = 5  # seconds, for the connection and for each answer
OK = 200

Ask = Callable[[str], dict[str, Any]]


def ask(address: str) -> dict[str, Any]:
    """The JSON object at an address of the provider; raises ProviderDown."""
    try:
        answer = requests.get(
            address, timeout=PATIENCE, allow_redirects=False, headers={"Accept": "application/json"}
        )
        content = answer.json() if answer.status_code == OK else None
    except (requests.RequestException, ValueError) as error:
        raise ProviderDown("no_answer") from error
    if not isinstance(content, dict):
        raise ProviderDown("no_answer")
    return content
