"""The emergency line on the resident's screens: shown as soon as the words say so, and nothing is lost."""

import re

import pytest
from django.test import Client

from gewu.cases import queries
from gewu.cases.tests.builders import CATEGORY, Cast, a_cast, a_photo

pytestmark = pytest.mark.django_db
FIRE, EVERYDAY = "垃圾桶着火了，烟很大", "垃圾桶盖坏了"
LINE = 'href="tel:119"'


@pytest.fixture
def cast() -> Cast:
    return a_cast()


def screen(client: Client, step: str, text: str, **more: str) -> str:
    given = {"step": step, "text": text, "address": "文化路 1 号"} | more
    answer = client.post(f"/report/{CATEGORY}/", given)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("step", ["where", "photo"])
def test_words_of_danger_show_the_line_on_every_screen_that_follows(
    client: Client, cast: Cast, step: str
) -> None:
    shown = screen(client, step, FIRE)
    assert LINE in shown
    assert 'role="alert"' in shown
    assert f'value="{FIRE}"' in shown


@pytest.mark.parametrize("step", ["where", "photo"])
def test_everyday_words_show_none(client: Client, cast: Cast, step: str) -> None:
    assert "tel:" not in screen(client, step, EVERYDAY)


def test_the_first_screen_says_whom_to_call_before_a_word_is_written(client: Client, cast: Cast) -> None:
    first = client.get(f"/report/{CATEGORY}/").content.decode()
    assert "119" in first
    assert LINE not in first


def test_the_report_is_taken_after_the_line_was_shown(client: Client, cast: Cast) -> None:
    screen(client, "photo", FIRE)
    given = {"step": "send", "text": FIRE, "address": "文化路 1 号", "receipt": "fire"}
    assert client.post(f"/report/{CATEGORY}/", given).status_code == 302
    assert len(queries.visible(cast.auditor).items) == 1


def test_photos_of_a_refused_report_go_along_when_it_is_sent_again(client: Client, cast: Cast) -> None:
    path, given = f"/report/{CATEGORY}/", {"step": "send", "text": EVERYDAY, "address": "文化路 1 号"}
    refused = client.post(path, given | {"phone": "12", "photos": a_photo()})
    assert refused.status_code == 422
    token = re.search(r'name="held" value="([^"]+)"', refused.content.decode())
    assert token
    # By way of another screen, and back.
    back = client.post(path, given | {"step": "where", "held": token[1]}).content.decode()
    assert f'type="hidden" name="held" value="{token[1]}"' in back
    assert client.post(path, given | {"held": token[1]}).status_code == 302
    (row,) = queries.visible(cast.auditor).items
    assert len(queries.case_file(cast.auditor, row.id).photos) == 1


def test_photos_that_were_left_out_stay_out(client: Client, cast: Cast) -> None:
    path, given = f"/report/{CATEGORY}/", {"step": "send", "text": EVERYDAY, "address": "文化路 1 号"}
    client.post(path, given | {"phone": "12", "photos": a_photo()})
    assert client.post(path, given).status_code == 302
    (row,) = queries.visible(cast.auditor).items
    assert queries.case_file(cast.auditor, row.id).photos == ()
