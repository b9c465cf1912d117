"""Having a journal verified: asked for or by the clock, with progress and findings that can be read."""

from datetime import timedelta

import pytest

from gewu.cases.tests.builders import Cast, a_case
from gewu.evidence import commands, queries
from gewu.evidence.jobs import verify_all
from gewu.evidence.models import Verification
from gewu.evidence.tests.conftest import ACase, sealed
from gewu.kernel import clock, jobs, seals
from gewu.kernel.access import Actor
from gewu.kernel.errors import NotAllowed, NotFound
from gewu.kernel.models import Entry
from gewu.kernel.tests.parcels import tamper
from gewu.people.testing import an_actor

pytestmark = pytest.mark.django_db


def _done(cast: Cast) -> Verification:
    run = commands.ask_for_verification(township=cast.town.township, actor=cast.auditor)
    commands.verify(run=run.id)
    return queries.run(cast.auditor, run.id)


def test_a_whole_journal_is_verified_chain_by_chain(cast: Cast, case: ACase) -> None:
    run = _done(cast)
    assert (run.found, run.findings) == (0, [])
    assert run.checked >= 3
    assert run.total >= 3
    kinds = list(
        Entry.objects.filter(township=run.township, subject_id=run.id).values_list("kind", flat=True)
    )
    assert sorted(kinds) == ["evidence.verification_asked", "evidence.verified"]


def test_a_run_is_queued_and_done_by_the_worker(cast: Cast, case: ACase) -> None:
    with clock.hold(clock.now()):
        run = commands.ask_for_verification(township=cast.town.township, actor=cast.auditor)
        while jobs.run_due():
            pass
    assert queries.run(cast.auditor, run.id).finished_at


def test_who_asks_while_one_is_under_way_gets_that_one(cast: Cast, case: ACase) -> None:
    first = commands.ask_for_verification(township=cast.town.township, actor=cast.auditor)
    assert commands.ask_for_verification(township=cast.town.township, actor=cast.auditor).id == first.id
    commands.verify(run=first.id)
    commands.verify(run=first.id)
    assert Entry.objects.filter(township=first.township, kind="evidence.verified").count() == 1
    assert commands.ask_for_verification(township=cast.town.township, actor=cast.auditor).id != first.id


def test_what_was_tampered_with_is_named_with_its_case(cast: Cast, case: ACase) -> None:
    tamper("UPDATE kernel_entry SET door = 'x' WHERE subject_id = %s AND number = 2", case.id)
    run = _done(cast)
    assert run.found == len(run.findings) == 1
    assert run.findings[0]["wrong"] == "changed"
    assert (run.findings[0]["subject"], run.findings[0]["number"]) == (str(case.id), 2)


def test_of_very_many_findings_the_first_are_kept(
    cast: Cast, case: ACase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "KEPT", 2)
    tamper("UPDATE kernel_entry SET door = 'x' WHERE subject_id = %s", case.id)
    run = _done(cast)
    assert run.found > len(run.findings) == 2


@pytest.mark.parametrize("role", ["clerk", "supervisor", "admin", "neighbour"])
def test_only_those_who_read_the_journal_have_it_verified(cast: Cast, case: ACase, role: str) -> None:
    with pytest.raises(NotAllowed):
        commands.ask_for_verification(township=cast.town.township, actor=getattr(cast, role))
    run = commands.ask_for_verification(township=cast.town.township, actor=cast.auditor)
    with pytest.raises(NotFound):
        queries.run(getattr(cast, role), run.id)
    assert queries.states(getattr(cast, role)) == ()


def test_every_night_each_township_is_verified_but_not_in_simulated_time(cast: Cast, case: ACase) -> None:
    with clock.hold(clock.now()):
        verify_all()
    assert not Verification.objects.filter(township=cast.town.township).exists()
    verify_all()
    verify_all()
    run = Verification.objects.get(township=cast.town.township)
    assert (run.asked_by, run.finished_at) == (None, None)


def test_the_state_of_a_township_says_what_is_sealed_and_what_is_not(cast: Cast, case: ACase) -> None:
    (before,) = queries.states(cast.auditor)
    assert before.is_well
    assert (before.seals, before.since, before.missing, before.last) == (1, 0, (), None)
    with clock.hold(clock.now() + timedelta(days=1)):
        a_case(cast)
    with clock.hold(clock.now() + timedelta(days=3)):
        (after,) = queries.states(cast.auditor)
    assert after.since == 1
    assert len(after.missing) == 1
    assert not after.is_well


def test_an_auditor_of_the_county_sees_its_townships_and_one_from_elsewhere_none(
    cast: Cast, case: ACase
) -> None:
    county = an_actor("auditor", cast.town.county)
    assert [state.township for state in queries.states(county)] == [cast.town.township]
    _done(cast)
    (state,) = queries.states(county)
    assert state.last is not None
    stranger = Actor(user=county.user, name="stranger", door="desk")
    assert queries.states(stranger) == ()


def test_removed_seals_show_at_a_glance(cast: Cast, case: ACase) -> None:
    with clock.hold(clock.now() + timedelta(days=1)):
        a_case(cast)
    sealed(days=2)
    tamper("DELETE FROM kernel_seal WHERE township = %s AND number = 1", cast.town.township)
    (state,) = queries.states(cast.auditor)
    assert (state.lost, state.is_well) == (1, False)
    assert seals.check_seals(cast.town.township) != []


def test_every_kind_of_entry_says_in_both_languages_what_happened() -> None:
    english, chinese = queries.kinds("en"), queries.kinds("zh-hans")
    assert {kind for kind, meaning in chinese.items() if meaning == english[kind]} == set()
