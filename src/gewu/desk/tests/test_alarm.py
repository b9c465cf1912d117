"""The emergency line on the desk: shown first, then the report is taken."""

import re

from django.test import Client

from gewu.cases import queries
from gewu.cases.tests.builders import Cast, a_photo
from gewu.people.testing import an_organisation, signed_in

FIRE = {"category": "010305", "text": "垃圾桶着火了", "address": "文化路 1 号"}


def clerk(cast: Cast) -> Client:
    return signed_in(cast.clerk)


def test_a_report_of_fire_shows_the_line_first_and_is_then_taken(cast: Cast) -> None:
    browser = clerk(cast)
    first = browser.post("/desk/report/", FIRE)
    assert first.status_code == 422
    assert 'href="tel:119"' in first.content.decode()
    assert queries.visible(cast.auditor).items == ()
    second = browser.post("/desk/report/", FIRE | {"called": "1"})
    assert second.status_code == 302
    assert len(queries.visible(cast.auditor).items) == 1


def test_an_everyday_report_is_taken_at_once(cast: Cast) -> None:
    assert clerk(cast).post("/desk/report/", FIRE | {"text": "桶盖坏了"}).status_code == 302


def test_whoever_reports_a_child_at_risk_keeps_the_number_and_nothing_else(cast: Cast) -> None:
    for key in ("police", "civil", "education"):
        an_organisation(cast.town.street, key)
    sent = clerk(cast).post("/desk/report/", FIRE | {"category": "030402", "called": "1"})
    assert sent["Location"] == "/desk/"
    assert queries.visible(cast.clerk).items == queries.visible(cast.auditor).items == ()


def test_photos_chosen_before_the_line_was_shown_go_along(cast: Cast) -> None:
    browser = clerk(cast)
    first = browser.post("/desk/report/", FIRE | {"photos": a_photo()}).content.decode()
    token = re.search(r'name="held" value="([^"]+)"', first)
    assert token
    browser.post("/desk/report/", FIRE | {"called": "1", "held": token[1], "photos": a_photo()})
    (row,) = queries.visible(cast.auditor).items
    assert len(queries.case_file(cast.auditor, row.id).photos) == 2
