"""What every answer tells the browser: whom to trust, what to keep, whom to tell."""

from flask import Flask, Response, current_app

POLICY = "; ".join((
    "default-src 'self'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'", "object-src 'none'",
))
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
}
ONE_YEAR = 365 * 24 * 3600


def install_security(app: Flask) -> None:
    """Put the headers on every answer."""
    app.after_request(add_headers)


def add_headers(response: Response) -> Response:
    """The headers of an answer. Pages are never kept, not even for Back: the next customer uses this screen too."""
    given = set(response.headers.keys())
    response.headers.extend([(name, value) for name, value in HEADERS.items() if name not in given])
    if current_app.extensions["settings"].https:
        response.headers.setdefault("Strict-Transport-Security", f"max-age={ONE_YEAR}")
    return response


def forget_everything(response: Response) -> Response:
    """Ask the browser to throw away what it kept of us: at the hand-over to the next customer.

    Browsers listen to this under https only and some not at all, so it is never the only protection.
    """
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
