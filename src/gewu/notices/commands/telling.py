"""Telling people of an entry: a message for each who is meant, once, and its deliveries into the queue."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db import transaction
from django.utils import timezone

from gewu.cases.queries.alike import joined
from gewu.cases.queries.facts import facts_of
from gewu.cases.queries.outline import Outline, outline
from gewu.kernel import clock
from gewu.kernel.access import AccessClass
from gewu.kernel.ids import new_id
from gewu.kernel.jobs import reaction
from gewu.kernel.models import Entry
from gewu.notices import rules
from gewu.notices.audiences import AUDIENCES, Happened, offered_office
from gewu.notices.commands.queueing import Pressing, queue_for_groups, queue_for_people, queue_for_reporter
from gewu.notices.definition import SHIPPED, Rule, newest
from gewu.notices.definition import rules as all_rules
from gewu.notices.models import Message, Preference, Reader
from gewu.notices.queries.templates import Ref, in_force
from gewu.people.queries import audience
from gewu.people.queries.audience import OnDuty

# What an entry says in codes and a message may repeat.
REPEATED = ("role", "first_day", "last_day", "count", "findings", "demands")
# A digest looks back so far.
SINCE = timedelta(days=2)
# It names so many cases.
NAMED = 5


def tells(entry: Entry) -> bool:
    """Whether a rule asks for this entry at all."""
    return bool(_met(entry, facts_of(entry)))


@reaction("notices.tell", fleeting=True, wants=tells)
def tell(entry: Entry) -> None:
    """Tell everybody whom the rules name of this entry."""
    facts = facts_of(entry)
    _tell(_happened(entry, facts), _met(entry, facts))


@transaction.atomic
def digests(*, township: int, day: date) -> int:
    """The daily summary for all at home here who chose one and have unread messages; how many there are."""
    chosen = list(Preference.objects.filter(township=township, digest=True).exclude(channels=[]))
    told = Message.objects.filter(township=township, cause__in=[_cause(one, day) for one in chosen])
    before = set(told.values_list("to", flat=True))
    fresh = [one for one in chosen if one.user not in before]
    made = [one for preference in fresh if (one := _digest(preference, day))]
    queue_for_people(_stored(made), Pressing.DIGEST)
    return len(made)


def _digest(preference: Preference, day: date) -> Message | None:
    rows = Message.objects.inbox().filter(
        township=preference.township, to=preference.user, read_at=None, created_at__gt=clock.now() - SINCE
    )
    waiting = list(rows.order_by("-urgent", "-created_at").values_list("number", flat=True))
    if not waiting:
        return None
    numbers = list(dict.fromkeys(number for number in waiting if number))
    ref = in_force({"digest"}, preference.township)["digest"]
    return Message(
        id=new_id(preference.township),
        township=preference.township,
        reader=Reader.PERSON,
        to=preference.user,
        cause=_cause(preference, day),
        template=ref.key,
        template_home=ref.home,
        template_version=ref.version,
        values={"count": len(waiting), "numbers": "、".join(numbers[:NAMED])},
        shown=False,
        created_at=clock.now(),
    )


def _cause(preference: Preference, day: date) -> UUID:
    """What makes a digest one of its day: asked for twice, it goes out once."""
    return uuid5(preference.user, f"digest {day.isoformat()}")


def _tell(happened: Happened, met: Sequence[Rule]) -> None:
    refs = in_force({rule.says for rule in met}, happened.entry.township)
    seen: set[UUID] = set()
    for rule in met:
        fresh = [one for one in _meant(rule, happened) if one.user not in seen]
        fresh = _not_told_today(rule, happened, fresh) if rule.daily else fresh
        seen |= {one.user for one in fresh}
        made = _stored([_message(happened, rule, refs[rule.says], to=one) for one in fresh])
        queue_for_people(made, Pressing.URGENT if rule.urgent else Pressing.NEWS)
        if happened.case is not None:
            _tell_others(happened.case, happened, rule, refs[rule.says])
            seen |= _tell_joined(happened.case, happened, rule, refs[rule.says], seen)


def _cause_of(rule: Rule, happened: Happened) -> UUID:
    """What a reader hears of once: an entry, or a day on which many of a kind were made."""
    if not rule.daily:
        return happened.entry.id
    day = timezone.localdate(happened.entry.recorded_at).isoformat()
    return uuid5(NAMESPACE_OID, f"{happened.entry.township} {rule.on} {day}")


def _not_told_today(rule: Rule, happened: Happened, meant: Sequence[OnDuty]) -> list[OnDuty]:
    homes = {one.home for one in meant}
    rows = Message.objects.filter(township__in=homes, cause=_cause_of(rule, happened))
    told = set(rows.values_list("to", flat=True))
    return [one for one in meant if one.user not in told]


def _met(entry: Entry, facts: Mapping[str, object]) -> list[Rule]:
    return [rule for rule in all_rules() if rule.on == entry.kind and rules.matches(rule.when, facts)]


def _tell_others(case: Outline, happened: Happened, rule: Rule, ref: Ref) -> None:
    """The reporter's phone, and the place's group chats: of what is closely held neither hears."""
    if case.access_class > AccessClass.OPEN:
        return
    if "reporter" in rule.tell:
        made = _written(happened, rule, ref, reader=Reader.REPORTER, to=case.id, township=case.township)
        queue_for_reporter(made)
    if rule.groups:
        shipped = Ref(SHIPPED, "group", newest()["group"].version)
        made = _written(happened, rule, shipped, reader=Reader.GROUP, to=case.id, township=case.township)
        made.values = rules.masked(made.values, about="group")
        queue_for_groups(made)


def _tell_joined(
    case: Outline, happened: Happened, rule: Rule, ref: Ref, seen: Collection[UUID]
) -> set[UUID]:
    """Reporters of what rests in this case hear what becomes of it, too: each by their own number."""
    told: set[UUID] = set()
    # That it came in, each of them heard of their own.
    shared = "reporter" in rule.tell and rule.on == "case.moved"
    resting = joined(case.township, case.id) if shared else ()
    for own in filter(None, map(outline, resting)):
        fresh = [
            one
            for one in AUDIENCES["reporter"](replace(happened, case=own))
            if one.user not in told and one.user not in seen and one.user != happened.entry.user
        ]
        told |= {one.user for one in fresh}
        people = [_message(happened, rule, ref, to=one) for one in fresh]
        queue_for_people(_stored([_renamed(one, own) for one in people]), Pressing.NEWS)
        if own.access_class <= AccessClass.OPEN:
            text = _written(happened, rule, ref, reader=Reader.REPORTER, to=own.id, township=own.township)
            queue_for_reporter(_renamed(text, own))
    return told


def _renamed(message: Message, own: Outline) -> Message:
    """The same news under the number that its reader knows."""
    message.case_id, message.number = own.id, own.number
    message.values |= {"number": own.number, "category": own.category}
    return message


def _meant(rule: Rule, happened: Happened) -> list[OnDuty]:
    """Each person once: not whoever did it, and nobody who may not read so closely held a case."""
    depth = happened.case.access_class if happened.case else AccessClass.OPEN
    found = {one.user: one for one in _named(rule, happened) if one.access_class >= depth}
    if not rule.oneself and happened.entry.user:
        found.pop(happened.entry.user, None)
    return list(found.values())


def _named(rule: Rule, happened: Happened) -> Iterator[OnDuty]:
    for name in rule.tell:
        yield from AUDIENCES[name](happened)


def _happened(entry: Entry, facts: Mapping[str, object]) -> Happened:
    if entry.subject_kind == "people.stafffile":
        return Happened(entry, facts, person=audience.file_is_about(entry.subject_id))
    of = entry.subject_id if entry.subject_kind == "cases.case" else _id_in(facts, "case")
    return Happened(entry, facts, case=outline(of) if of else None)


def _message(happened: Happened, rule: Rule, ref: Ref, *, to: OnDuty) -> Message:
    return _written(happened, rule, ref, reader=Reader.PERSON, to=to.user, township=to.home)


def _written(happened: Happened, rule: Rule, ref: Ref, *, reader: Reader, to: UUID, township: int) -> Message:
    case = happened.case
    return Message(
        id=new_id(township),
        township=township,
        reader=reader,
        to=to,
        cause=_cause_of(rule, happened),
        case_id=case.id if case else None,
        number=case.number if case else "",
        template=ref.key,
        template_home=ref.home,
        template_version=ref.version,
        values=_values(happened),
        urgent=rule.urgent,
        masked=bool(case and case.access_class > AccessClass.OPEN),
        created_at=clock.now(),
    )


def _values(happened: Happened) -> dict[str, object]:
    facts = happened.facts
    told: dict[str, object] = {name: facts[name] for name in REPEATED if facts.get(name) is not None}
    if "findings" in told:
        told["count"] = told.pop("findings")
    if (area := _id_in(facts, "area")) is not None:
        told["place"] = str(area)
    told |= _values_of(happened.case) if happened.case else {}
    # What the entry says counts, even if the case has gone on since.
    if office := offered_office(happened):
        told["office"] = str(office)
    if happened.case:
        told |= {name: facts[name] for name in ("stage", "due") if isinstance(facts.get(name), str)}
    return told


def _values_of(case: Outline) -> dict[str, object]:
    office = case.offered_org or case.holder_org
    told: dict[str, object | None] = {
        "number": case.number,
        "type": case.type,
        "definition": str(case.definition),
        "category": case.category,
        "stage": case.stage,
        "place": str(case.place) if case.place else None,
        "office": str(office) if office else None,
        "due": case.due_at.isoformat() if case.due_at else None,
        "review_on": case.review_on.isoformat() if case.review_on else None,
    }
    return {name: value for name, value in told.items() if value is not None}


def _id_in(facts: Mapping[str, object], name: str) -> UUID | None:
    found = facts.get(name)
    return UUID(found) if isinstance(found, str) and found else None


def _stored(messages: Sequence[Message]) -> list[Message]:
    """Put them where their readers are; the table refuses a second message for the same reader and entry."""
    return Message.objects.bulk_create(messages) if messages else []
