"""The whole file of a case in one call, cut to what this actor may see and do."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gewu.cases.models import Case
from gewu.cases.models import CaseFile as FileLink
from gewu.cases.powers import MAY_PART, MAY_PLACE, MAY_RELEASE
from gewu.cases.queries.contacts import masked_contact
from gewu.cases.queries.facts import entries_of, facts_for, is_only_reporter, standing_of
from gewu.cases.queries.helping import helpers_of
from gewu.cases.queries.names import (
    language,
    merged_title,
    office_names,
    place_path,
    spoken_answer,
    words_of,
)
from gewu.cases.queries.offers import offered_moves
from gewu.cases.queries.parts import parts_of, whole_of
from gewu.cases.queries.resident import cut_to_resident
from gewu.cases.queries.rows import is_late
from gewu.cases.queries.story import Material, gather, offices_named, story_of
from gewu.cases.queries.values import Answer, Brief, CaseFile, Named
from gewu.catalogue import queries as catalogue
from gewu.kernel import clock
from gewu.kernel.access import Actor
from gewu.kernel.canonical import JsonValue
from gewu.kernel.errors import NotAllowed, NotFound
from gewu.kernel.ids import township_of
from gewu.kernel.models import Entry, nothing_here, statements
from gewu.kernel.models.files import File


def case_file(actor: Actor, case_id: UUID) -> CaseFile:
    """Everything about one case for this actor, or NotFound."""
    case = Case.objects.visible_to(actor).one(case_id)
    facts = facts_for(actor, case)
    material = gather(case, catalogue.definition(case.definition_id))
    offices = office_names(
        case.township,
        {
            *(case.offered_org, case.holder_org, case.suggested_org),
            *offices_named(material.entries, material.definition),
        },
    )
    file = replace(
        _bare(material, offices),
        reporter=masked_contact(actor, case),
        moves=offered_moves(case, material.definition, facts),
        whole=whole_of(case, actor),
        parts=parts_of(case, actor) if _has_parts(material) else (),
        may_part=bool(facts.roles & MAY_PART) and case.parent is None and case.closed_at is None,
        may_comment=bool(facts.roles | facts.helper_roles),
        may_release=bool(facts.roles & MAY_RELEASE),
        may_place=bool(facts.roles & MAY_PLACE),
    )
    return cut_to_resident(file, material, actor) if is_only_reporter(actor, case) else file


def _has_parts(material: Material) -> bool:
    return any(entry.kind == "case.part_opened" for entry in material.entries)


def brief(actor: Actor, case_id: UUID) -> Brief:
    """Just where a case stands."""
    found = Case.objects.visible_to(actor).one(case_id)
    return Brief(found.id, found.number, found.stage, found.version)


def brief_opened(case_id: UUID) -> Brief:
    """The receipt of whoever has just opened this case, who may be allowed to see no more of it."""
    found = _briefs.first(township=township_of(case_id), id=case_id)
    if found is None:
        raise nothing_here()
    return Brief(*found)


@statements.compiled
def _briefs(*, township: int, id: UUID) -> QuerySet[Case, tuple[UUID, str, str, int]]:
    found = Case.objects.filter(township=township, id=id)
    return found.values_list("id", "number", "stage", "version")


def may_open(actor: Actor, case_id: UUID) -> bool:
    """Whether the actor sees the case at all."""
    return Case.objects.visible_to(actor).by_id(case_id).exists()


def _bare(material: Material, offices: dict[UUID, str]) -> CaseFile:
    case, definition = material.case, material.definition
    said = words_of(case)
    state = definition.public_state(case.stage, waits=case.review_on is not None)
    return CaseFile(
        id=case.id,
        township=case.township,
        number=case.number,
        type=case.type_key,
        definition_id=case.definition_id,
        type_title=said.title,
        category=case.category,
        category_name=said.category or catalogue.category_name(case.category, language()),
        source=case.source,
        stage=case.stage,
        stage_title=merged_title() if case.merged_into else said.stages[case.stage].title,
        public_state=state,
        public_title=said.public[state],
        turn=case.turn,
        awaits=case.awaits,
        version=case.version,
        is_open=case.closed_at is None,
        is_late=is_late(case, clock.now()),
        waits=case.resumes_at is not None,
        review_on=case.review_on,
        resumes_at=case.resumes_at,
        due_at=case.due_at if case.closed_at is None else None,
        case_due_at=case.case_due_at,
        level=case.level,
        level_due_at=case.level_due_at,
        raised=case.raised,
        solved_at=case.solved_at,
        provisional=case.provisional,
        extensions=len(case.extended_at),
        asks=case.asks,
        was_late=standing_of(case).was_late,
        appeal=case.appeal,
        reported_at=case.reported_at,
        recorded_at=case.recorded_at,
        closed_at=case.closed_at,
        solved_on_spot=case.solved_on_spot,
        rating=case.rating,
        returns=case.returns,
        access_class=case.access_class,
        text=material.description,
        address=case.address,
        lon=case.lon,
        lat=case.lat,
        crs=case.crs,
        place_released=case.released,
        path=place_path(case.at_place),
        no_grid=case.at_place is None,
        demands=case.demands,
        merged_into=case.merged_into,
        boundary_version=case.boundary_version,
        offered_to=_named(case.offered_org, offices),
        held_by=_named(case.holder_org, offices),
        handler=_named(case.holder_user, material.people),
        received_by=_named(case.received_by, material.people),
        suggested=_named(case.suggested_org, offices),
        return_asked=case.return_asked,
        bound=case.bound,
        helpers=helpers_of(material, offices),
        whole=None,
        parts=(),
        open_parts=case.open_parts,
        may_part=False,
        admitted=not material.definition.admission or catalogue.is_admitted(case.township, case.category),
        reporter=None,
        answers=tuple(
            Answer(
                key,
                said.fields[key].label,
                spoken_answer(definition, said, key, value, category=case.category, offices=offices),
            )
            for key, value in case.answers.items()
            if key in said.fields
        ),
        given=_given(material),
        story=story_of(material, offices),
        photos=material.photos(),
        moves=(),
        may_comment=False,
        may_release=False,
        may_place=False,
        for_resident=False,
    )


def _given(material: Material) -> dict[str, JsonValue]:
    """Coded answers as they stand, and the newest words under the name of each answer."""
    words = {one.kind: one.text for one in material.texts if one.kind in material.definition.answers}
    return {**material.case.answers, **words}


def _named(identifier: UUID | None, names: Mapping[UUID, str]) -> Named | None:
    return Named(identifier, names.get(identifier, "")) if identifier is not None else None


def journal_of(actor: Actor, case_id: UUID) -> tuple[Entry, ...]:
    """The entries of one case as they are chained, for those who work on it or look after it."""
    case = Case.objects.visible_to(actor).one(case_id)
    if is_only_reporter(actor, case):
        raise NotAllowed(_("The journal is for those who work on the case."))
    return tuple(entries_of(case_id))


def file_of(actor: Actor, case_id: UUID, file_id: UUID) -> File:
    """A file of a case for whoever may see it, or NotFound. Reporters see their own and released ones."""
    case = Case.objects.visible_to(actor).one(case_id)
    link = FileLink.objects.filter(township=case.township, case_id=case.id, file_id=file_id).first()
    is_own = link is not None and link.author is not None and link.author == actor.user
    if link is None or (is_only_reporter(actor, case) and not (link.released or is_own)):
        raise NotFound(_("There is nothing here, or it is not yours to see."))
    return File.objects.one(file_id)
