"""What comes after closing: reopening once, photos with the report, the archive that nobody changes."""

from collections.abc import Callable
from datetime import timedelta
from inspect import signature

import pytest
from django.utils import translation
from django.utils.translation import override

from gewu.cases import commands, queries
from gewu.cases.commands import Step, act, rate_by_link, reopen_by_link, report_case, take
from gewu.cases.commands.hand_over import hand_over
from gewu.cases.merging import DUPLICATE
from gewu.cases.models import Case
from gewu.cases.queries.facts import entries_of
from gewu.cases.tests.builders import CATEGORY, Answers, Cast, a_case, a_photo, a_report, move_on
from gewu.catalogue import reading
from gewu.catalogue.words import LANGUAGES
from gewu.kernel import clock, journal
from gewu.kernel.access import ANYONE, Actor
from gewu.kernel.errors import DomainError, Invalid, NotAllowed, RuleBroken
from gewu.people.queries import actor_of
from gewu.people.testing import a_post, a_user

pytestmark = pytest.mark.django_db

SPILLED = "020114"
UNHAPPY: Answers = {"contacted": True, "solved": "no", "rating": 2, "opinion": "还是坏的"}
CONTENT: Answers = {"contacted": True, "solved": "yes", "rating": 5}


def reopened(cast: Cast) -> Case:
    case = move_on(a_case(cast, "closed"), "rate", cast.clerk, **UNHAPPY)
    return move_on(case, "reopen", cast.clerk, reason="盖子第二天又掉了")


def a_spill_in_hand(cast: Cast) -> Case:
    """Of a category that asks for a photo of how it is now."""
    case = Case.objects.one(report_case(report=a_report(category=SPILLED), actor=ANYONE))
    case = move_on(case, "file", cast.clerk, standard=_standard(SPILLED))
    case = move_on(case, "dispatch", cast.dispatcher, organisation=str(cast.office))
    return move_on(case, "accept", cast.handler)


def test_a_reopened_case_shows_both_closings_and_runs_anew(cast: Cast) -> None:
    with clock.hold(clock.now() - timedelta(days=30)):
        closed = a_case(cast, "closed")
    case = move_on(Case.objects.one(closed.id), "rate", cast.clerk, **UNHAPPY)
    assert case.unhappy
    case = move_on(case, "reopen", cast.clerk, reason="盖子第二天又掉了")
    assert (case.stage, case.closed_at, case.first_closed_at) == ("filed", None, closed.closed_at)
    assert (case.rating, case.holder_org, case.unhappy) == (None, None, False)
    assert case.case_due_at > clock.now(), "a month after its report it is not late at once"
    steps: tuple[tuple[str, Actor, Answers], ...] = (
        ("dispatch", cast.dispatcher, {"organisation": str(cast.office)}),
        ("accept", cast.handler, {}),
        ("handle", cast.handler, {"report": "换了整只桶"}),
        ("check", cast.checker, {}),
        ("close", cast.clerk, {"standard": "mended"}),
    )
    for move, actor, answers in steps:
        case = move_on(case, move, actor, **answers)
    assert case.closed_at is not None
    assert case.first_closed_at == closed.closed_at
    closings = [line for line in queries.case_file(cast.clerk, case.id).story if line.move == "close"]
    assert len(closings) == 2


def test_a_case_is_reopened_once_and_only_by_an_unhappy_answer(cast: Cast) -> None:
    content = move_on(a_case(cast, "closed"), "rate", cast.clerk, **CONTENT)
    with pytest.raises(RuleBroken):
        move_on(content, "reopen", cast.clerk, reason="我就想再来一遍")
    again = reopened(cast)
    steps: tuple[tuple[str, Actor, Answers], ...] = (
        ("dispatch", cast.dispatcher, {"organisation": str(cast.office)}),
        ("accept", cast.handler, {}),
        ("handle", cast.handler, {"report": "换了整只桶"}),
        ("check", cast.checker, {}),
        ("close", cast.clerk, {"standard": "mended"}),
        ("rate", cast.clerk, UNHAPPY),
    )
    for move, actor, answers in steps:
        again = move_on(again, move, actor, **answers)
    with pytest.raises(RuleBroken):
        move_on(again, "reopen", cast.clerk, reason="还是不行")


def test_the_reporter_has_it_done_again_by_the_link(cast: Cast) -> None:
    case = a_case(cast, "closed")
    slip = queries.slip_of(case.id)
    with pytest.raises(RuleBroken):
        reopen_by_link(number=slip.number, key=slip.key, reason="没修好")
    rate_by_link(number=slip.number, key=slip.key, data=UNHAPPY)
    shown = queries.public_case(slip.number)
    assert shown is not None
    assert shown.may_reopen
    with pytest.raises(NotAllowed):
        reopen_by_link(number=slip.number, key="guess", reason="没修好")
    assert reopen_by_link(number=slip.number, key=slip.key, reason="没修好").stage == "filed"
    shown = queries.public_case(slip.number)
    assert shown is not None
    assert not shown.may_reopen


def test_handling_wants_the_photo_its_category_asks_for_or_the_reason_why_there_is_none(cast: Cast) -> None:
    case = a_spill_in_hand(cast)
    offered = next(m for m in queries.case_file(cast.handler, case.id).moves if m.name == "handle")
    assert offered.photos_due == ("after",)
    with pytest.raises(Invalid) as refusal:
        move_on(case, "handle", cast.handler, report="扫干净了")
    assert refusal.value.fields.keys() == {"photos"}
    assert move_on(case, "handle", cast.handler, report="扫干净了", no_photo="dark").stage == "handled"


def test_the_photo_comes_in_the_same_step_as_the_report_and_in_the_same_entry(cast: Cast) -> None:
    case = a_spill_in_hand(cast)
    step = Step(
        move="handle", data={"report": "扫干净了"}, seen_version=case.version, photos=(a_photo(), a_photo())
    )
    for _ in range(2):
        take(case_id=case.id, step=step, actor=cast.handler, receipt="one")
    file = queries.case_file(cast.handler, case.id)
    assert [line.move for line in file.story[-1:]] == ["handle"]
    assert [photo.kind for photo in file.story[-1].photos] == ["after", "after"]
    facts = dict(queries.facts_of(entries_of(case.id)[-1]))
    assert len(facts["sha256"]) == 2  # type: ignore[arg-type] # a list of digests


def test_an_old_photo_does_not_count_for_what_was_sent_back(cast: Cast) -> None:
    case = a_spill_in_hand(cast)
    with clock.hold(clock.now() + timedelta(minutes=1)):
        commands.attach(case_id=case.id, upload=a_photo(), kind="after", actor=cast.handler)
        case = move_on(case, "handle", cast.handler, report="扫干净了")
    with clock.hold(clock.now() + timedelta(minutes=9)):
        case = move_on(case, "send_back", cast.checker, reason="拐角还有一堆")
        with pytest.raises(Invalid):
            move_on(case, "handle", cast.handler, report="又扫了")


def test_a_step_that_takes_no_photos_refuses_them(cast: Cast) -> None:
    case = a_case(cast, "checked")
    step = Step(move="close", data={"standard": "mended"}, seen_version=case.version, photos=(a_photo(),))
    with pytest.raises(Invalid):
        take(case_id=case.id, step=step, actor=cast.clerk)


def test_who_stands_in_for_the_handler_does_not_check_and_who_is_stood_in_for_neither(cast: Cast) -> None:
    today = clock.now().date()
    handling = a_case(cast, "handling")
    handler_post = cast.handler.posts[0]
    deputy = a_user("checker", cast.town.street)
    a_post(
        deputy,
        "handler",
        cast.town.street,
        organisation=cast.office,
        first_day=today,
        last_day=today + timedelta(days=1),
        stands_in_for_id=handler_post.id,
    )
    acting = actor_of(deputy, door="desk")
    handled = move_on(handling, "handle", cast.handler, report="换了新桶盖")
    with override("zh-hans"), pytest.raises(NotAllowed, match="办"):
        move_on(handled, "check", acting)

    other = a_case(cast, "handling")
    done = move_on(other, "handle", acting, report="换了新桶盖")
    assert {acting.user, cast.handler.user} <= set(done.handlers)


ARCHIVED: dict[str, Callable[[Cast, Case], object]] = {
    "act": lambda cast, case: act(
        case_id=case.id, move="rate", data=CONTENT, seen_version=case.version, actor=cast.clerk
    ),
    "take": lambda cast, case: take(
        case_id=case.id, step=Step(move="reopen", seen_version=case.version), actor=cast.clerk
    ),
    "reassign": lambda cast, case: commands.reassign(
        case_id=case.id,
        organisation=cast.other_office,
        reason="给别家",
        seen_version=case.version,
        actor=cast.dispatcher,
    ),
    "rate_by_link": lambda cast, case: rate_by_link(
        number=case.number, key=queries.slip_of(case.id).key, data=CONTENT
    ),
    "reopen_by_link": lambda cast, case: reopen_by_link(
        number=case.number, key=queries.slip_of(case.id).key, reason="没修好"
    ),
    "comment": lambda cast, case: commands.comment(case_id=case.id, text="补一句", actor=cast.clerk),
    "attach": lambda cast, case: commands.attach(
        case_id=case.id, upload=a_photo(), kind="after", actor=cast.clerk
    ),
    "release": lambda cast, case: commands.release(case_id=case.id, what=case.id, actor=cast.clerk),
    "open_contact": lambda cast, case: commands.open_contact(
        case_id=case.id, purpose="clarify", actor=cast.clerk
    ),
    "raise_case": lambda cast, case: commands.raise_case(
        case_id=case.id,
        seen_level=case.level,
        raising=commands.Raising("beyond_us", "试过了，不行"),
        actor=cast.chief,
    ),
    "open_part": lambda cast, case: commands.open_part(
        case_id=case.id, category="010137", text="旁边的灯也坏了", actor=cast.dispatcher
    ),
    "merge": lambda cast, case: commands.merge(
        case_id=case.id,
        merging=commands.Merging(a_case(cast).id, DUPLICATE),
        seen_version=case.version,
        actor=cast.clerk,
    ),
    "unmerge": lambda cast, case: commands.unmerge(
        case_id=case.id, seen_version=case.version, actor=cast.clerk
    ),
    "second": lambda cast, case: commands.second(number=case.number, who="a phone", actor=ANYONE),
    "place_case": lambda cast, case: commands.place_case(
        case_id=case.id, area=cast.town.b1, seen_version=case.version, actor=cast.clerk
    ),
}
# Closing to the public what should not be open leaves the file as it is; erasing is what ends its keeping.
# Who asks the same again is counted where the answer lies; a rule looks first whether a case waits.
STAYS_POSSIBLE = {"withhold", "erase", "repeat", "dispatch_by_rule"}


@pytest.mark.parametrize("name", ARCHIVED)
@pytest.mark.parametrize("stage", ["archived", "refused"])
def test_nothing_in_the_archive_changes_whoever_asks(cast: Cast, name: str, stage: str) -> None:
    case = a_case(cast, stage, name="王小样", phone="13912345678")
    with pytest.raises(DomainError):
        ARCHIVED[name](cast, case)
    now = Case.objects.one(case.id)
    assert (now.journal_head, now.version, now.stage) == (case.journal_head, case.version, stage)


def test_every_command_on_one_case_is_in_the_table_of_the_archive() -> None:
    """A new command on a case comes into the table above, and refuses."""
    named = {name: signature(getattr(commands, name)).parameters for name in commands.__all__}
    asked = {name for name, takes in named.items() if {"case_id", "number"} & takes.keys()}
    assert ARCHIVED.keys() | STAYS_POSSIBLE == asked


def test_work_in_the_archive_is_in_nobodys_hands(cast: Cast) -> None:
    case, user = a_case(cast, "archived"), cast.handler.user
    assert user is not None
    assert cast.clerk.user is not None
    handed = hand_over(person=user, to={case.id: cast.clerk.user}, actor=cast.handler)
    assert [one.to for one in handed] == [None]


def test_what_should_not_be_public_is_closed_even_in_the_archive(cast: Cast) -> None:
    closed = a_case(cast, "closed")
    file = queries.case_file(cast.clerk, closed.id)
    told = next(words for line in file.story for words in line.words if words.kind == "description")
    commands.release(case_id=closed.id, what=told.id, actor=cast.clerk)
    archived = move_on(closed, "archive", cast.clerk)
    commands.withhold(case_id=archived.id, what=told.id, actor=cast.clerk)
    shown = queries.public_case(archived.number)
    assert shown is not None
    assert told.text not in [words.text for words in shown.words]


def test_an_archived_file_keeps_the_words_of_its_day(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    old, kept_open = a_case(cast, "archived"), a_case(cast, "closed")
    told = queries.case_file(cast.clerk, old.id)
    assert a_case(cast, "archived").kept_words == old.kept_words, "the same words are kept once"
    said = reading.shipped().words["event"]
    changed = {
        language: said[language].model_copy(
            update={"stages": {key: _renamed(one) for key, one in said[language].stages.items()}}
        )
        for language in LANGUAGES
    }
    monkeypatch.setitem(reading.shipped().words, "event", changed)
    assert queries.case_file(cast.clerk, kept_open.id).stage_title == "新说法"
    again = queries.case_file(cast.clerk, old.id)
    assert (again.stage_title, again.story) == (told.stage_title, told.story)
    with translation.override("en"):
        assert queries.case_file(cast.clerk, old.id).stage_title == said["en"].stages["archived"].title


def test_the_chain_of_a_reopened_case_holds(cast: Cast) -> None:
    case = reopened(cast)
    assert list(journal.verify(townships=[case.township])) == []


def _renamed(stage: object) -> object:
    return stage.model_copy(update={"title": "新说法"})  # type: ignore[attr-defined] # words of a stage


def _standard(category: str) -> str:
    majors = reading.shipped().categories
    return next(one.filing[0].key for one in majors if one.code == category)


def test_the_usual_category_asks_for_no_photos() -> None:
    found = next(one for one in reading.shipped().categories if one.code == CATEGORY)
    assert (found.photos, found.photos_why) == (frozenset(), None)
