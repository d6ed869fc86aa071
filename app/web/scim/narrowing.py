"""Of a filter, the one comparison that the database can answer by an index; the whole filter is asked afterwards."""

from scim2_models.path import CompareOperator, Comparison, FilterNode, LogicalExpr, LogicalOperator

from app.core.directory.users import key_of

Narrowed = tuple[str, str] | tuple[None, None]


def narrowed(node: FilterNode | None) -> Narrowed:
    """A column of ours and what must stand in it for the filter to be true; (None, None) when nothing is so sure."""
    terms = node.terms if isinstance(node, LogicalExpr) and node.op == LogicalOperator.and_ else (node,)
    for term in terms:
        if not isinstance(term, Comparison) or term.op != CompareOperator.eq or not isinstance(term.value, str):
            continue
        name = "" if term.attr_path.sub_attr else term.attr_path.attr.lower()
        if name == "username":
            return "user_key", key_of(term.value)
        if name in {"externalid", "id"}:
            return ("external_id" if name == "externalid" else "id"), term.value
    return None, None


def mentions(node: FilterNode | None, attribute: str) -> bool:
    """Whether a filter speaks of this attribute."""
    return node is not None and attribute.lower() in str(node).lower()
