"""The emergency line on the phone in the street: shown first, then the report goes."""

import re

import pytest

from gewu.cases import queries
from gewu.cases.tests.builders import CATEGORY, Cast, a_cast, a_photo
from gewu.people.testing import signed_in

pytestmark = pytest.mark.django_db
FIRE = {"text": "垃圾桶着火了", "address": "文化路 1 号"}


@pytest.fixture
def cast() -> Cast:
    return a_cast()


@pytest.mark.parametrize("path", [f"/field/report/{CATEGORY}/", f"/field/report/{CATEGORY}/done/"])
def test_words_of_danger_show_the_line_once_and_keep_what_was_typed(cast: Cast, path: str) -> None:
    browser = signed_in(cast.gridworker)
    first = browser.post(path, FIRE)
    shown = first.content.decode()
    assert first.status_code == 422
    assert 'href="tel:119"' in shown
    assert FIRE["text"] in shown
    assert 'name="called" value="1"' in shown
    assert queries.visible(cast.auditor).items == ()
    assert browser.post(path, FIRE | {"called": "1"}).status_code == 302
    assert len(queries.visible(cast.auditor).items) == 1


def test_an_everyday_report_goes_at_once(cast: Cast) -> None:
    sent = signed_in(cast.gridworker).post(f"/field/report/{CATEGORY}/", FIRE | {"text": "桶盖坏了"})
    assert sent.status_code == 302


def test_photos_chosen_before_the_line_was_shown_go_along(cast: Cast) -> None:
    browser, path = signed_in(cast.gridworker), f"/field/report/{CATEGORY}/"
    first = browser.post(path, FIRE | {"photos": a_photo()}).content.decode()
    token = re.search(r'name="held" value="([^"]+)"', first)
    assert token
    assert browser.post(path, FIRE | {"called": "1", "held": token[1]}).status_code == 302
    (row,) = queries.visible(cast.auditor).items
    assert len(queries.case_file(cast.auditor, row.id).photos) == 1
