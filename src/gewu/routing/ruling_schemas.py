"""What rules and suggestions say over HTTP."""

from datetime import time
from uuid import UUID

from ninja import Field, Schema

from gewu.kernel.typed import Version
from gewu.routing.asked import LONGEST_NAME, LONGEST_WORD, MOST_NAMED, MOST_WORDS

SEEN = "The `version` of the rule that you saw; one that was changed meanwhile is a conflict."


class RulesQuery(Schema):
    township: int = Field(description="The nine digits of the place whose rules are meant.")


class Asking(Schema):
    """What a case must be, and where it goes then. An empty list asks nothing; of several any will do."""

    name: str = Field(max_length=LONGEST_NAME, description="Shown as the reason whenever it counts.")
    office: UUID = Field(description="An office of the place that takes cases.")
    categories: list[str] = Field(
        [], max_length=MOST_NAMED, description="Codes, or the first four digits for a whole class."
    )
    areas: list[UUID] = Field([], max_length=MOST_NAMED, description="Communities, grids or unit grids.")
    sources: list[str] = Field([], max_length=20)
    says: list[str] = Field(
        [], max_length=MOST_WORDS, description=f"Any of them in the text; {LONGEST_WORD} characters each."
    )
    start: time | None = Field(None, description="Reported from this hour of the place on …")
    end: time | None = Field(None, description="… until this one; over midnight where it is earlier.")


class RuleIn(Asking):
    township: int = Field(description="The nine digits of the place it is for.")


class RuleChangeIn(Asking):
    rule_version: Version = Field(ge=1, description=SEEN)


class RuleSeenIn(Schema):
    rule_version: Version = Field(ge=1, description=SEEN)


class RuleMoveIn(RuleSeenIn):
    direction: str = Field(pattern="^(up|down)$", description="`up`: before the one above it; `down`.")


class RuleOut(Asking):
    id: UUID
    township: int
    position: int = Field(description="The rules are read from the lowest on; the first that fits counts.")
    active: bool
    version: int = Field(description="Send it back as `rule_version`.")


class TallyOut(Schema):
    rule: UUID | None = Field(description="None for one that is not kept.")
    verdict: str = Field(description="works, never, shadowed or untried.")
    fits: int = Field(description="Cases that it fits.")
    hits: int = Field(description="Those of them that no earlier rule takes.")
    agreed: int = Field(description="Those of these that went to its office anyway.")
    shadowed_by: UUID | None = Field(description="The earlier rule that leaves it nothing.")


class DryRunOut(Schema):
    looked_at: int = Field(description="So many of the newest cases that went to an office, at most 500.")
    automatic: bool = Field(description="Whether the rules act by themselves.")
    rules: list[TallyOut]


class SuggestionOut(Schema):
    key: str = Field(description="The id of an office, or the code of a category.")
    name: str
    confidence: float = Field(ge=0, le=1)
    count: int = Field(description="So many of the like closed cases …")
    voters: int = Field(description="… of so many.")
    nearby: bool


class RuleNamedOut(Schema):
    id: UUID
    name: str
    office: UUID


class SuggestionsOut(Schema):
    rule: RuleNamedOut | None = Field(description="The rule that counts for this case.")
    offices: list[SuggestionOut]
    categories: list[SuggestionOut]
