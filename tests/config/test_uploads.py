"""What is too large is refused by what it declares and while it comes in, in the form its sender can read."""

import pytest
from django.test import RequestFactory

from gewu.config.uploads import MOST, Bounded, TooLarge
from gewu.exchange.tests.books import upload
from gewu.people.testing import an_actor, signed_in
from gewu.places.testing import tiny_town

MEGA = 1_000_000
DECLARED = str(200 * MEGA)


def a_handler(path: str) -> Bounded:
    return Bounded(RequestFactory().post(path))


def begun(path: str, declared: int) -> Bounded:
    handler = a_handler(path)
    handler.handle_raw_input(None, {}, declared, "")
    return handler


def test_what_declares_too_much_is_refused_before_a_byte_is_read() -> None:
    with pytest.raises(TooLarge, match="200"):
        begun("/desk/imports/new/", 200 * MEGA)
    with pytest.raises(TooLarge):
        begun("/api/v1/imports", 62 * MEGA)
    begun("/desk/imports/new/", 60 * MEGA)


def test_nine_photos_of_20_mb_still_come_through() -> None:
    begun("/report/01/", 9 * 20 * 1024 * 1024)
    with pytest.raises(TooLarge):
        begun("/report/01/", MOST + 1)


def test_what_declares_little_and_sends_much_is_stopped_on_the_way() -> None:
    handler, piece = begun("/desk/imports/new/", 1000), bytes(MEGA)
    for start in range(61):
        assert handler.receive_data_chunk(piece, start * MEGA) is piece
    with pytest.raises(TooLarge, match="62"):
        handler.receive_data_chunk(piece, 61 * MEGA)


@pytest.mark.django_db
def test_a_person_gets_a_page_and_a_program_a_problem() -> None:
    clerk, english = an_actor("clerk", tiny_town().street), {"accept-language": "en"}
    for enforced in (False, True):
        desk = signed_in(clerk)
        desk.handler.enforce_csrf_checks, desk.raise_request_exception = enforced, False
        desk.cookies["csrftoken"] = "a" * 32
        form = {"file": upload(b"PK"), "kind": "residents"}
        page = desk.post("/desk/imports/new/", form, CONTENT_LENGTH=DECLARED, headers=english)
        assert page.status_code == 413
        assert "200 MB; at most 61 MB" in page.content.decode()
    program = {"accept": "application/json"}
    answer = desk.post("/desk/imports/new/", form, CONTENT_LENGTH=DECLARED, headers=program)
    assert (answer.status_code, answer["Content-Type"]) == (413, "application/problem+json")
