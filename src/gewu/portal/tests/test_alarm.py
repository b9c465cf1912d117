"""The emergency line on the resident's screens: shown as soon as the words say so, and nothing is lost."""

import pytest
from django.test import Client

from gewu.cases import queries
from gewu.cases.tests.builders import CATEGORY, Cast, a_cast

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
