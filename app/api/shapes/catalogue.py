"""What the catalogue holds, as the contract has it. Sentences keep their {mandaatnemer} or {medewerker}."""

from typing import Any

from app.api.assembly import BASE
from app.api.shapes.mandates import known
from app.core.views.catalogue import GroupVersion, MandateType, NamedList, RightType


def type_json(kind: MandateType) -> dict[str, Any]:
    """A mandate type with its policy and its sentences."""
    return {
        **_shared_json(kind, "mandate-types"),
        **_domain_json(kind),
        "services": kind.services,
        "money": kind.money,
        **known(longestMonths=kind.longest_months),
        "starters": ["giver", "holder"] if kind.starters == "both" else [kind.starters],
        "givers": kind.party_kinds,
        "codeAllowed": kind.code_allowed,
        "phoneAllowed": kind.phone_allowed,
        "passingOn": kind.passing_on,
    }


def right_json(kind: RightType) -> dict[str, Any]:
    """A right inside an organisation with its policy and its sentences."""
    domain = _domain_json(kind) if kind.domain is not None else {}
    return {**_shared_json(kind, "right-types"), **domain, "manages": kind.manages, "appoints": kind.appoints}


def mandate_group_json(one: NamedList) -> dict[str, Any]:
    """A group of mandate types with its versions."""
    return _list_json(one, "mandate-groups")


def right_group_json(one: NamedList) -> dict[str, Any]:
    """A group of rights with its versions."""
    return _list_json(one, "right-groups")


def _list_json(one: NamedList, where: str) -> dict[str, Any]:
    group = one.group
    return {
        "key": group.key,
        "href": f"{BASE}/{where}/{group.key}",
        "name": group.name,
        **known(offeredVersion=one.offered, withdrawnFrom=group.withdrawn_from),
        "versions": [_version_json(version) for version in one.versions],
    }


def _shared_json(kind: MandateType | RightType, where: str) -> dict[str, Any]:
    return {
        "key": kind.key,
        "href": f"{BASE}/{where}/{kind.key}",
        "name": kind.name,
        "short": kind.short,
        "accessLevel": kind.access_level,
        "risk": kind.risk,
        "signatures": kind.signatures,
        **known(withdrawnFrom=kind.withdrawn_from),
        "may": kind.may,
        "mayNot": [{"text": one["text"], "unless": one.get("unless", [])} for one in kind.may_not],
    }


def _domain_json(kind: Any) -> dict[str, Any]:  # noqa: ANN401 - a type of either sort, with a domain
    domain = kind.domain
    return {
        "domain": {"key": domain.key, "name": domain.name},
        "entity": {"key": domain.entity.key, "name": domain.entity.name},
    }


def _version_json(version: GroupVersion) -> dict[str, Any]:
    return {
        "number": version.number,
        "fromDay": version.from_day.isoformat(),
        "types": version.type_keys,
        "hint": version.hint,
        "sentences": version.sentences,
        **known(warning=version.warning),
    }
