"""Reading drafts: those one may see, what they hold, how they came about, and what is wrong with them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from gewu.cases import guards
from gewu.cases import queries as cases
from gewu.catalogue import queries as catalogue
from gewu.catalogue.category import Category
from gewu.catalogue.definition import CaseType
from gewu.catalogue.local import LocalCaseType
from gewu.catalogue.sense import Known
from gewu.catalogue.words import LANGUAGES
from gewu.kernel import clock
from gewu.kernel.access import Actor, Tier
from gewu.kernel.errors import NotFound
from gewu.people import queries as people
from gewu.people.roles import roles
from gewu.places import queries as places
from gewu.sharing import queries as sharing
from gewu.studio import document, rules
from gewu.studio.checks import Finding, Town, findings_of
from gewu.studio.diff import Difference, differences
from gewu.studio.document import ANSWERS, CATEGORY, FRAME, MOVES, STAGES, WORDS, Sections
from gewu.studio.models import Draft, DraftStep
from gewu.studio.rules import Right, Trace


@dataclass(frozen=True, slots=True)
class Step:
    """A line in the history of a draft."""

    number: int
    part: str
    at: datetime
    by: UUID | None
    undone_at: datetime | None
    undone_by: UUID | None
    undone_version: int | None
    before: Sections
    after: Sections

    @property
    def traces(self) -> tuple[Trace, ...]:
        """What it touched when it was made, and again when it was taken back."""
        touched = frozenset(self.before) | frozenset(self.after)
        made = Trace(self.number, self.part, touched)
        return (made, Trace(self.undone_version, self.part, touched)) if self.undone_version else (made,)


def draft(actor: Actor, identifier: UUID) -> Draft:
    """The draft, or NotFound where it is not the actor's to see."""
    return Draft.objects.visible_to(actor).one(identifier)


def drafts(actor: Actor) -> list[Draft]:
    """The living ones first, then those that ended, newest first; a page of each."""
    seen = Draft.objects.visible_to(actor)
    living = seen.living().order_by("-changed_at", "-id")[:50]
    ended = seen.exclude(ended_at=None).order_by("-ended_at", "-id")[:20]
    return [*living, *ended]


def living_at(actor: Actor, key: str, place: UUID) -> Draft | None:
    """The draft that is being written for this place already."""
    return Draft.objects.visible_to(actor).living().filter(key=key, place_id=place).first()


def may(actor: Actor, right: Right, place: UUID) -> bool:
    """Whether the actor drafts (publishes) for this place: under a post whose role does."""
    return rules.may(actor, right, path=catalogue.ancestors(place), roles=roles())


def places_of(actor: Actor, right: Right) -> tuple[places.Place, ...]:
    """The areas an actor drafts for: where its posts are, and the communities below."""
    own = [places.area(post.scope.area) for post in actor.posts if getattr(roles()[post.role], right)]
    below = [place for area in own if area.tier == Tier.TOWNSHIP for place in places.children(area.id)]
    return tuple({place.id: place for place in (*own, *below)}.values())


def sections_of(row: Draft) -> Sections:
    return document.read(row.content)


def base_of(row: Draft) -> CaseType:
    """The definition the draft was started from."""
    return catalogue.definition(row.base_id)


def now_at(row: Draft) -> CaseType:
    """The definition that holds at the draft's place now."""
    return catalogue.case_type(row.key, row.place_id).definition


def base_sections(row: Draft) -> Sections:
    """The same as sections, to compare with."""
    base = base_of(row)
    return document.taken_apart(base, {language: catalogue.words(base, language) for language in LANGUAGES})


def shipped_categories(key: str) -> tuple[Category, ...]:
    """The categories whose cases are of this kind, as shipped."""
    return tuple(category for category in catalogue.categories() if category.case_type == key)


def compared(row: Draft, sections: Sections) -> tuple[Difference, ...]:
    """What is different from the definition the draft was started from, part by part."""
    base = base_sections(row)
    codes = [name.removeprefix(CATEGORY) for name in sections if name.startswith(CATEGORY)]
    before = {CATEGORY + code: category_in(row, base, code) or {} for code in codes}
    return differences(base | before, sections)


def category_in(row: Draft, sections: Sections, code: str) -> dict[str, Any] | None:
    """A category as the draft has it, changed or not; None if there is no such category."""
    own = sections.get(CATEGORY + code)
    if own is not None:
        return dict(own)
    shipped = next((one for one in shipped_categories(row.key) if one.code == code), None)
    return document.plain_category(shipped) if shipped else None


def sections_here(row: Draft) -> tuple[str, ...]:
    """The names of all sections that a draft of this kind may hold, changed or not."""
    words = (WORDS + language for language in LANGUAGES)
    categories = (CATEGORY + category.code for category in shipped_categories(row.key))
    return (STAGES, MOVES, ANSWERS, FRAME, *words, *categories)


def section_in(row: Draft, sections: Sections, name: str) -> Any:
    """One section as plain data; a category as shipped where the draft has not changed it. Or NotFound."""
    if name not in sections_here(row):
        raise NotFound(_("There is no such part of the draft."))
    return sections[name] if name in sections else category_in(row, sections, name.removeprefix(CATEGORY))


def definition_in(row: Draft, sections: Sections) -> LocalCaseType | None:
    """What the draft makes, if it has a shape at all."""
    shipped = shipped_categories(row.key)
    return document.put_together(sections, key=row.key, version=1, shipped=shipped)[0]


def findings(row: Draft, sections: Sections) -> tuple[Finding, ...]:
    """Everything that is wrong with the draft."""
    base, scope = base_of(row), places.scope_of(row.place_id)
    lost = [stage for stage in base.stages if stage not in sections[STAGES]]
    town = Town(
        key=row.key,
        shipped=shipped_categories(row.key),
        duties=catalogue.duties(),
        known=Known(roles=roles().keys(), guards=guards.NAMES),
        held=people.roles_held_in(scope.low, scope.high),
        resting=cases.resting(row.key, scope, lost),
        base=base,
        day=timezone.localdate(clock.now()),
        shared=sharing.catalogue(row.township),
    )
    return findings_of(sections, town)


def steps(row: Draft, *, since: int = 0, most: int = 200) -> tuple[Step, ...]:
    """How the draft came about, newest first."""
    newer = Q(number__gt=since) | Q(undone_version__gt=since)
    found = DraftStep.objects.filter(newer, township=row.township, draft_id=row.id)
    return tuple(
        Step(
            number=one.number,
            part=one.part,
            at=one.at,
            by=one.by_user,
            undone_at=one.undone_at,
            undone_by=one.undone_by,
            undone_version=one.undone_version,
            before=document.read(one.before),
            after=document.read(one.after),
        )
        for one in found.order_by("-number")[:most]
    )


def _standing(row: Draft) -> "QuerySet[DraftStep]":
    """Its steps that were not taken back."""
    return DraftStep.objects.filter(township=row.township, draft_id=row.id, undone_at=None)


def newest_part(row: Draft) -> str:
    """What the newest step that stands was about; "" where there is none to take back."""
    return str(_standing(row).order_by("-number").values_list("part", flat=True).first() or "")


def hands_in(row: Draft) -> frozenset[UUID | None]:
    """Whoever had a hand in it: four eyes look before it is published."""
    changed = DraftStep.objects.filter(township=row.township, draft_id=row.id)
    return frozenset({row.opened_by, row.offered_by, *changed.values_list("by_user", flat=True)})


def may_publish(actor: Actor, row: Draft) -> bool:
    """Whether the actor is the second person here."""
    return may(actor, "publishes", row.place_id) and not rules.had_a_hand(actor.user, hands_in(row))


def acts_open(actor: Actor, row: Draft) -> list[str]:
    """What the actor may do with the draft as a whole now; whether it is sound is not asked here."""
    drafts, publishes = (may(actor, right, row.place_id) for right in ("drafts", "publishes"))
    is_open, is_offered = row.state == Draft.State.OPEN, row.state == Draft.State.OFFERED
    open_acts = {
        "undo": is_open and drafts and bool(newest_part(row)),
        "offer": is_open and drafts,
        "return": is_offered and (drafts or publishes),
        "publish": is_offered and may_publish(actor, row),
        "withdraw": row.ended_at is None and drafts,
    }
    return [act for act, there in open_acts.items() if there]


def in_force_around(area: UUID) -> dict[str, catalogue.Published]:
    """Every kind of case as it holds at an area, by key."""
    return {key: catalogue.case_type(key, area) for key in catalogue.case_type_keys()}


def names_of(rows: Collection[Draft]) -> dict[UUID, str]:
    """Names of the people who wrote, handed in and ended these drafts."""
    return people.name_of({who for row in rows for who in (row.opened_by, row.offered_by, row.ended_by)})
