"""Finding cases by what was said: who finds what, in which order, and what is never found."""

from typing import Any

import pytest
from django.db import connection

from gewu.cases import commands as cases
from gewu.cases.queries import case_file
from gewu.cases.tests.builders import PHONE, Cast, a_case, move_on
from gewu.finding import queries
from gewu.finding.commands import complete, forget
from gewu.finding.models import CaseWords
from gewu.kernel.access import AccessClass, Actor
from gewu.kernel.errors import Invalid

pytestmark = pytest.mark.django_db


def numbers(actor: Actor, text: str, **how: Any) -> list[str]:
    return [hit.row.number for hit in queries.find(actor, text, **how).hits]


def test_words_of_the_report_are_found_wherever_they_stand(cast: Cast) -> None:
    case = a_case(cast, text="幸福小区三号楼前的路灯坏了三天")
    for asked in ("路灯", "路灯坏了", "三天 路灯", "小区三号", "灯", "幸福小区"):
        assert numbers(cast.clerk, asked) == [case.number], asked


def test_what_nobody_said_is_not_found(cast: Cast) -> None:
    a_case(cast, text="幸福小区三号楼前的路灯坏了三天")
    assert numbers(cast.clerk, "路灯 井盖") == []
    assert numbers(cast.clerk, "灯路") == []
    assert numbers(cast.clerk, "，。!") == []
    assert numbers(cast.clerk, "") == []


def test_address_category_place_and_replies_are_found(cast: Cast) -> None:
    case = a_case(cast, "closed", address="文化路 12 号")
    for asked in ("文化路", "12号", "换了新桶盖", "谢谢您"):
        assert numbers(cast.clerk, asked) == [case.number], asked


def test_each_finds_what_their_post_reaches(cast: Cast) -> None:
    case = a_case(cast, "handling")
    for actor in (cast.clerk, cast.gridworker, cast.chief, cast.handler, cast.overseer):
        assert numbers(actor, "垃圾桶") == [case.number], actor.roles
    for actor in (cast.other_gridworker, cast.other_chief, cast.other_handler, cast.admin, cast.neighbour):
        assert numbers(actor, "垃圾桶") == [], actor.roles


def test_whoever_merely_reported_it_is_not_led_by_what_only_staff_read(cast: Cast) -> None:
    case = a_case(cast, by=cast.other_gridworker)
    cases.comment(case_id=case.id, text="此人多次无理取闹", actor=cast.clerk)
    assert numbers(cast.other_gridworker, "垃圾桶") == [case.number]
    assert numbers(cast.other_gridworker, "无理取闹") == []
    assert numbers(cast.clerk, "无理取闹") == [case.number]


def test_a_released_reply_is_found_by_the_reporter_and_a_withheld_one_is_not(cast: Cast) -> None:
    case = a_case(cast, "closed", by=cast.other_gridworker)
    file = case_file(cast.clerk, case.id)
    report = next(words for line in file.story for words in line.words if words.kind == "report")
    assert numbers(cast.other_gridworker, "新桶盖") == []
    cases.release(case_id=case.id, what=report.id, actor=cast.clerk)
    assert numbers(cast.other_gridworker, "新桶盖") == [case.number]
    cases.withhold(case_id=case.id, what=report.id, actor=cast.clerk)
    assert numbers(cast.other_gridworker, "新桶盖") == []


def test_a_resident_contact_is_never_a_word_of_the_index(cast: Cast) -> None:
    case = a_case(cast, name="欧阳修远", phone=PHONE, text=f"路灯坏了，请打{PHONE}或者 139 1234 5678 找我")
    kept = str(CaseWords.objects.one(case.id).words)
    assert "13912345678" not in kept
    assert "欧阳" not in kept
    assert "5678" not in kept
    for asked in (PHONE, "欧阳修远", "139 1234 5678"):
        assert numbers(cast.clerk, asked) == [], asked


def test_a_sealed_case_says_nothing(cast: Cast) -> None:
    case = a_case(cast)
    with connection.cursor() as cursor:
        held = (int(AccessClass.SEALED), case.township, case.id)
        cursor.execute("UPDATE cases_case SET access_class = %s WHERE township = %s AND id = %s", held)
    assert numbers(cast.auditor, "垃圾桶") == []
    complete(case.township, None, anew=True)
    assert "垃圾" not in str(CaseWords.objects.one(case.id).words)


def test_erased_words_are_found_no_more(cast: Cast) -> None:
    case = a_case(cast)
    forget(case.township, [case.id])
    assert numbers(cast.clerk, "垃圾桶") == []


def test_what_the_index_lacks_is_made_up_and_laid_down_the_same(cast: Cast) -> None:
    case = a_case(cast, "closed", address="文化路 12 号")
    before = {hit.row.number for hit in queries.find(cast.handler, "桶盖").hits}
    forget(case.township, [case.id])
    assert complete(case.township, None, anew=False) is None
    assert {hit.row.number for hit in queries.find(cast.handler, "桶盖").hits} == before == {case.number}


def test_the_phrase_in_one_piece_comes_before_scattered_words(cast: Cast) -> None:
    whole = a_case(cast, text="楼下有人占道经营")
    scattered = a_case(cast, text="经营烧烤的人占道了")
    assert numbers(cast.clerk, "占道经营") == [whole.number, scattered.number]
    assert numbers(cast.clerk, "占道经营", newest=True) == [scattered.number, whole.number]


def test_a_move_to_another_office_brings_it_into_that_offices_reach(cast: Cast) -> None:
    case = a_case(cast, "dispatched")
    assert numbers(cast.other_handler, "垃圾桶") == []
    move_on(case, "reassign", cast.dispatcher, organisation=str(cast.other_office), reason="归维修队管")
    assert numbers(cast.other_handler, "垃圾桶") == [case.number]


def test_a_place_set_by_hand_is_searched_at_once(cast: Cast) -> None:
    case = a_case(cast, where=None)
    assert numbers(cast.gridworker, "垃圾桶") == []
    cases.place_case(case_id=case.id, area=cast.town.a1, seen_version=case.version, actor=cast.clerk)
    assert numbers(cast.gridworker, "垃圾桶") == [case.number]


def test_the_marks_stand_on_the_words_that_were_asked_for(cast: Cast) -> None:
    a_case(cast, text="幸福小区三号楼前的路灯坏了三天，ＬＥＤ 灯也不亮")
    hit = queries.find(cast.clerk, "路灯坏了").hits[0]
    assert ("路灯坏", True) in hit.snippet.pieces
    assert hit.snippet.kind == "description"


def test_a_broken_cursor_is_refused(cast: Cast) -> None:
    with pytest.raises(Invalid):
        queries.find(cast.clerk, "路灯", older="nonsense")
