"""Writing rules, letting them act, learning: what is done, who may, and what is refused."""

import io
from dataclasses import replace
from datetime import time
from typing import Any
from uuid import UUID, uuid4

import numpy as np
import pytest

from gewu.cases.queries import case_file, matter
from gewu.cases.tests.builders import CATEGORY, Cast, a_case, move_on
from gewu.kernel import journal
from gewu.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from gewu.routing import commands, queries, suggesting
from gewu.routing.asked import Asked
from gewu.routing.jobs import learn_all
from gewu.routing.models import Learned, RoutingRule

pytestmark = pytest.mark.django_db


def a_rule(cast: Cast, office: UUID | None = None, **asks: Any) -> RoutingRule:
    asked = replace(Asked(name="桶归环卫", office=office or cast.office), **asks)
    made = commands.make_rule(township=cast.town.township, asked=asked, actor=cast.dispatcher)
    return RoutingRule.objects.one(made)


def order(cast: Cast) -> list[str]:
    return [row.name for row in queries.rule_rows(cast.dispatcher, cast.town.township)]


def test_rules_keep_their_order_and_can_change_it(cast: Cast) -> None:
    for name in ("一", "二", "三"):
        a_rule(cast, name=name)
    last = queries.rule_rows(cast.dispatcher, cast.town.township)[-1]
    commands.move_rule(rule_id=last.id, up=True, seen_version=last.version, actor=cast.dispatcher)
    assert order(cast) == ["一", "三", "二"]


def test_the_first_rule_cannot_go_up(cast: Cast) -> None:
    row = a_rule(cast)
    commands.move_rule(rule_id=row.id, up=True, seen_version=row.version, actor=cast.dispatcher)
    assert RoutingRule.objects.one(row.id).version == row.version


def test_a_deleted_rule_counts_no_more_and_comes_back(cast: Cast) -> None:
    row = a_rule(cast)
    commands.delete_rule(rule_id=row.id, seen_version=row.version, actor=cast.dispatcher)
    assert queries.rules_of(cast.town.township) == ()
    commands.restore_rule(rule_id=row.id, actor=cast.dispatcher)
    assert [rule.id for rule in queries.rules_of(cast.town.township)] == [row.id]
    kinds = [entry.kind for entry in journal.entries_of(row.id)]
    assert kinds == ["routing.rule_made", "routing.rule_deleted", "routing.rule_restored"]


def test_a_stale_copy_of_a_rule_is_refused(cast: Cast) -> None:
    row = a_rule(cast)
    commands.switch_rule(rule_id=row.id, seen_version=row.version, actor=cast.dispatcher)
    with pytest.raises(Conflict):
        commands.switch_rule(rule_id=row.id, seen_version=row.version, actor=cast.dispatcher)


@pytest.mark.parametrize(
    ("asks", "field"),
    [
        ({"office": uuid4()}, "office"),
        ({"name": "  "}, "name"),
        ({"sources": ("pigeon",)}, "sources"),
        ({"start": time(8)}, "end"),
        ({"words": ("长" * 21,)}, "words"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(cast: Cast, asks: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        a_rule(cast, **asks)
    assert set(refused.value.fields) == {field}


def test_only_those_who_give_cases_out_write_rules(cast: Cast) -> None:
    asked = Asked(name="桶归环卫", office=cast.office)
    with pytest.raises(NotAllowed):
        commands.make_rule(township=cast.town.township, asked=asked, actor=cast.clerk)
    row = a_rule(cast)
    with pytest.raises(NotFound):
        commands.delete_rule(rule_id=row.id, seen_version=row.version, actor=cast.clerk)


def test_only_an_administrator_lets_rules_act(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        commands.steer(township=cast.town.township, automatic=True, actor=cast.dispatcher)
    commands.steer(township=cast.town.township, automatic=True, actor=cast.admin)
    assert queries.is_automatic(cast.town.township)
    commands.steer(township=cast.town.township, automatic=False, actor=cast.admin)
    assert not queries.is_automatic(cast.town.township)


def test_rules_do_nothing_by_themselves_until_they_are_let(cast: Cast) -> None:
    a_rule(cast, categories=(CATEGORY,))
    case = a_case(cast, "filed")
    assert commands.dispatch_ready(cast.town.township) == 0
    assert case_file(cast.dispatcher, case.id).stage == "filed"


def test_a_rule_that_acts_is_named_in_the_journal(cast: Cast) -> None:
    row = a_rule(cast, categories=(CATEGORY,))
    commands.steer(township=cast.town.township, automatic=True, actor=cast.admin)
    case = a_case(cast, "filed")
    assert commands.dispatch_ready(cast.town.township) == 1
    given = case_file(cast.dispatcher, case.id)
    assert (given.stage, given.offered_to and given.offered_to.id) == ("dispatched", cast.office)
    entry = journal.entries_of(case.id)[-1]
    assert (entry.user, entry.door) == (None, "job")
    assert str(row.id) in str(entry.facts)
    assert commands.dispatch_ready(cast.town.township) == 0


def test_what_came_back_waits_for_a_person(cast: Cast) -> None:
    a_rule(cast)
    commands.steer(township=cast.town.township, automatic=True, actor=cast.admin)
    a_case(cast, "returned")
    assert commands.dispatch_ready(cast.town.township) == 0


def test_a_rule_to_an_office_that_is_gone_leaves_the_case_to_the_dispatcher(cast: Cast) -> None:
    row = a_rule(cast)
    RoutingRule.objects.filter(township=row.township, id=row.id).update(office=uuid4())
    commands.steer(township=cast.town.township, automatic=True, actor=cast.admin)
    case = a_case(cast, "filed")
    assert commands.dispatch_ready(cast.town.township) == 0
    assert case_file(cast.dispatcher, case.id).stage == "filed"


def test_a_place_learns_where_its_closed_cases_went(cast: Cast) -> None:
    for text in ("垃圾桶盖坏了", "垃圾桶满了没人收", "垃圾桶边上全是苍蝇", "桶倒了垃圾撒一地"):
        a_case(cast, "closed", text=text)
    learned = commands.learn(cast.town.township)
    assert learned is not None
    assert learned.cases == 4
    asked = a_case(cast, "filed", text="小区门口垃圾桶满了没人收，盖子坏了，苍蝇多")
    suggestions = suggesting.likely_offices(matter(cast.dispatcher, asked.id))
    assert [one.key for one in suggestions] == [str(cast.office)]
    assert suggestions[0].count == suggestions[0].voters >= suggesting.FEWEST
    assert suggesting.likely_categories(matter(cast.clerk, asked.id))[0].key == CATEGORY


def test_what_is_kept_holds_no_text(cast: Cast) -> None:
    a_case(cast, "closed", text="垃圾桶盖坏了")
    learned = commands.learn(cast.town.township)
    assert learned is not None
    stored = bytes(Learned.objects.one(learned.id).content)
    assert "垃圾".encode() not in stored


def test_learning_again_replaces_what_was_learned(cast: Cast) -> None:
    assert commands.learn(cast.town.township) is None
    a_case(cast, "closed")
    first = commands.learn(cast.town.township)
    a_case(cast, "closed")
    second = commands.learn(cast.town.township)
    assert first is not None
    assert second is not None
    assert (first.id, second.cases) == (second.id, 2)


def test_a_dry_run_says_what_rules_would_have_done(cast: Cast) -> None:
    mine = a_rule(cast, cast.other_office, categories=("0103",))
    a_case(cast, "handling")
    tallies, looked_at = queries.dry_run(cast.town.township)
    assert looked_at == 1
    assert [(tally.rule.id, tally.hits, tally.agreed) for tally in tallies] == [(mine.id, 1, 0)]


def test_duplicates_are_near_in_place_time_and_kind(cast: Cast) -> None:
    first = a_case(cast)
    elsewhere = a_case(cast, where=cast.town.in_b1)
    other_kind = a_case(cast, category="010301")
    asked = a_case(cast)
    found = [one.case.id for one in queries.likely_same(cast.clerk, case_file(cast.clerk, asked.id))]
    assert first.id in found
    assert {elsewhere.id, other_kind.id, asked.id}.isdisjoint(found)


def test_nobody_is_shown_duplicates_out_of_their_sight(cast: Cast) -> None:
    a_case(cast)
    mine = a_case(cast, by=cast.resident)
    assert queries.likely_same(cast.resident, case_file(cast.resident, mine.id)) == ()


def test_the_same_phone_is_found_without_anybody_reading_it(cast: Cast) -> None:
    answered = a_case(cast, "closed", phone="13912345678")
    again = a_case(cast, phone="139 1234 5678")
    found = queries.asked_before(cast.clerk, case_file(cast.clerk, again.id))
    assert [one.case.id for one in found] == [answered.id]
    move_on(again, "file", cast.clerk, standard="broken")


def test_a_rule_names_what_exists_in_its_place_and_nothing_else(cast: Cast) -> None:
    for asks in ({"categories": ("999999",)}, {"areas": (uuid4(),)}):
        with pytest.raises(Invalid) as refused:
            a_rule(cast, **asks)
        assert set(refused.value.fields) == set(asks)
    row = a_rule(cast, categories=("0103", "010137", "0103"), areas=(cast.town.north, cast.town.a1))
    assert (row.categories, row.areas) == (["0103", "010137"], [cast.town.north, cast.town.a1])


def test_a_whole_class_is_the_beginning_of_its_codes(cast: Cast) -> None:
    a_rule(cast, categories=("0103",))
    commands.steer(township=cast.town.township, automatic=True, actor=cast.admin)
    a_case(cast, "filed", category=CATEGORY)
    assert commands.dispatch_ready(cast.town.township) == 1


def test_a_rule_can_be_tried_before_it_is_kept(cast: Cast) -> None:
    kept = a_rule(cast, categories=("0103",))
    a_case(cast, "handling")
    draft = Asked(name="也归环卫", office=cast.office, words=("没有的词",)).as_rule(UUID(int=0))
    tally, looked_at = queries.try_rule(cast.town.township, draft)
    assert (tally.verdict, looked_at) == ("never", 1)
    shadowed = Asked(name="也归环卫", office=cast.office, categories=("010305",)).as_rule(UUID(int=0))
    tally, _looked_at = queries.try_rule(cast.town.township, shadowed)
    assert tally.shadowed_by is not None
    assert tally.shadowed_by.id == kept.id
    assert order(cast) == [kept.name]


def test_a_category_is_known_by_the_catalogue_though_no_case_of_it_was_closed(cast: Cast) -> None:
    a_case(cast, "closed", text="垃圾桶盖坏了")
    commands.learn(cast.town.township)
    asked = a_case(cast, "filed", text="路灯不亮，晚上走路看不见")
    found = suggesting.likely_categories(matter(cast.clerk, asked.id))
    assert found[0].key == "010137"
    assert (found[0].count, found[0].voters) == (0, 0)


def test_the_office_that_usually_does_it_is_suggested_without_like_cases(cast: Cast) -> None:
    a_case(cast, "closed", text="垃圾桶盖坏了")
    commands.learn(cast.town.township)
    asked = a_case(cast, "filed", text="雨箅子没了")
    found = suggesting.suggestions(cast.dispatcher, asked.id)
    assert found.offices
    assert all(0 <= one.confidence <= 1 for one in (*found.offices, *found.categories))


def test_who_may_choose_nothing_is_suggested_nothing(cast: Cast) -> None:
    a_case(cast, "closed", text="垃圾桶盖坏了")
    commands.learn(cast.town.township)
    mine = a_case(cast, "filed", by=cast.resident, text="垃圾桶盖又坏了")
    found = suggesting.suggestions(cast.resident, mine.id)
    assert (found.rule, found.offices, found.categories) == (None, (), ())


def test_lessons_of_an_earlier_version_are_learned_anew(cast: Cast) -> None:
    a_case(cast, "closed")
    learned = commands.learn(cast.town.township)
    assert learned is not None
    assert suggesting.knows(cast.town.township)
    stream = io.BytesIO()
    np.savez_compressed(stream, weights=np.zeros(3))
    Learned.objects.filter(township=learned.township, id=learned.id).update(
        content=stream.getvalue(), digest="earlier"
    )
    assert not suggesting.knows(cast.town.township)
    learn_all()
    assert suggesting.knows(cast.town.township)
