"""Who appoints whom in the village, and who answers, signs, changes and leaves: the other half of the joint model."""

import uuid
from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta

from app.core.actor import Actor
from app.core.people.rights import find_relation, list_rights_in
from app.core.representation.checking import Question, may_represent
from app.core.representation.many import may_represent_many
from app.core.representation.searching import Page, Wanted, list_givers, list_holders, list_people
from app.core.rights.accepting import accept_relation, refuse_relation, sign_appointment
from app.core.rights.appointing import Newcomer, appoint_colleague
from app.core.rights.changing import change_rights
from app.core.rights.ending import dismiss_rights, end_relation
from app.core.rights.wishes import RightWish
from app.core.rights.withdrawing import withdraw_invitation
from app.models.mandate_group import MandateGroupVersion
from app.models.mandate_type import AccessLevel
from app.models.work_relation import WorkRelation
from tests import colleagues
from tests.model.joint_mandates import KEYS, LIST, NEW, SERVICES, WHO, Givers, Idle, Village, pick, some
from tests.model.told import LAW, MANAGER, Grant, Listed, Post
from tests.world import OFFICE, OTHER

Ask = tuple[int, int, int, int]
# Who comes forward to say what somebody may: at the office most often one of two who sign together.
APPOINTS = WHO | {OFFICE: ("jan", "rik", "rik", "jan", "nils", "eva")}


@dataclass(frozen=True)
class Wish:
    """A right as the program is asked for it, and as it is told."""

    asked: RightWish
    grant: Grant


class Run(Givers):
    """One life of the village."""

    def __init__(self, village: Village, seen: Counter[str]) -> None:
        super().__init__(village, seen)
        self.relations: list[uuid.UUID | None] = []  # None where nothing ever waited
        self.lists: dict[uuid.UUID | None, Listed | None] = {None: None}  # every version there was, the newest last
        self.grow(4, 0, 0)

    def grow(self, one: int, two: int, three: int) -> None:
        """The list gets another version, with more in it or with less; it changes no right that was given."""
        number, keys = len(self.lists), some(KEYS, one)
        made = MandateGroupVersion(
            group_key=LIST, number=number, from_day=self.told.today, hint="Een proef.", sentences=[], type_keys=keys
        )
        self.session.add(made)
        self.session.flush()
        self.lists[made.id] = (number, frozenset(keys))

    def carry_out(self, named: str, holder: str, number: int) -> None:
        """Who is named can do all of it until it ends; who can already gets nothing more."""
        parts = self.told.dossiers[number].parts
        last = None if any(part.last is None for part in parts) else max(part.last for part in parts if part.last)
        manages, keys = any(part.kind.manages for part in parts), frozenset(part.kind.key for part in parts)
        whole = Grant("executor", manages, number, self.told.today, last, comes_to=keys)
        if not any(whole.is_within(right, self.told.today) for right in self.told.holding(
            named, holder, self.told.today
        )):  # fmt: skip
            self.begin(holder, named, named, [Grant("executor", True, number, self.told.today, None)])

    def wish(self, party: str, two: int, three: int) -> Wish:
        """One right: to decide, or to work with all mandates, with one or with a list, from some day to another."""
        kind = MANAGER if two % 3 == 1 else "executor"
        manages = kind == MANAGER or three % 3 > 0
        held = [number for number, one in enumerate(self.told.dossiers) if one.holder == party]
        which = pick(held, three) if held and kind != MANAGER and two % 2 else None
        first = self.told.today + timedelta(days=three) if three % 4 == 3 else self.told.today
        last = first + timedelta(days=5 * two) if three % 2 else None
        version_id, listed = list(self.lists.items())[-1] if two % 6 == 2 else (None, None)
        asked = RightWish(
            kind, AccessLevel("manage" if manages else "view"), None if which is None else (self.mandates[which].id,),
            mandate_group_ids=(version_id,) if version_id else None, first_day=first, last_day=last,
        )  # fmt: skip
        comes_to = listed[1] if listed else None
        if which is not None:
            comes_to = frozenset(one.key for one in self.told.dossiers[which].kinds)
        return Wish(asked, Grant(kind, manages, which, first, last, listed=listed, comes_to=comes_to))

    def begin(self, party: str, person: str | None, by: str, grants: list[Grant]) -> Post:
        """Somebody who works there has this from today on."""
        made = Post(party, person, by, self.told.today, grants, invited=False, signs=False)
        made.events.append((self.told.today, "agreed"))
        self.told.posts.append(made)
        self.relations.append(None)
        return made

    def wait(
        self, relation: WorkRelation, party: str, person: str | None, by: str, grants: list[Grant], *, signs: bool
    ) -> Post:
        """An appointment that somebody must still sign or accept."""
        assert relation.second_must_sign == signs
        made = Post(party, person, by, self.told.today, grants, invited=person is None, signs=signs)
        self.told.posts.append(made)
        self.relations.append(relation.id)
        return made

    def invite(self, one: int, two: int, three: int) -> None:
        party = (OFFICE, OFFICE, OTHER)[one % 3]
        who, wish = pick(APPOINTS[party], one // 3 + three), self.wish(party, two, three)
        relation = self._appoint(who, party, Newcomer(f"Nieuw{two}", "Claes"), [wish])
        self.decided(who, party)
        if relation.id in self.relations:
            raise Idle
        self.wait(relation, party, None, who, [wish.grant], signs=self.told.asks_two(who, [wish.grant]))

    def _appoint(self, who: str, party: str, whom: object, wishes: list[Wish]) -> WorkRelation:
        return appoint_colleague(
            self.session, self.actor(who, party), self.village.parties[party].id, whom,  # type: ignore[arg-type]
            [wish.asked for wish in wishes], policy=self.world.policy, now=self.world.now,
        )  # fmt: skip

    def waiting(self, choice: int, *, for_signature: bool) -> int:
        """An appointment, preferably one that waits for this."""
        today, posts = self.told.today, self.told.posts
        known = [number for number, one in enumerate(self.relations) if one is not None]
        likely = [number for number in known if posts[number].waits(today, for_signature=for_signature)]
        return pick(likely if likely and choice < 10 else known, choice)

    def reader(self, made: Post, relation: WorkRelation, who: str) -> Actor:
        """Somebody with the letter, once there is one."""
        if not made.invited or (made.signs and made.day_of("signed") is None):
            raise Idle
        return colleagues.with_letter(self.world, relation, self.village.people[who])

    def answer(self, one: int, two: int, three: int) -> None:
        number, who = self.waiting(one, for_signature=False), pick((*NEW, "rik", "jan"), two)
        made, relation = self.told.posts[number], find_relation(self.session, self.relations[number])
        reader = self.reader(made, relation, who)
        accept_relation(self.session, reader, relation.id, now=self.world.now)
        if made.person == who:
            raise Idle
        assert made.invited
        assert made.waits(self.told.today, for_signature=False)
        assert who not in (made.by, made.second)
        made.person = who
        made.events.append((self.told.today, "agreed"))

    def turn_down(self, one: int, two: int, three: int) -> None:
        number = self.waiting(one, for_signature=False)
        made, relation = self.told.posts[number], find_relation(self.session, self.relations[number])
        reader = self.reader(made, relation, pick(NEW, two))
        refuse_relation(self.session, reader, relation.id, now=self.world.now)
        assert made.day_of("refused") or made.waits(self.told.today, for_signature=False)
        made.events.append((self.told.today, "refused"))

    def call_back(self, one: int, two: int, three: int) -> None:
        number = self.waiting(one, for_signature=bool(three % 2))
        made, relation = self.told.posts[number], find_relation(self.session, self.relations[number])
        who = pick(WHO[made.party], two)
        withdraw_invitation(
            self.session, self.actor(who, made.party), relation.id, policy=self.world.policy, now=self.world.now
        )
        self.decided(who, made.party)
        assert made.day_of("agreed") is None
        made.events.append((self.told.today, "withdrawn"))

    def sign(self, one: int, two: int, three: int) -> None:
        number = self.waiting(one, for_signature=True)
        made, relation = self.told.posts[number], find_relation(self.session, self.relations[number])
        who, frame = pick(WHO[made.party], two), {"policy": self.world.policy, "now": self.world.now}
        sign_appointment(self.session, self.actor(who, made.party), relation.id, **frame)
        if made.day_of("signed"):
            raise Idle
        assert LAW.get(who) == made.party
        assert who != made.by
        assert made.waits(self.told.today, for_signature=True)
        made.second = who
        made.events.append((self.told.today, "signed"))
        if not made.invited:
            assert self.told.works_at(made.person or "", made.party)
            made.events.append((self.told.today, "agreed"))
            self.end([right for right in made.replaces if not right.is_over(self.told.today)])

    def end(self, grants: list[Grant]) -> None:
        for right in grants:
            right.stop = self.told.today

    def appoint(self, one: int, two: int, three: int) -> None:
        party = (OFFICE, OFFICE, OTHER)[one % 3]
        who, whom = pick(APPOINTS[party], one // 3 + two), pick((*NEW, *NEW, "jan", "rik"), three)
        wish = self.wish(party, two, one)
        relation = self._appoint(who, party, self.village.people[whom].id, [wish])
        self.decided(who, party)
        assert self.told.works_at(whom, party)
        if any(wish.grant.is_within(right, self.told.today) for right in self.told.held(whom, party)):
            return
        assert who != whom or LAW.get(who) == party
        if self.told.asks_two(who, [wish.grant]):
            self.wait(relation, party, whom, who, [wish.grant], signs=True)
        else:
            self.begin(party, whom, who, [wish.grant])

    def change(self, one: int, two: int, three: int) -> None:
        """From now on these rights and no others."""
        party = (OFFICE, OFFICE, OTHER)[one % 3]
        who, whom = pick(APPOINTS[party], one // 3 + two), pick((*NEW, *NEW, "jan", "rik"), three)
        wishes = [self.wish(party, two, one)] + ([self.wish(party, three, two)] if two % 2 else [])
        party_id, person_id = self.village.parties[party].id, self.village.people[whom].id
        done = change_rights(
            self.session, self.actor(who, party), party_id, person_id, [wish.asked for wish in wishes],
            policy=self.world.policy, now=self.world.now,
        )  # fmt: skip
        self.decided(who, party)
        assert self.told.works_at(whom, party)
        held, wanted = self.told.held(whom, party), [wish.grant for wish in wishes]
        missing = [right for right in wanted if not any(right.same_as(mine) for mine in held)]
        unwanted = [mine for mine in held if not any(mine.same_as(right) for right in wanted)]
        wider = [right for right in missing if not any(right.is_within(mine, self.told.today) for mine in held)]
        assert not wider or who != whom or LAW.get(who) == party
        if self.told.asks_two(who, wider):
            assert done.relation is not None
            self.wait(done.relation, party, whom, who, missing, signs=True).replaces = unwanted
            return
        if missing:
            self.begin(party, whom, who, missing)
        self.end(unwanted)

    def dismiss(self, one: int, two: int, three: int) -> None:
        party = (OFFICE, OFFICE, OTHER)[one % 3]
        rows = list_rights_in(self.session, self.village.parties[party].id, self.told.today)
        row, who = pick(rows, three), pick(WHO[party], two)
        whom = next(name for name, person in self.village.people.items() if person.id == row.person_id)
        numbers = {mandate.id: number for number, mandate in enumerate(self.mandates)}
        which = numbers[row.mandate_id] if row.mandate_id else None
        frame = {"policy": self.world.policy, "now": self.world.now}
        dismiss_rights(self.session, self.actor(who, party), row.person_id, [row.id], **frame)
        assert who == whom or self.told.decides(who, party)
        listed = self.lists[row.mandate_group_version_id]
        looks = Grant(row.kind, row.level == "manage", which, row.first_day, row.last_day, listed=listed)
        held = self.told.held(whom, party)
        self.end([right for right in held if right.same_as(looks) and right.first == looks.first][:1])

    def leave(self, one: int, two: int, three: int) -> None:
        party = (OFFICE, OFFICE, OTHER)[one % 3]
        who, whom = pick(WHO[party], two), pick(NEW, three)
        frame = {"policy": self.world.policy, "now": self.world.now}
        end_relation(self.session, self.actor(who, party), self.village.people[whom].id, **frame)
        assert who == whom or self.told.decides(who, party)
        self.end(self.told.held(whom, party))
        for made in self.told.posts:
            if (made.person, made.party) == (whom, party) and made.waits(self.told.today, for_signature=True):
                made.events.append((self.told.today, "withdrawn"))

    # The questions

    def ask(self, question: Ask) -> None:
        """The program and the second reading must say the same about one person, on one day."""
        who, where, days, what = question
        person = pick(("jan", "rik", "wim", *NEW, *NEW), who)
        holder = OTHER if where % 4 == 0 else OFFICE
        service, manages = SERVICES[what % 2], what % 3 == 0
        day = self.told.today + timedelta(days=(0, 0, 1, 3, 9, 10, 30, 31, -1, -2, -9, -30)[days])
        asked = Question(
            self.world.bakery.id, service, AccessLevel("manage" if manages else "view"), day,
            self.village.people[person].id, self.village.parties[holder].id,
        )  # fmt: skip
        expected = self.told.may(person, holder, service, day, manages=manages)
        answer = may_represent(self.session, asked)
        assert answer.allowed == expected, (person, holder, service, manages, day)
        # Asked together with others it is the same answer, for the same reasons.
        together = [asked, replace(asked, holder_id=None), replace(asked, person_id=None)]
        apart = [answer, *(may_represent(self.session, one) for one in together[1:])]
        assert may_represent_many(self.session, together) == apart, asked
        # Who does not ask why hears the same, of another day too; one by one, and all of them in one go.
        later = replace(asked, day=day + timedelta(days=7))
        apart.append(may_represent(self.session, later))
        brief = [replace(one, brief=True) for one in (*together, later)]
        plain = [replace(one, reasons=()) for one in apart]
        assert [may_represent(self.session, one) for one in brief] == plain, asked
        assert may_represent_many(self.session, brief) == plain, asked
        self.seen["asked"] += 1
        self.seen["allowed"] += expected
        # Four searches cost more than the question itself.
        if self.seen["asked"] % 3 == 0:
            self.search(asked)

    def search(self, asked: Question) -> None:
        """Who is looked for is found exactly where one question about him says yes."""
        wanted, page = Wanted(asked.service, asked.level, asked.day), Page()
        people = list_people(self.session, asked.giver_id, wanted, page)
        holders = list_holders(self.session, asked.giver_id, wanted, page)
        here = list_givers(self.session, wanted, page, person_id=asked.person_id, holder_id=asked.holder_id)
        anywhere = list_givers(self.session, wanted, page, person_id=asked.person_id)
        yes = lambda **more: may_represent(self.session, replace(asked, **more)).allowed  # noqa: E731
        assert (asked.giver_id in here.ids) == yes(), asked
        assert (asked.giver_id in anywhere.ids) == yes(holder_id=None), asked
        assert (asked.person_id in people.ids) == yes(holder_id=None), asked
        assert (asked.holder_id in holders.ids) == yes(person_id=None), asked
        assert len(people.ids) == people.total

    def compare_rights(self) -> None:
        """Every right of everybody who works there, on some days."""
        names = {person.id: name for name, person in self.village.people.items()}
        numbers = {mandate.id: number for number, mandate in enumerate(self.mandates)}
        for party in (OFFICE, OTHER):
            for days in (-20, 0, 20):
                day = self.told.today + timedelta(days=days)
                rows = list_rights_in(self.session, self.village.parties[party].id, day)
                found = Counter(
                    (names[row.person_id], row.kind, row.level == "manage",
                     numbers[row.mandate_id] if row.mandate_id else None, self.lists[row.mandate_group_version_id])
                    for row in rows
                )  # fmt: skip
                told = Counter(
                    (name, right.kind, right.manages, right.which, right.listed)
                    for name in names.values() for right in self.told.holding(name, party, day)
                )  # fmt: skip
                assert found == told, (party, day)
