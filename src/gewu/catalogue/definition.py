"""What a case type says. Plain values: parsed once, never changed, no Django here.

`CaseTypeFile` is what a person writes in TOML. `CaseType` is the same, *resolved*: with the schemas of its
answers and the terms (standards and limits) of every category as they were on the day it was published.
A case pins one of those.
"""

from datetime import time
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, PlainSerializer, model_validator

from gewu.catalogue.alike import Alike
from gewu.catalogue.archived import in_plain_hours
from gewu.catalogue.effects import Awaited, Effect
from gewu.deadlines.rules import LONGEST, Limit, Unit

Key = str
Schema = dict[str, JsonValue]
# Written in one order, so that the same definition always has the same digest.
Keys = Annotated[frozenset[Key], PlainSerializer(sorted, return_type=list[str])]
# What a photo of a case shows: how it was found, how it was left.
Look = Literal["before", "after"]
Looks = Annotated[frozenset[Look], PlainSerializer(sorted, return_type=list[str])]

Tier = Literal["cell", "grid", "community", "township", "county"]

NOBODY = "none"
REPORTER = "reporter"


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class PublicState(StrEnum):
    """All that a resident needs to know of where a case stands."""

    RECEIVED = "received"
    WORKING = "working"
    DONE = "done"
    NOT_NOW = "not_now"


class Span(Part):
    """A limit as definitions write it: `{ amount = 4, unit = "work_hour" }`."""

    amount: int = Field(ge=1, le=LONGEST, description="So many of the unit.")
    unit: Unit

    @property
    def limit(self) -> Limit:
        """The same for counting (gewu.deadlines)."""
        return Limit(self.amount, self.unit)


class Again(Part):
    """Where a case goes instead when it was given back so many times in a row, with no work done between."""

    count: int = Field(ge=1)
    to: Key


class Offer(Part):
    """How long an office may take to say whether it takes what it was offered 签收."""

    short_hours: int = Field(ge=1, le=24, description="A limit of so many hours or fewer is the limit.")
    by: time = Field(
        description="Else the time of the next working day, as 09:00:00.",
        json_schema_extra={"format": "local-time"},  # what JSON Schema calls `time` has an offset
    )


class Allowed(Part):
    """How often in the life of a case, and how far ahead."""

    most: int = Field(ge=1, le=100)
    days: int | None = Field(default=None, ge=1, le=3660)
    more: int | None = Field(default=None, ge=1, description="So long is an extension, in the limit's unit.")


class Stage(Part):
    """A state a case can rest in."""

    public: PublicState
    turn: Key = Field(description="The role whose turn it is, `reporter` or `none`.")
    due: Span | None = Field(default=None, description="How long it may rest here.")
    limit: Literal["category"] | None = Field(
        default=None, description="`category`: the limit of the filing standard goes before `due`."
    )
    offer: Offer | None = Field(default=None, description="Instead of `due`, once the limit is known.")
    awaits: Awaited | None = Field(default=None, description="The worklist, where its moves do not tell.")
    open: bool = Field(default=True, description="The case is being worked on; its overall deadline runs.")
    final: bool = Field(default=False, description="Nothing follows.")

    @model_validator(mode="before")
    @classmethod
    def _as_written_before_units(cls, data: Any) -> Any:
        return in_plain_hours(data, old="due_hours", new="due")


class Move(Part):
    """One way on: from where, by whom, with which answers."""

    name: Key = Field(pattern=r"^[a-z][a-z_]*$")
    from_: tuple[Key, ...] = Field(alias="from", min_length=1)
    to: Key | None = Field(default=None, description="Left out: the case stays in its stage.")
    again: Again | None = Field(default=None, description="Instead of `to`, after so many returns in a row.")
    last: Key | None = Field(default=None, description="Instead of `to`, once nobody is left to sign off.")
    by: Keys = Field(min_length=1, description="Roles; a post with one of them is enough.")
    needs: tuple[Key, ...] = Field(default=(), description="Answers that must come with this very move.")
    may: tuple[Key, ...] = Field(default=(), description="Answers that may come with it.")
    guards: tuple[Key, ...] = Field(default=(), description="Named pure functions in cases/guards.py.")
    effects: Annotated[frozenset[Effect], PlainSerializer(sorted, return_type=list[str])] = frozenset()
    standard: Literal["filing", "closing"] | None = Field(
        default=None, description="The answer `standard` must be one of these of the case's category."
    )
    waiting: Literal["no", "only", "any"] = Field(
        default="no", description="May it be made while an open note sits on the case?"
    )
    photos: Look | None = Field(default=None, description="Photos may come with it, and show this.")

    @property
    def answers(self) -> tuple[Key, ...]:
        """Every answer this move takes, required ones first."""
        return self.needs + self.may

    @property
    def replies(self) -> bool:
        """The reporter may get words of their own with this move."""
        return "reply" in self.answers

    @property
    def targets(self) -> tuple[Key, ...]:
        """Every stage it can lead to; none when the case stays where it is."""
        named = (self.to, self.again.to if self.again else None, self.last)
        return tuple(dict.fromkeys(stage for stage in named if stage))

    def goes_to(self, stage: Key) -> Key:
        """Where the case rests after this move from the stage."""
        return self.to or stage


class Opening(Part):
    """Who may report, and which answers a report takes beside category, text and place."""

    by: Keys = Field(min_length=1)
    needs: tuple[Key, ...] = ()
    may: tuple[Key, ...] = ()


class FilingStandard(Span):
    """A condition under which something is taken on, and how long handling it may take."""

    key: Key = Field(pattern=r"^[a-z][a-z0-9-]*$")
    photos: Looks | None = Field(
        default=None, description="Photos without which it is not done; left out, those of the category."
    )

    @property
    def urgent(self) -> bool:
        """It cannot wait for the morning."""
        return self.unit in {Unit.URGENT_HOUR, Unit.URGENT_DAY}

    @model_validator(mode="before")
    @classmethod
    def _as_archived_before_units(cls, data: Any) -> Any:
        """Definitions archived before limits had units said plain hours, and that is what they meant."""
        if not isinstance(data, dict) or "hours" not in data or "unit" in data:
            return data
        kept = {key: value for key, value in data.items() if key not in {"hours", "urgent"}}
        return kept | {"amount": data["hours"], "unit": Unit.URGENT_HOUR}


class Rung(Part):
    """A level of the place tree that has to try first: who tries there, and for how long."""

    tier: Tier
    by: Keys = Field(min_length=1, description="Roles that act for this level.")
    limit: Span | None = Field(default=None, description="Left out only where nothing is above.")


class Start(Part):
    """Why the levels below need not try: the duty is a department's, or it cannot wait."""

    tier: Tier
    why: Literal["department", "urgent"]
    duties: Keys = Field(default=frozenset(), description="For categories with one of these duties.")

    def fits(self, *, duty: Key, urgent: bool) -> bool:
        return urgent if self.why == "urgent" else duty in self.duties


class Ladder(Part):
    """小事不出网格，大事不出社区，难事不出街道: who must try first, and where it goes when they cannot."""

    levels: tuple[Rung, ...] = Field(min_length=1, description="From the lowest to the highest.")
    starts: tuple[Start, ...] = Field(default=(), description="The first that fits counts.")

    @property
    def tiers(self) -> tuple[Tier, ...]:
        return tuple(rung.tier for rung in self.levels)

    def rung(self, tier: Key) -> Rung | None:
        return next((rung for rung in self.levels if rung.tier == tier), None)

    def height(self, tier: Key) -> int:
        """How high a level stands; -1 for none."""
        return next((place for place, rung in enumerate(self.levels) if rung.tier == tier), -1)

    def of_role(self, role: Key) -> Key:
        """The level a role acts for, or none."""
        return next((rung.tier for rung in self.levels if role in rung.by), "")

    def start(self, *, duty: Key, urgent: bool) -> Key:
        """The level that must try first."""
        fitting = (start.tier for start in self.starts if start.fits(duty=duty, urgent=urgent))
        return next(fitting, self.levels[0].tier)


class Reminders(Part):
    """When those whose turn it is are reminded of a stage that ends: before, at and after its end."""

    before: float = Field(gt=0, lt=1, description="After this share of the time.")
    after: Span = Field(description="So long after the end.")


class Terms(Part):
    """What a category fixes for its cases. Its words live elsewhere and may be edited freely."""

    duty: Key = ""
    filing: tuple[FilingStandard, ...] = Field(min_length=1)
    closing: tuple[Key, ...] = Field(min_length=1)
    photos: Looks = frozenset()

    def filing_standard(self, key: Key) -> FilingStandard | None:
        return next((standard for standard in self.filing if standard.key == key), None)

    def keys(self, kind: Literal["filing", "closing"]) -> tuple[Key, ...]:
        return self.closing if kind == "closing" else tuple(standard.key for standard in self.filing)


class Keeping(Part):
    """How long what is over is kept, by how it ended. The first that fits holds."""

    outcome: Key = Field(description="The final stage in which it ended.")
    categories: tuple[str, ...] = Field(default=(), description="Beginnings of codes; left out: all.")
    years: int | None = Field(default=None, ge=1, le=100, description="Left out: for ever.")
    basis: Literal["rule", "place"] = Field(default="place", description="Who names this very time.")
    source: str = Field(min_length=4, max_length=200, description="The rule, or what the place went by.")

    def fits(self, outcome: Key, category: Key) -> bool:
        return self.outcome == outcome and (not self.categories or category.startswith(self.categories))


class CaseTypeFile(Part):
    """The file `v1.toml` of a case type."""

    key: Key = Field(pattern=r"^[a-z][a-z0-9_]*$")
    version: int = Field(ge=1)
    first: Key
    rest: Span | None = Field(
        default=None,
        description="The way from report to closing without the stage whose limit the category fixes.",
    )
    waiting: PublicState = Field(description="What a resident sees while an open note sits on the case.")
    admission: bool = Field(default=True, description="A community is given only what is on its list.")
    inner: bool = Field(default=False, description="Offices settle it among themselves; no reporter waits.")
    sends_to: Key | None = Field(
        default=None, description="Sent at once to the offices that a place names under this key."
    )
    ladder: Ladder | None = None
    reminders: Reminders | None = None
    allowed: dict[Literal["wait", "pause", "extension"], Allowed] = Field(
        default={}, description="What is not named here may be done as often as somebody likes."
    )
    alike: Alike | None = Field(default=None, description="Left out: within 50 metres and 24 hours.")
    report: Opening
    stages: dict[Key, Stage] = Field(min_length=1)
    moves: tuple[Move, ...] = Field(min_length=1)
    keeping: tuple[Keeping, ...] = Field(default=(), description="How long what is over is kept.")

    @model_validator(mode="before")
    @classmethod
    def _as_written_before_units(cls, data: Any) -> Any:
        """`due_hours` was the whole way in plain hours, the usual limit of a category among them."""
        if not isinstance(data, dict) or "due_hours" not in data:
            return data
        usual = max((_usual_hours(stage) for stage in data["stages"].values()), default=0)
        return in_plain_hours(data | {"due_hours": data["due_hours"] - usual}, old="due_hours", new="rest")

    def move(self, stage: Key, name: Key) -> Move | None:
        """The move of this name that leaves the stage."""
        return next((move for move in self.moves_from(stage) if move.name == name), None)

    def moves_from(self, stage: Key) -> tuple[Move, ...]:
        """Every move that leaves the stage, in the order of the file."""
        return tuple(move for move in self.moves if stage in move.from_)

    def public_state(self, stage: Key, *, waits: bool) -> PublicState:
        """What a resident sees of a case in this stage."""
        return self.waiting if waits and self.stages[stage].open else self.stages[stage].public


class CaseType(CaseTypeFile):
    """A case type as it was published: nothing outside it can change what a case born under it may do."""

    answers: dict[Key, Schema] = Field(description="One JSON Schema per answer.")
    terms: dict[Key, Terms] = Field(default={}, description="By category code.")

    def is_words(self, answer: Key) -> bool:
        """A person's own words: kept in rows of their own, never in the journal."""
        return self.answers[answer].get("x-words") is True

    def shown(self, answer: Key) -> str:
        """Who sees the answer: `public` at once, `released` by a person first, or `staff` only."""
        return str(self.answers[answer].get("x-shown", "staff"))

    def photos_due(self, category: Key, standard: Key = "") -> frozenset[Look]:
        """What photos must show before a case counts as handled, by its filing standard or category."""
        terms = self.terms.get(category)
        if terms is None:
            return frozenset()
        chosen = terms.filing_standard(standard)
        return terms.photos if chosen is None or chosen.photos is None else chosen.photos

    def kept(self, outcome: Key, category: Key) -> Keeping | None:
        """How long a case that ended in the stage is kept; None where nothing says."""
        return next((one for one in self.keeping if one.fits(outcome, category)), None)

    def standards(self, move: Move, category: Key) -> tuple[Key, ...]:
        """The standards this move may name for a case of the category."""
        terms = self.terms.get(category)
        return terms.keys(move.standard) if terms and move.standard else ()

    def answers_schema(self, move: Move, category: Key) -> Schema:
        """The JSON Schema of what a caller sends with the move: complete in itself."""
        choices = {"standard": self.standards(move, category), "category": tuple(self.terms)}
        closed = {name: list[JsonValue](values) for name, values in choices.items() if values}
        return self._object(needs=move.needs, may=move.may, choices=closed)

    def report_schema(self) -> Schema:
        """The JSON Schema of the `answers` of a new report."""
        return self._object(needs=self.report.needs, may=self.report.may, choices={})

    def takes_office(self, answer: Key) -> bool:
        """The answer names an office of the place."""
        return self.answers[answer].get("x-choices") == "organisations"

    def stage_limit(self, stage: Key, *, category: Key, standard: Key = "") -> Limit | None:
        """How long a case may rest in the stage, once filed under the standard."""
        here = self.stages[stage]
        usual = here.due.limit if here.due else None
        return (self._limit(category, standard) or usual) if here.limit == "category" else usual

    def handling_limit(self, *, category: Key, standard: Key = "") -> Limit | None:
        """How long the work itself may take: the one stage whose limit the category fixes."""
        handling = next((key for key, stage in self.stages.items() if stage.limit == "category"), None)
        return self.stage_limit(handling, category=category, standard=standard) if handling else None

    def whole_limits(self, *, category: Key, standard: Key = "") -> tuple[Limit, ...]:
        """How long the whole way may take: the limit of the category, and then what is left to do."""
        handling = self.handling_limit(category=category, standard=standard)
        limits = (handling, self.rest.limit if self.rest else None)
        return tuple(limit for limit in limits if limit)

    def first_level(self, *, category: Key, standard: Key = "") -> Key:
        """The level of the ladder that must try first; none without a ladder."""
        terms = self.terms.get(category)
        chosen = terms.filing_standard(standard) if terms else None
        urgent = chosen is not None and chosen.urgent
        return self.ladder.start(duty=terms.duty if terms else "", urgent=urgent) if self.ladder else ""

    def _limit(self, category: Key, standard: Key) -> Limit | None:
        terms = self.terms.get(category)
        chosen = terms.filing_standard(standard) if terms else None
        return chosen.limit if chosen else None

    def _object(
        self, *, needs: tuple[Key, ...], may: tuple[Key, ...], choices: dict[Key, list[JsonValue]]
    ) -> Schema:
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "properties": {name: self._answer(name, choices) for name in needs + may},
            "required": list(needs),
            "additionalProperties": False,
        }

    def _answer(self, name: Key, choices: dict[Key, list[JsonValue]]) -> Schema:
        return self.answers[name] | ({"enum": choices[name]} if name in choices else {})


def _usual_hours(stage: Any) -> int:
    if isinstance(stage, Stage):
        return 0
    return (stage.get("due_hours") or 0) if stage.get("limit") == "category" else 0
