"""A document that somebody shows at the counter: its kind and its last four signs are kept, never a copy."""

from app.core.errors import Invalid

DOCUMENT_KINDS = ("identity_card", "residence_card", "passport")


def check_document(kind: str | None, last_four: str | None, *, prefix: str = "") -> tuple[str, str]:
    """Kind and last four signs, both as they may be kept. Raises Invalid; `prefix` stands before the field's name."""
    if kind not in DOCUMENT_KINDS:
        raise Invalid("document_kind_missing", field=f"{prefix}document_kind")
    if not (last_four and len(last_four) == 4 and last_four.isalnum()):
        raise Invalid("last_four_wrong", field=f"{prefix}last_four")
    return kind, last_four
