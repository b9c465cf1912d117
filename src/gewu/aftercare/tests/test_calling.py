"""Call-backs: each try is kept, an answer counts once whatever way it came; figures stand on valid ones."""

from datetime import timedelta
from decimal import Decimal

import pytest

from gewu.aftercare import queries
from gewu.aftercare.commands import Answer, Try, call_back
from gewu.aftercare.models import CallBack
from gewu.cases import queries as cases
from gewu.cases.commands import rate_by_link
from gewu.cases.queries import CaseFile, slip_of
from gewu.cases.tests.builders import Answers, Cast, a_case, move_on
from gewu.kernel import clock, jobs, journal
from gewu.kernel.access import Actor
from gewu.kernel.errors import Conflict, DomainError, Invalid, NotFound, RuleBroken

pytestmark = pytest.mark.django_db

CONTENT = Answer(contacted=True, solved="yes", rating=5, opinion="很快就来了")
UNHAPPY = Answer(contacted=False, solved="no", rating=1)
SAID: Answers = {"contacted": True, "solved": "partly", "rating": 3, "opinion": "一半"}


def called(cast: Cast, answer: Answer | None = CONTENT, **said: object) -> CaseFile:
    case = a_case(cast, "closed")
    attempt = Try(answer=answer, **said)  # type: ignore[arg-type] # a test names what it wants
    call_back(case_id=case.id, said=attempt, seen_version=case.version, actor=cast.clerk)
    return cases.case_file(cast.clerk, case.id)


def figures(cast: Cast) -> queries.Line:
    here = queries.ground(cast.clerk)
    asked = queries.asked(queries.rule_of(here.township))
    return queries.lines(here, asked.window)[0]


def test_an_answer_rates_the_case_and_counts_as_valid(cast: Cast) -> None:
    case = called(cast)
    assert (case.stage, case.rating) == ("rated", 5)
    row = CallBack.objects.get(township=case.township, case_id=case.id)
    assert (row.valid, row.contacted, row.solved, row.rating, row.closing) == (True, True, "yes", 5, 1)
    assert row.entry == len(cases.journal_of(cast.clerk, case.id))
    assert row.made_by == cast.clerk.user


def test_what_was_answered_twice_over_is_one_call_back(cast: Cast) -> None:
    called(cast)
    jobs.run_due()
    assert CallBack.objects.filter(township=cast.town.township).count() == 1


def test_an_answer_by_the_reporters_own_link_counts_as_a_call_back(cast: Cast) -> None:
    case = a_case(cast, "closed")
    slip = slip_of(case.id)
    rate_by_link(number=slip.number, key=slip.key, data=SAID)
    jobs.run_due()
    row = CallBack.objects.get(township=case.township, case_id=case.id)
    assert (row.channel, row.valid, row.solved, row.made_by) == ("link", True, "partly", None)


def test_a_try_without_an_answer_is_kept_and_leaves_the_case_as_it_was(cast: Cast) -> None:
    later = clock.now() + timedelta(hours=3)
    case = called(cast, None, reason="no_answer", next_at=later)
    assert case.stage == "closed"
    found = queries.to_call(cast.clerk).items
    assert [(one.case.id, one.next_at, one.rests, one.enough) for one in found] == [
        (case.id, later, True, False)
    ]
    assert figures(cast).tally.tries == 1
    assert figures(cast).rates.total is None


def test_after_three_tries_it_is_enough(cast: Cast) -> None:
    case = a_case(cast, "closed")
    for _ in range(3):
        call_back(case_id=case.id, said=Try(reason="busy"), seen_version=case.version, actor=cast.clerk)
    assert queries.to_call(cast.clerk).items[0].enough


def test_the_same_try_sent_twice_is_one(cast: Cast) -> None:
    case = a_case(cast, "closed")
    for _ in range(2):
        call_back(
            case_id=case.id,
            said=Try(reason="busy"),
            seen_version=case.version,
            actor=cast.clerk,
            receipt="one",
        )
    assert len(queries.calls_of(cast.clerk, case.id, case.township)) == 1


@pytest.mark.parametrize(
    ("said", "who", "refusal"),
    [
        (Try(), "clerk", Invalid),
        (Try(reason="mood"), "clerk", Invalid),
        (Try(reason="busy", channel="dream"), "clerk", Invalid),
        (Try(reason="busy", channel="link"), "clerk", Invalid),
        (Try(answer=Answer(contacted=True, solved="yes", rating=6)), "clerk", Invalid),
        (Try(answer=Answer(contacted=True, solved="perhaps", rating=5)), "clerk", Invalid),
        (Try(answer=CONTENT), "checker", RuleBroken),
        (Try(answer=CONTENT), "handler", RuleBroken),
        (Try(answer=CONTENT), "neighbour", NotFound),
    ],
    ids=["nothing", "no reason", "no channel", "a link", "six", "perhaps", "checker", "handler", "stranger"],
)
def test_a_call_back_is_refused(cast: Cast, said: Try, who: str, refusal: type[DomainError]) -> None:
    case = a_case(cast, "closed")
    with pytest.raises(refusal):
        call_back(case_id=case.id, said=said, seen_version=case.version, actor=cast.of_role(who))
    assert not CallBack.objects.filter(township=case.township).exists()


def test_a_plan_for_yesterday_and_a_stale_copy_are_refused(cast: Cast) -> None:
    case = a_case(cast, "closed")
    past = Try(reason="busy", next_at=clock.now() - timedelta(hours=1))
    with pytest.raises(Invalid):
        call_back(case_id=case.id, said=past, seen_version=case.version, actor=cast.clerk)
    with pytest.raises(Conflict):
        call_back(case_id=case.id, said=Try(answer=CONTENT), seen_version=1, actor=cast.clerk)


def test_a_case_that_is_not_closed_is_not_called_about(cast: Cast) -> None:
    case = a_case(cast, "checked")
    with pytest.raises(RuleBroken):
        call_back(case_id=case.id, said=Try(answer=CONTENT), seen_version=case.version, actor=cast.clerk)


def test_the_second_closing_has_a_call_back_of_its_own(cast: Cast) -> None:
    case = a_case(cast, "closed")
    call_back(case_id=case.id, said=Try(answer=UNHAPPY), seen_version=case.version, actor=cast.clerk)
    steps: tuple[tuple[str, Actor, Answers], ...] = (
        ("reopen", cast.clerk, {"reason": "又坏了"}),
        ("dispatch", cast.dispatcher, {"organisation": str(cast.office)}),
        ("accept", cast.handler, {}),
        ("handle", cast.handler, {"report": "换了整只桶"}),
        ("check", cast.checker, {}),
        ("close", cast.clerk, {"standard": "mended"}),
    )
    for move, actor, answers in steps:
        case = move_on(case, move, actor, **answers)
    call_back(case_id=case.id, said=Try(answer=CONTENT), seen_version=case.version, actor=cast.clerk)
    found = queries.calls_of(cast.clerk, case.id, case.township)
    assert [(one.row.closing, one.row.rating) for one in found] == [(1, 1), (2, 5)]


def test_figures_count_the_valid_ones_and_closing_stands_apart(cast: Cast) -> None:
    called(cast)
    called(cast, UNHAPPY)
    called(cast, None, reason="no_answer")
    a_case(cast, "handling")
    found = figures(cast)
    assert (found.tally.tries, found.tally.valid) == (3, 2)
    assert (found.rates.response, found.rates.solved) == (Decimal("50.00"), Decimal("50.00"))
    assert (found.closings.reported, found.closings.closed) == (4, 3)
    assert found.closing_rate == Decimal("75.00")


def test_figures_of_a_place_are_for_those_who_look_after_it(cast: Cast) -> None:
    called(cast)
    assert queries.ground(cast.chief).place.id == cast.town.north
    for actor in (cast.handler, cast.neighbour, cast.admin):
        with pytest.raises(NotFound):
            queries.ground(actor)
    street = queries.ground(cast.clerk).place.code
    with pytest.raises(NotFound):
        queries.ground(cast.other_chief, street)


def test_parts_of_a_place_add_up_to_the_whole(cast: Cast) -> None:
    called(cast)
    called(cast, UNHAPPY)
    here = queries.ground(cast.clerk)
    whole, *parts = queries.lines(here, queries.asked(queries.rule_of(here.township)).window)
    assert sum(part.tally.valid for part in parts) == whole.tally.valid == 2
    assert sum(part.closings.reported for part in parts) == whole.closings.reported


def test_what_stands_behind_a_figure_can_be_opened(cast: Cast) -> None:
    called(cast)
    unhappy = called(cast, UNHAPPY)
    here = queries.ground(cast.clerk)
    window = queries.asked(queries.rule_of(here.township)).window
    assert [one.row.case_id for one in queries.calls(here, window, "unsolved").items] == [unhappy.id]
    assert len(queries.calls(here, window, "valid").items) == 2


def test_the_chain_of_every_call_back_holds(cast: Cast) -> None:
    case = called(cast)
    called(cast, None, reason="declined")
    assert list(journal.verify(townships=[case.township])) == []


def test_words_of_the_reporter_are_in_no_entry(cast: Cast) -> None:
    case = called(cast)
    row = CallBack.objects.get(township=case.township, case_id=case.id)
    for subject in (case.id, row.id):
        assert all("很快" not in str(entry.facts) for entry in journal.entries_of(subject))
