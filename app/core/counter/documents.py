"""A document that somebody shows at the counter: its kind and its last four signs are kept, never a copy."""

from app.core.errors import Invalid

DOCUMENT_KINDS = ("identity_card", "residence_card", "passport")


def check_document(kind: str | None, last_four: str | None, *, prefix: str = "") -> tuple[str, str]:
    """Kind and last four signs, both as they may be kept. Raises Invalid; `prefix` stands before the field's name."""
    if kind not in DOCUMENT_KINDS:
        raise Invalid("document_kind_missing", field=f"{prefix}document_kind")
    return kind, check_last_four(last_four, field=f"{prefix}last_four")


def check_last_four(text: str | None, *, field: str = "last_four") -> str:
    """The last four signs of a document; raises Invalid with `field`."""
    if not (text and len(text) == 4 and text.isascii() and text.isalnum()):
        raise Invalid("last_four_wrong", field=field)
    return text
