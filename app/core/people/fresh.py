"""Whether somebody proved a moment ago who he is: an open screen alone is not enough for what matters most."""

from datetime import datetime, timedelta

from app.core.errors import FreshSignInNeeded

# Before somebody changes how he signs in himself.
OWN_SIGN_IN = timedelta(minutes=10)


def check_fresh(proven_at: datetime | None, within: timedelta, *, now: datetime) -> None:
    """Raise FreshSignInNeeded for whoever last proved who he is longer ago than `within`."""
    if proven_at is None or now - proven_at > within:
        raise FreshSignInNeeded
