"""What docs/walk says about each picture, in the order of the walk."""

from collections.abc import Mapping
from pathlib import Path

CHAPTERS: Mapping[str, Mapping[str, str]] = {
    "Maria gives at home": {
        "start": "Five doors, and a phone number for who would rather talk.",
        "sign-in": "Maria signs in; a demo says who there is to be.",
        "maria-beginnen": "What it is, how long it takes, and that nothing leaves before she says so.",
        "maria-aan-wie": "To whom? A name with a town, or a number in any spelling.",
        "maria-wat": "What may be done? A ready group, or her own choice. Beside it, what she answered so far.",
        "maria-soorten": "Each type says what may and what may not be done.",
        "maria-hoelang": "How long is an answer, never a silent default.",
        "maria-nakijken": "Everything once more in sentences; until the last button nothing is sent.",
        "maria-gegeven": "The dossier number, and what is posted to whom, by when.",
    },
    "Ahmed gives at the counter, with Karim": {
        "loket": "The clerk's desk: search, today's visits, what waits and what must be posted.",
        "ahmed-klant-gevonden": "Karim finds the enterprise.",
        "ahmed-wie-is-de-klant": "Who stands here, and why he may decide.",
        "ahmed-bewijs": "How Karim saw who he is; no copy of the card is kept.",
        "ahmed-bezoek": "From now on the bar on top says who is helped.",
        "ahmed-aan-wie": "The same questions as at home, under the bar.",
        "ahmed-voorlezen": "Karim reads aloud, word for word; Ahmed agrees.",
        "ahmed-nakijken": "The same check as at home.",
        "ahmed-overdracht": "Ready: why the visit ends, and whether nothing stays behind.",
        "ahmed-klaar": "Nothing of Ahmed is left on this screen, nor behind the Back button.",
    },
    "The letters leave": {
        "maria-mandaat": "Maria sees her letter as soon as it is printed.",
        "post": "Karim prints what must be posted, as one file.",
        "post-weg": "That they were posted is a dated fact.",
    },
    "Peeters accepts one with the letter code, and refuses the other": {
        "code-invullen": "Three numbers from the letter, and no sign-in.",
        "code-keuze": "What the letter says, and what can be done with it.",
        "code-nakijken": "Who says so, once more in sentences.",
        "code-aanvaard": "Accepted: what happens now.",
        "peeters-lijst": "Signed in, the office finds what waits for an answer.",
        "peeters-beslist": "Yes, no, or later.",
        "peeters-geweigerd": "Refused; Ahmed gets a letter.",
    },
    "Maria stops hers": {
        "maria-mandaten": "What holds today, and for how long.",
        "maria-stopzetten": "What follows from stopping, before it is done.",
        "maria-stopgezet": "Stopped, with what is posted to whom.",
        "maria-verloop": "What happened, by whom, and when.",
    },
    "Peeters asks a client, and Luc gives it": {
        "ask-what": "The same questions, from the other side: what do you want to do for this client?",
        "ask-reason": "Why? The client reads it in the letter.",
        "ask-check": "What is asked, in sentences.",
        "asked-decide": "Luc reads what is asked, and why; he is obliged to nothing.",
        "many-rows": "Many clients at once: every row of the list is looked at, and a wrong one stops no other.",
    },
    "A mandate changes": {
        "stop-check-part": "Only a part stops; the page says what still runs.",
        "extend-ask": "A later end is proposed, and nothing changes until the other side agrees.",
        "mandate-extension-theirs": "The other side finds the question on the mandate's page.",
    },
    "Two people sign": {
        "joint": "Who signs too, and how: now, later online, or with a letter.",
        "joint-check": "The first checks everything, and signs first.",
        "sign": "The second reads the same, and signs or does not.",
        "sign-done": "Only now it is sent to the other side.",
    },
    "Maria changes accountants": {
        "transfer-types": "What does the new one take over? All that can be is ticked.",
        "transfer-check": "The old one stops only when the new one may really work.",
        "transfer-check-at-once": "Or the old one stops today; the page says first that he does not come back.",
        "transfer-done": "Letters go to Maria, to the new one and to the old one.",
        "mandate-that-moves": "On the old mandate it stands what moves, and what it waits for.",
    },
    "Peeters passes a part on": {
        "pass-on-source": "Which mandate? Only what may be passed on is shown.",
        "pass-on-until": "Never longer than the mandate it comes from.",
        "pass-on-check": "The giver gets a letter, and can stop it; it ends when Peeters may no longer do it himself.",
        "mandate-that-was-passed-on": "The chain, on the mandate it comes from.",
        "pass-on-joint": "Where two sign, passing on asks who signs too.",
        "pass-on-sign": "The second reads to whom it goes, and signs; before that nobody else hears of it.",
        "take-back": "Who passed it on takes it back, at once.",
    },
    "At the counter, besides": {
        "counter-reading-aid": "A reading aid beside what is read aloud; only the Dutch text counts.",
        "counter-hidden": "Nobody touched the screen: it hides the customer until Karim gives his password.",
        "counter-log": "The visits of a day, without names.",
        "counter-log-opened": "Who was here is shown after a reason, which is kept.",
    },
    "A second clerk looks too": {
        "counter-check-to-be-looked-at": "At the counter, an important mandate waits for a colleague, and says why.",
        "look": "Lotte reads the facts on a screen of her own, and speaks with the customer.",
        "counter-check-doubts": "Her doubt stands on Karim's screen; nothing is sent, and nothing is lost.",
        "counter-check-looked-at": "She agrees to exactly this; another answer would be looked at anew.",
    },
    "On the phone and on paper": {
        "phone": "Somebody calls: what Karim says, and how he finds out who it is.",
        "phone-check": "What was noted is read aloud before anything is done.",
        "prepare-check": "A new mandate cannot be given by phone: Karim prepares it, and reads it aloud.",
        "prepare-done": "A card goes to the customer by letter; he gives it at home or at any counter.",
        "call-taken": "A contest asks for a call back, to a number that was known already.",
        "call-decide": "The giver was called back: what he decides, and what that does.",
        "paper-check": "A sheet that came back is looked at again, beside what was keyed.",
    },
    "Who may do what in an organisation": {
        "colleague-matrix-after": "Who may do what: people and rights on one sheet.",
        "colleague-customers": "Els gets a right: for all customers, or for these.",
        "colleague-check": "What she may and may not do, before it holds.",
        "colleague-leave": "Somebody leaves: one act ends everything, and says what then stands without anybody.",
        "newcomer-done": "Who is new gets an invitation; its code is in a letter to the organisation.",
        "invited-done": "The newcomer accepted, and works there from now on.",
        "look-at-rights": "At a counter a second clerk reads who gets which right.",
    },
    "Signing in, and why it does not work": {
        "own-new-app": "A second proof: an app that gives codes, set up with a picture or by typing.",
        "own-codes": "Ten codes on paper for the day on which the phone is gone.",
        "own-sign-in-with-passkey": "A passkey needs no password at all.",
        "fresh-sign-in": "Before what is important, one proves again who one is.",
        "why-no-mandate": "Why does it not work? What is missing, who can mend it, and how.",
        "phone-why": "The same on the phone, to be read aloud.",
        "own-data": "What we know of somebody, why, and until when.",
    },
    "Looking after the service": {
        "administration": "What an administrator looks after.",
        "administration-colleague": "A member of staff: roles, counter, and where he is signed in.",
        "administration-office": "A counter: where it is, when it is open, and from where its clerks work.",
        "journal-found": "The journal, searched; a search says why, and is written down itself.",
    },
    "What stays within reach": {
        "give-card": "Stopped half-way: the card with which one goes on at home or at any counter.",
        "partner-of-giver": "Everything that one partner may and may not do, on one sheet.",
        "letter-check-valid": "Is this letter real? Two facts, and an answer that says nothing about anybody.",
        "figures-of-all": "How mandates come in, and how long it takes until both sides agree.",
    },
}
STEPS = [name for chapter in CHAPTERS.values() for name in chapter]
ON_A_PHONE = (
    "start", "maria-aan-wie", "maria-nakijken", "maria-gegeven", "ahmed-voorlezen", "maria-verloop",
)
LETTERS = {
    "given.giver": "To the giver: you gave a mandate",
    "invitation.giver": "To the giver: somebody asks for a mandate, and says why",
    "invitation.holder": "To the holder: you get a mandate, with the code and the answer sheet",
    "active.giver": "To the giver: the mandate holds",
    "active.holder": "To the holder: the mandate holds",
    "refused.giver": "To the giver: refused",
    "withdrawn.holder": "To the holder: withdrawn",
    "stopped.giver": "To the giver: stopped",
    "stopped.holder": "To the holder: stopped",
    "lapsed.giver": "To the giver: lapsed",
    "lapsed.holder": "To the holder: lapsed",
    "suspended.giver": "To the giver: stands still",
    "suspended.holder": "To the holder: stands still",
}
# Kinds that the walk sends none of: printed with invented facts, as `flask letters preview` does.
SAMPLES = {
    "expiring.giver": "To the giver: it ends soon",
    "lapsing.holder": "To the holder: 7 days left to answer",
    "yearly.giver": "To the giver, each year: does it still hold?",
    "overview.party": "On request: everything that runs",
    "still_needed.giver": "Something misses on the answer sheet",
    "extension_asked.holder": "To the holder: the giver wants to extend",
    "transfer_sent.giver": "To the giver: you asked another to take over",
    "transferred.holder": "To the old holder: another took over",
    "passed_on.giver": "To the giver: your holder passed a part on",
    "to_sign.giver": "To the second who must sign",
    "colleague.party": "To an organisation: somebody new can begin",
    "prepared.giver": "To a caller: your mandate stands ready",
}
IN_LARGE_PRINT = {"given.giver": "In large print: you gave a mandate"}
OPENING = """# The walk

Maria gives a mandate at home, Ahmed gives one at the counter, an accountant accepts the first with the code of a letter
and refuses the second, and Maria stops hers. After that: asking, changing, the phone and paper, colleagues, signing
in, and looking after the service. All people and enterprises are invented. `make walk` makes these pictures again, by
walking through the service in Chromium.
"""


def write_readme(folder: Path) -> None:
    """The walk in order: every picture with its sentence, then the letters."""
    parts = [OPENING]
    for title, pictures in CHAPTERS.items():
        parts.append(f"## {title}\n")
        for name, sentence in pictures.items():
            parts.append(f"{sentence}\n\n![{sentence}]({name}.webp)\n")
            if name in ON_A_PHONE:
                parts.append(f"On a phone:\n\n![{sentence} On a phone.]({name}-390.webp)\n")
    parts.append("## The letters\n")
    named = LETTERS | SAMPLES | {f"{kind}.groot": title for kind, title in IN_LARGE_PRINT.items()}
    for kind, title in named.items():
        files = sorted(folder.glob(f"brief-{kind.replace('.', '-')}-[0-9].webp"))
        shown = " ".join(f"![{title}, page {number}]({file.name})" for number, file in enumerate(files, start=1))
        parts.append(f"{title}:\n\n{shown}\n")
    (folder / "README.md").write_text("\n".join(parts), encoding="utf-8")
