"""Decisions about notices on plain values: which rules are met, what templates say, when to try again."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Literal

PLACEHOLDER = re.compile(r"\{([a-z_]*)\}")
BRACE = re.compile(r"[{}]")
GIVEN = "*"
# What a message of each kind can tell. A group and a stranger's gateway get no place, no office, no name.
PLACEHOLDERS: Mapping[str, frozenset[str]] = {
    "case": frozenset(
        {"number", "category", "place", "stage", "office", "due", "review_on", "count", "link", "demands"}
    ),
    "reporter": frozenset({"number", "category", "review_on", "link"}),
    "person": frozenset({"role", "place", "first_day", "last_day", "link"}),
    "account": frozenset({"link"}),
    "place": frozenset({"count", "link"}),
    "digest": frozenset({"count", "numbers", "link"}),
    "group": frozenset({"number", "category", "stage"}),
    "masked": frozenset({"number", "link"}),
}
LONGEST = {"title": 40, "text": 300, "short": 140}
PARTS = ("title", "text", "short")
# A short text without {link} leaves whoever gets it with nothing to open.
NEEDS_LINK = frozenset({"reporter", "digest"})


def matches(when: Mapping[str, object], facts: Mapping[str, object]) -> bool:
    """Whether an entry's facts are what a rule asks for; `answers.rating` looks into a fact."""
    return all(_holds(wanted, _found(facts, name)) for name, wanted in when.items())


def _found(facts: Mapping[str, object], name: str) -> object:
    found: object = facts
    for step in name.split("."):
        found = found.get(step) if isinstance(found, Mapping) else None
    return found


def _holds(wanted: object, found: object) -> bool:
    if wanted == GIVEN:
        return bool(found)
    wanted = wanted if isinstance(wanted, list | tuple) else (wanted,)
    # In Python True == 1; a rating of 1 is no "yes".
    return any(type(one) is type(found) and one == found for one in wanted)


# --- templates --------------------------------------------------------------------------------------------

Wrong = Literal["blank", "long", "brace", "unknown", "link"]


def filled(text: str, values: Mapping[str, str]) -> str:
    """A template's text with its placeholders filled in; what is not known says nothing."""
    return PLACEHOLDER.sub(lambda found: values.get(found[1], ""), text).strip()


def wrong_in(part: str, text: str, *, about: str) -> tuple[Wrong, str] | None:
    """The first thing that is wrong with a part of a template, and what it is about."""
    if not text.strip():
        return "blank", ""
    if len(text) > LONGEST[part]:
        return "long", str(LONGEST[part])
    unknown = [name for name in PLACEHOLDER.findall(text) if name not in PLACEHOLDERS[about]]
    if unknown:
        return "unknown", unknown[0]
    if BRACE.search(PLACEHOLDER.sub("", text)):
        return "brace", ""
    if part == "short" and about in NEEDS_LINK and "{link}" not in text:
        return "link", ""
    return None


def masked(values: Mapping[str, object], *, about: str) -> dict[str, object]:
    """What of a message's values may leave by a group or for something closely held."""
    kept = PLACEHOLDERS[about] | {"type", "definition"}
    return {name: value for name, value in values.items() if name in kept}


# --- when -------------------------------------------------------------------------------------------------


def quiet_end(local: datetime, begins: time | None, ends: time | None) -> datetime | None:
    """When the quiet hours end in which a local moment lies; None outside of them. They may span midnight."""
    if begins is None or ends is None or begins == ends:
        return None
    now = local.timetz().replace(tzinfo=None)
    inside = begins <= now < ends if begins < ends else now >= begins or now < ends
    if not inside:
        return None
    end = local.replace(hour=ends.hour, minute=ends.minute, second=0, microsecond=0)
    return end if end > local else end + timedelta(days=1)


# --- deliveries -------------------------------------------------------------------------------------------


class State(StrEnum):
    """How a delivery stands. The first two lie in the queue, the others in the history."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    # Its reader was faster, while it waited for the end of the quiet hours.
    READ = "read"
    FAILED = "failed"
    GIVEN_UP = "given_up"
    UNCLEAR = "unclear"


LIVE = frozenset({State.QUEUED, State.SENDING})
TROUBLE = frozenset({State.FAILED, State.GIVEN_UP, State.UNCLEAR})


class Outcome(StrEnum):
    """What came of one attempt.

    `busy`: surely not taken, worth another try. `refused`: surely not taken, and never will be. `unclear`:
    it may have been taken.
    """

    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    BUSY = "busy"
    REFUSED = "refused"
    UNCLEAR = "unclear"


WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 120, 240))
# News of yesterday is none: what could not be sent by then is given up.
EXPIRES = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Next:
    """How a delivery goes on: its state, and when to try again if it is still queued."""

    state: State
    at: datetime | None = None


def after(outcome: Outcome, *, attempts: int, repeatable: bool, queued_at: datetime, now: datetime) -> Next:
    """What follows from an attempt. `repeatable`: the gateway knows a message that it was given before."""
    match outcome:
        case Outcome.ACCEPTED:
            return Next(State.SENT)
        case Outcome.DELIVERED:
            return Next(State.DELIVERED)
        case Outcome.REFUSED:
            return Next(State.FAILED)
        case Outcome.UNCLEAR if not repeatable:
            return Next(State.UNCLEAR)
    wait = WAITS[min(attempts, len(WAITS)) - 1]
    if attempts > len(WAITS) or now + wait > queued_at + EXPIRES:
        # Tried again and again without ever knowing: it may have arrived all the same.
        return Next(State.UNCLEAR if outcome is Outcome.UNCLEAR else State.GIVEN_UP)
    return Next(State.QUEUED, now + wait)


def received(state: str, *, arrived: bool) -> State | None:
    """What a receipt makes of how a delivery ended; None: nothing new.

    Receipts come twice, late and out of order. What arrived once has arrived; and whoever reads it in Gewu or
    gets it after all needs no failure in the history.
    """
    if state in {State.DELIVERED, State.READ}:
        return None
    found = State.DELIVERED if arrived else State.FAILED
    return None if found == state else found


FIRST_REST, LONGEST_REST = timedelta(seconds=30), timedelta(minutes=15)


def rest(misses: int) -> timedelta:
    """How long a gateway that failed so many times in a row is left alone, so that others get their turn."""
    return min(FIRST_REST * 2 ** (misses - 1), LONGEST_REST) if misses else timedelta(0)


def is_trouble(outcome: Outcome) -> bool:
    """Whether an outcome says something about the gateway rather than about one message."""
    return outcome in {Outcome.BUSY, Outcome.UNCLEAR}


# --- gateways ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Kind:
    """What a kind of gateway needs, and whom it reaches."""

    group: bool = False
    url: bool = True
    secret: bool = True
    account: bool = False
    sender: bool = False
    # What comes back from it is sealed with a key of its own.
    signing: bool = False
    # It fills in a form whose members the administrator names.
    layout: bool = False
    # It is known to drop a message with a number it has seen.
    repeatable: bool = False


KINDS: Mapping[str, Kind] = {
    "email": Kind(url=False, secret=False),
    "sms": Kind(sender=True),
    "wecom": Kind(account=True, sender=True, repeatable=True),
    # 钉钉 drops what the same person was sent by the same application on the same day.
    "dingtalk": Kind(account=True, sender=True, repeatable=True),
    # 微信 drops a number it has seen for ten minutes only: too short for what is tried again.
    "wechat": Kind(account=True, sender=True, signing=True, layout=True),
    "wecom_group": Kind(group=True),
    "dingtalk_group": Kind(group=True),
}
PERSONAL = tuple(key for key, kind in KINDS.items() if not kind.group)


def homes_above(township: int) -> tuple[int, ...]:
    """A township and the padded codes of its county, city and province, nearest first."""
    return tuple(dict.fromkeys((township, *(township // width * width for width in (10**3, 10**5, 10**7)))))


def reach_of(home: int) -> tuple[int, int]:
    """The first and last township below a home: itself alone, unless its code is padded."""
    width = next((width for width in (10**7, 10**5, 10**3) if home % width == 0), 1)
    return home, home + width - 1


def missing(kind: str, given: Collection[str]) -> tuple[str, ...]:
    """Which settings a gateway of a kind lacks."""
    needs = KINDS[kind]
    wanted: Iterable[tuple[str, bool]] = (
        ("url", needs.url),
        ("secret", needs.secret),
        ("account", needs.account),
        ("sender", needs.sender),
        ("signing", needs.signing),
        ("layout", needs.layout),
    )
    return tuple(name for name, needed in wanted if needed and name not in given)


# What a form of another's can be filled with.
FILLS = frozenset({"title", "number", "short", "text", "moment"})


def layout_of(written: str) -> Mapping[str, str]:
    """`thing1=title character_string2=number` as member → what goes there; ValueError for anything else."""
    pairs = [one.partition("=") for one in written.split()]
    if not pairs or any(not name.isidentifier() or fill not in FILLS for name, _eq, fill in pairs):
        raise ValueError(written)
    return {name: fill for name, _eq, fill in pairs}
