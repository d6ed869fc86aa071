"""One address for the portal: the way back from a sign-in leads there, and cookies of another name do not come."""

from urllib.parse import urlsplit

from flask import Flask, redirect, request
from werkzeug.wrappers import Response


def install(app: Flask, url: str) -> None:
    """Lead whoever typed `localhost` to the address in numbers that the portal has on this machine, or back."""
    own = urlsplit(url)
    other = {"127.0.0.1": "localhost", "localhost": "127.0.0.1"}.get(own.hostname or "")
    elsewhere = f"{other}:{own.port}"

    @app.before_request
    def lead_home() -> Response | None:
        if other is None or request.host != elsewhere or request.method != "GET":
            return None
        return redirect(url + request.full_path.removesuffix("?"))
