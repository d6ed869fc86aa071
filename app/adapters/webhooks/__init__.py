"""Telling an application of an event: signed as Standard Webhooks says, and posted where it asked."""

from app.adapters.webhooks.messenger import Messenger, make_messenger
from app.adapters.webhooks.signing import sign

__all__ = ["Messenger", "make_messenger", "sign"]
