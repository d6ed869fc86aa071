"""The questions of answering, in order."""

from app.core.counter.understanding import needs_talk
from app.web.wizards.accept.check import submit
from app.web.wizards.accept.forms.consent import ConsentForm
from app.web.wizards.accept.forms.decide import DecideForm, ReasonForm
from app.web.wizards.accept.forms.executor import ExecutorForm
from app.web.wizards.accept.forms.less import PartsForm, UntilForm
from app.web.wizards.accept.scene import ACCEPT, LESS, REFUSE, AcceptScene
from app.web.wizards.accept.wording import asked_lines
from app.web.wizards.give.forms.talk import AloneForm, UnderstoodForm
from app.web.wizards.joint import STEP, JointForm
from app.wizard import Answer, Answers, Step, Wizard


def accepts(answers: Answers, scene: AcceptScene) -> bool:
    """Whether the answer is yes, by the side that holds the mandate: executors are the holder's to choose."""
    decision = answers.get("decide", {}).get("decision")
    return decision in {ACCEPT, LESS} and scene.mandate.holder_id == scene.actor.party_id


def takes_less(answers: Answers, _scene: AcceptScene) -> bool:
    """Whether the answer is yes, to less than was asked."""
    return answers.get("decide", {}).get("decision") == LESS


def gives_less(answers: Answers, scene: AcceptScene) -> bool:
    """Whether the giver gives less than was asked; who takes over from another holder does not choose the end."""
    return takes_less(answers, scene) and scene.gives


def gives_parts(answers: Answers, scene: AcceptScene) -> bool:
    """Whether there is more than one part, so that one can be left out."""
    return takes_less(answers, scene) and len(asked_lines(scene)) > 1


def refuses(answers: Answers, _scene: AcceptScene) -> bool:
    """Whether the answer is no."""
    return answers.get("decide", {}).get("decision") == REFUSE


def needs_second(answers: Answers, scene: AcceptScene) -> bool:
    """Whether somebody else has to sign too to say yes."""
    return answers.get("decide", {}).get("decision") in {ACCEPT, LESS} and bool(scene.seconds)


def at_the_counter(_answers: Answers, scene: AcceptScene) -> bool:
    """Whether a clerk has to read aloud what the customer agrees to."""
    return scene.at_the_counter


def needs_a_talk(answers: Answers, scene: AcceptScene) -> bool:
    """Whether a giver at the counter is asked alone, and in his own words: for more than low risk."""
    decision = answers.get("decide", {}).get("decision")
    if not (scene.at_the_counter and scene.gives and decision in {ACCEPT, LESS}):
        return False
    given = answers.get("parts", {}).get("types") or ()
    lines = [line for line in asked_lines(scene) if not given or line.type_key in given]
    return needs_talk([line.mandate_type for line in lines])


def was_read_in_this_visit(answer: Answer, scene: AcceptScene) -> bool:
    """Consent is for one visit."""
    return bool(answer.get("visit") == str(scene.actor.visit_id))


def was_good_in_this_visit(answer: Answer, scene: AcceptScene) -> bool:
    """What a customer says counts in this visit, and only when the giving can go on."""
    return bool(answer.get("good")) and was_read_in_this_visit(answer, scene)


ANSWER = Wizard(
    "accept",
    steps=(
        Step("decide", DecideForm, section="decide"),
        Step("parts", PartsForm, when=gives_parts, section="decide"),
        Step("until", UntilForm, when=gives_less, rests_on=("parts",), section="decide"),
        Step("executor", ExecutorForm, when=accepts, section="who"),
        Step("reason", ReasonForm, when=refuses, section="reason"),
        Step(STEP, JointForm, when=needs_second, section=STEP),
        Step("alone", AloneForm, when=needs_a_talk, still_holds=was_good_in_this_visit, section="aloud"),
        Step(
            "consent",
            ConsentForm,
            when=at_the_counter,
            rests_on=("decide", "parts", "until", "executor", "reason"),
            still_holds=was_read_in_this_visit,
            section="aloud",
        ),
        Step(
            "understood",
            UnderstoodForm,
            when=needs_a_talk,
            rests_on=("decide", "parts", "until"),
            still_holds=was_good_in_this_visit,
            section="aloud",
        ),
    ),
    submit=submit,
)
