"""The end of keeping: listed by night, decided by a person; words go, the chain and the figures stay."""

from datetime import timedelta

import pytest

from gewu.aftercare import commands, queries
from gewu.cases import queries as cases
from gewu.cases.commands import attach
from gewu.cases.tests.builders import BROKEN_BIN, PHONE, Cast, a_case, a_photo, move_on
from gewu.kernel import clock, journal
from gewu.kernel.access import Actor
from gewu.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from gewu.kernel.findings import Wrong

pytestmark = pytest.mark.django_db

YEARS = timedelta(days=366 * 11)


def archived(cast: Cast) -> cases.CaseFile:
    case = a_case(cast, "rated", name="王小样", phone=PHONE)
    attach(case_id=case.id, upload=a_photo(), kind="after", actor=cast.clerk)
    move_on(case, "archive", cast.clerk)
    return cases.case_file(cast.clerk, case.id)


def listed(cast: Cast, actor: Actor | None = None) -> list[str]:
    return [row.number for row in queries.disposals(actor or cast.supervisor).items]


def test_nothing_is_listed_before_its_years_are_over(cast: Cast) -> None:
    archived(cast)
    assert commands.list_past_keeping(cast.town.township) == 0
    with clock.hold(clock.now() + timedelta(days=366 * 9)):
        assert commands.list_past_keeping(cast.town.township) == 0


def test_erasing_takes_words_contacts_and_photos_and_leaves_chain_and_figures(cast: Cast) -> None:
    file = archived(cast)
    with clock.hold(clock.now() + YEARS):
        assert commands.list_past_keeping(file.township) == 1
        assert commands.list_past_keeping(file.township) == 0, "listing again lists nothing twice"
        assert listed(cast) == [file.number]
        row = queries.disposals(cast.supervisor).items[0]
        commands.confirm(disposal_id=row.id, actor=cast.supervisor)
        left = cases.case_file(cast.clerk, file.id)
        assert (left.text, left.address, left.lon, left.photos, left.reporter) == ("", "", None, (), None)
        assert [words for line in left.story for words in line.words] == []
        assert (left.rating, left.stage, left.category) == (file.rating, "archived", file.category)
        assert BROKEN_BIN not in str(left)
        assert listed(cast) == []
        found = journal.verify(townships=[file.township])
        assert [one for one in found if one.wrong is not Wrong.UNSEALED] == []
        with pytest.raises(Conflict):
            commands.confirm(disposal_id=row.id, actor=cast.supervisor)


def test_what_is_kept_longer_comes_back_when_its_day_is_over(cast: Cast) -> None:
    file = archived(cast)
    with clock.hold(clock.now() + YEARS):
        commands.list_past_keeping(file.township)
        row = queries.disposals(cast.supervisor).items[0]
        until = (clock.now() + timedelta(days=30)).date()
        commands.keep_longer(disposal_id=row.id, until=until, actor=cast.supervisor)
        assert listed(cast) == []
    with clock.hold(clock.now() + YEARS + timedelta(days=31)):
        commands.list_past_keeping(file.township)
        assert listed(cast) == [file.number]


def test_only_a_supervisor_of_the_place_decides_and_only_for_a_day_ahead(cast: Cast) -> None:
    file = archived(cast)
    with clock.hold(clock.now() + YEARS):
        commands.list_past_keeping(file.township)
        row = queries.disposals(cast.supervisor).items[0]
        with pytest.raises(NotAllowed):
            commands.confirm(disposal_id=row.id, actor=cast.clerk)
        with pytest.raises(NotFound):
            commands.confirm(disposal_id=row.id, actor=cast.other_gridworker)
        with pytest.raises(Invalid):
            commands.keep_longer(disposal_id=row.id, until=clock.now().date(), actor=cast.supervisor)
