"""What happened, in a few words, for whoever searches the journal."""

from app.translations import has, say


def kind_words(kind: str) -> str:
    """A few words for a kind of entry; one that has no words yet is shown as it stands, not left out."""
    found = next((key for key in (f"deed.{kind}", f"journal_kind.{kind}") if has(key)), None)
    return say(found) if found else say("journal_kind.another", kind=kind)
