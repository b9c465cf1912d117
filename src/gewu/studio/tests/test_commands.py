"""Drafts: started, changed by two, taken back, handed in, published by another; and what cases keep."""

from uuid import UUID

import pytest

from gewu.cases import guards
from gewu.cases.tests.builders import Cast, a_case, a_cast
from gewu.catalogue import queries as catalogue
from gewu.catalogue.commands import publish_definitions
from gewu.deadlines.rules import Limit, Unit
from gewu.kernel import journal
from gewu.kernel.errors import Conflict, DomainError, NotAllowed, NotFound, RuleBroken
from gewu.people.testing import an_actor
from gewu.studio import commands, queries
from gewu.studio.models import Draft
from gewu.studio.tests.builders import (
    a_draft,
    changed,
    offered,
    offered_version,
    published,
    sections,
    with_limit,
    with_member,
)

pytestmark = pytest.mark.django_db
WHERE = {"category": "010305"}


@pytest.fixture
def cast() -> Cast:
    return a_cast()


def filed_limit(definition: UUID) -> Limit | None:
    return catalogue.definition(definition).stage_limit("filed", **WHERE)


def test_a_published_limit_holds_for_new_cases_and_an_old_one_keeps_its_own(cast: Cast) -> None:
    old = a_case(cast)
    published(cast, changed(a_draft(cast), with_limit("filed", 2), by=cast.admin))
    new = a_case(cast)
    assert filed_limit(old.definition_id) == Limit(4, Unit.WORK_HOUR)
    assert filed_limit(new.definition_id) == Limit(2, Unit.WORK_HOUR)


def test_the_nearest_place_decides(cast: Cast) -> None:
    published(cast, changed(a_draft(cast), with_limit("filed", 2), by=cast.admin))
    near = commands.start_draft(key="event", place=cast.town.north, actor=cast.admin)
    published(cast, changed(near, with_limit("filed", 3), by=cast.admin))
    limits = [
        catalogue.case_type("event", place).definition.stage_limit("filed", **WHERE)
        for place in (cast.town.a1, cast.town.b1, cast.town.township, cast.town.county, None)
    ]
    hours = Unit.WORK_HOUR
    assert limits == [Limit(3, hours), Limit(2, hours), Limit(2, hours), Limit(4, hours), Limit(4, hours)]


def test_publishing_closes_the_predecessor_and_counts_the_versions_of_the_place(cast: Cast) -> None:
    published(cast, changed(a_draft(cast), with_limit("filed", 2), by=cast.admin))
    published(cast, changed(a_draft(cast), with_limit("filed", 3), by=cast.admin))
    rows = [row for row in catalogue.editions([cast.town.street], "event") if row.place]
    assert [(row.version, row.closed_at is None) for row in rows] == [(2, True), (1, False)]


def test_a_deploy_leaves_what_a_place_published_alone(cast: Cast) -> None:
    published(cast, changed(a_draft(cast), with_limit("filed", 2), by=cast.admin))
    before = catalogue.case_type("event", cast.town.a1).id
    publish_definitions(guards=guards.NAMES)
    assert catalogue.case_type("event", cast.town.a1).id == before != catalogue.case_type("event").id


def test_a_category_that_was_shipped_later_falls_back_to_what_is_shipped(cast: Cast) -> None:
    published(cast, changed(a_draft(cast), with_limit("filed", 2), by=cast.admin))
    assert catalogue.case_type("event", cast.town.a1, category="010305").place == cast.town.street
    with pytest.raises(NotFound):
        catalogue.case_type("event", cast.town.a1, category="999999")


def test_whoever_had_a_hand_in_it_does_not_publish_it(cast: Cast) -> None:
    row = changed(a_draft(cast), with_limit("filed", 2), by=cast.supervisor)
    offered(cast, row)
    for actor in (cast.admin, cast.supervisor):
        with pytest.raises(NotAllowed):
            commands.publish(draft_id=row.id, seen_version=offered_version(row), actor=actor)
    third = an_actor("supervisor", cast.town.street)
    commands.publish(draft_id=row.id, seen_version=offered_version(row), actor=third)
    assert Draft.objects.one(row.id).state == "published"


@pytest.mark.parametrize("role", ["clerk", "chief", "dispatcher", "handler", "auditor", "resident"])
def test_drafts_are_no_part_of_other_posts(cast: Cast, role: str) -> None:
    row, actor = a_draft(cast), getattr(cast, role)
    with pytest.raises(NotAllowed):
        a_draft(cast, by=actor)
    with pytest.raises(NotFound):
        queries.draft(actor, row.id)
    with pytest.raises(NotFound):
        changed(row, with_limit("filed", 2), by=actor)


def test_an_overseer_publishes_and_does_not_draft(cast: Cast) -> None:
    row = offered(cast, changed(a_draft(cast), with_limit("filed", 2), by=cast.admin))
    with pytest.raises(NotAllowed):
        commands.start_draft(key="event", place=cast.town.county, actor=cast.overseer)
    commands.publish(draft_id=row.id, seen_version=row.version, actor=cast.overseer)


def test_there_is_one_living_draft_for_a_place(cast: Cast) -> None:
    row = a_draft(cast)
    with pytest.raises(Conflict):
        a_draft(cast, by=cast.supervisor)
    commands.withdraw(draft_id=row.id, actor=cast.admin)
    a_draft(cast, by=cast.supervisor)


def test_two_people_at_different_parts_both_keep_their_work(cast: Cast) -> None:
    row = a_draft(cast)
    changed(row, with_limit("filed", 2), by=cast.admin, seen=1)
    changed(row, with_limit("handled", 3), by=cast.supervisor, part="stage:handled", seen=1)
    stages = sections(row)["stages"]
    assert (stages["filed"]["due"]["amount"], stages["handled"]["due"]["amount"]) == (2, 3)


def test_the_second_of_two_at_one_part_is_told_so(cast: Cast) -> None:
    row = a_draft(cast)
    changed(row, with_limit("filed", 2), by=cast.admin, seen=1)
    with pytest.raises(Conflict):
        changed(row, with_limit("filed", 3), by=cast.supervisor, seen=1)
    assert sections(row)["stages"]["filed"]["due"]["amount"] == 2


def test_what_was_taken_back_meanwhile_is_a_conflict_too(cast: Cast) -> None:
    row = changed(a_draft(cast), with_limit("filed", 2), by=cast.admin)
    commands.undo(draft_id=row.id, seen_version=row.version, actor=cast.supervisor)
    changed(row, with_limit("handled", 3), by=cast.admin, part="stage:handled", seen=row.version)
    for part in ("stage:filed", "table"):
        with pytest.raises(Conflict):
            changed(row, with_limit("filed", 3), by=cast.admin, part=part, seen=row.version)


def test_steps_are_taken_back_one_after_the_other(cast: Cast) -> None:
    row = a_draft(cast)
    before = row.content
    changed(row, with_limit("filed", 2), by=cast.admin)
    changed(row, with_member("words.zh", "title", "事情"), by=cast.supervisor, part="words")
    for _ in range(2):
        commands.undo(draft_id=row.id, seen_version=offered_version(row), actor=cast.admin)
    assert Draft.objects.one(row.id).content == before
    with pytest.raises(RuleBroken):
        commands.undo(draft_id=row.id, seen_version=offered_version(row), actor=cast.admin)


def test_a_change_that_changes_nothing_is_no_step(cast: Cast) -> None:
    row = a_draft(cast)
    assert changed(row, lambda before: before, by=cast.admin).version == 1
    assert queries.steps(row) == ()


def test_what_is_wrong_is_not_handed_in(cast: Cast) -> None:
    row = changed(a_draft(cast), with_member("frame", "first", "nowhere"), by=cast.admin)
    with pytest.raises(RuleBroken):
        offered(cast, row)


def test_what_is_handed_in_is_no_longer_written_until_it_is_sent_back(cast: Cast) -> None:
    row = offered(cast, changed(a_draft(cast), with_limit("filed", 2), by=cast.admin))
    with pytest.raises(RuleBroken):
        changed(row, with_limit("filed", 3), by=cast.admin)
    commands.send_back(draft_id=row.id, remark="两小时太短", seen_version=row.version, actor=cast.supervisor)
    changed(row, with_limit("filed", 3), by=cast.admin)
    assert Draft.objects.one(row.id).remark == "两小时太短"


def test_nothing_different_is_not_published(cast: Cast) -> None:
    row = offered(cast, a_draft(cast))
    with pytest.raises(RuleBroken):
        commands.publish(draft_id=row.id, seen_version=row.version, actor=cast.supervisor)


def test_only_what_was_looked_at_is_published(cast: Cast) -> None:
    row = offered(cast, changed(a_draft(cast), with_limit("filed", 2), by=cast.admin))
    with pytest.raises(Conflict):
        commands.publish(draft_id=row.id, seen_version=row.version - 1, actor=cast.supervisor)


def test_the_journal_tells_the_story_without_anybodys_words(cast: Cast) -> None:
    row = published(cast, changed(a_draft(cast), with_limit("filed", 2), by=cast.admin))
    entries = journal.entries_of(row.id)
    kinds = ["draft.started", "draft.changed", "draft.offered", "draft.published"]
    assert [entry.kind for entry in entries] == kinds
    assert "派遣" not in str([entry.facts for entry in entries])


@pytest.mark.parametrize(
    "act",
    [
        lambda row, cast: commands.undo(draft_id=row.id, seen_version=row.version, actor=cast.admin),
        lambda row, cast: commands.withdraw(draft_id=row.id, actor=cast.admin),
        lambda row, cast: offered(cast, row),
        lambda row, cast: changed(row, with_limit("filed", 9), by=cast.admin),
    ],
    ids=["undo", "withdraw", "offer", "change"],
)
def test_what_has_ended_stays_as_it_is(cast: Cast, act: object) -> None:
    row = published(cast, changed(a_draft(cast), with_limit("filed", 2), by=cast.admin))
    with pytest.raises(DomainError):
        act(row, cast)  # type: ignore[operator] # one of the four above
