"""What becomes wider by a change of the catalogue: somebody confirms each of these, so nothing widens silently."""

from collections.abc import Mapping
from typing import Any

from app.models.mandate_type import AccessLevel, Risk

SIGNATURES = ("1", "register", "2")  # from few to many: what the register asks is 1 or 2
STARTERS = {"giver": {"giver"}, "holder": {"holder"}, "both": {"giver", "holder"}}
FOREVER = 10**6  # months: longer than any longest period


def what_widens(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """The parts of a type, right or group that allow more than they did, in a fixed order; nothing for what is new."""
    if not before:
        return ()
    if "services" in after:
        wider = _wider_type(before, after)
    elif "hint" in after:
        wider = _wider_group(before, after)
    else:
        wider = _wider_words(before, after)
    return tuple(name for name, is_wider in wider.items() if is_wider)


def _wider_group(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, bool]:
    listed = "rights" if "rights" in after else "types"
    return {
        listed: not set(after[listed]) <= set(before[listed]),
        "warning": bool(before["warning"]) and not after["warning"],
    }


def _wider_type(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, bool]:
    return {
        "services": not set(after["services"]) <= set(before["services"]),
        "longest_months": (after["longest_months"] or FOREVER) > (before["longest_months"] or FOREVER),
        # Where money is at stake, a colleague at the counter looks too.
        "money": before["money"] and not after["money"],
        "starters": not STARTERS[after["starters"]] <= STARTERS[before["starters"]],
        "party_kinds": not set(after["party_kinds"]) <= set(before["party_kinds"]),
        **{name: after[name] and not before[name] for name in ("code_allowed", "phone_allowed", "passing_on")},
        **_wider_words(before, after),
    }


def _wider_words(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, bool]:
    """What a mandate type and a right have in common; a right has nothing else that can change."""
    return {
        # Whoever has a right in the other domain, and manages that one, gets this one too.
        "domain": after["domain"] != before["domain"],
        "access_level": not AccessLevel(before["access_level"]).includes(AccessLevel(after["access_level"])),
        "risk": Risk(after["risk"]).rank < Risk(before["risk"]).rank,
        "signatures": SIGNATURES.index(after["signatures"]) < SIGNATURES.index(before["signatures"]),
        "may": not set(after["may"]) <= set(before["may"]),
        "may_not": not _forbids_as_much(before["may_not"], after["may_not"]),
    }


def _forbids_as_much(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> bool:
    """Whether every sentence is still there, and falls beside no other types than it did."""
    now = {one["text"]: set(one.get("unless", [])) for one in after}
    return all(one["text"] in now and now[one["text"]] <= set(one.get("unless", [])) for one in before)
