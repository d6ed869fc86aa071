"""Letters as they leave the press, all printed as in the demo."""

from pathlib import Path

from app.config import Settings

SETTINGS = Settings("sqlite://", Path("/nowhere"), 8000, demo=True, https=False, secret_key=b"", letter_key=b"")
