"""POST /mandates/{mandateId}/extend"""

from app.api.checking import read_day
from app.api.operations import Answer, Asked, answers
from app.api.shapes.acts import actor_of, as_it_stands, mandate_id_of
from app.core.acts.extending import propose_extension
from app.core.mandates.extension_plans import ExtensionWish


@answers("extendMandate")
def extend(asked: Asked) -> Answer:
    """Propose a later end to the other side."""
    actor, end = actor_of(asked), asked.body["end"]
    wish = ExtensionWish(
        mandate_id_of(asked),
        tuple(asked.body.get("types", ())),
        months=end.get("months"),
        last_day=read_day(end["lastDay"]) if "lastDay" in end else None,
    )
    propose_extension(asked.session, actor, wish, policy=asked.policy, now=asked.now)
    return as_it_stands(asked, actor, mandate_id_of(asked))
