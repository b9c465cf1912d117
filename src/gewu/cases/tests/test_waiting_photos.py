"""Photos chosen before a report form is shown again: kept for an hour, for whoever chose them."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from gewu.cases.commands import forget_held_photos, hold_photos, photos_held
from gewu.cases.tests.builders import Cast, a_photo
from gewu.kernel import clock
from gewu.kernel.access import ANYONE
from gewu.kernel.models import File

pytestmark = pytest.mark.django_db


def waiting() -> int:
    return File.objects.filter(purpose="waiting").count()


def test_what_was_chosen_waits_for_its_form(cast: Cast) -> None:
    held = hold_photos([a_photo(), a_photo()], token=None, actor=cast.clerk)
    assert held is not None
    assert held.count == 2
    found = photos_held(held.token, actor=cast.clerk)
    assert [photo.name for photo in found] == list(held.names)
    assert all(photo.read(2) == b"\xff\xd8" for photo in found)


def test_more_may_be_chosen_up_to_nine(cast: Cast) -> None:
    held = hold_photos([a_photo()] * 5, token=None, actor=ANYONE)
    assert held is not None
    more = hold_photos([a_photo()] * 7, token=held.token, actor=ANYONE)
    assert more is not None
    assert (more.token, more.count) == (held.token, 9)
    kept = hold_photos([], token=held.token, actor=ANYONE)
    assert kept == more


def test_nobody_else_gets_them(cast: Cast) -> None:
    held = hold_photos([a_photo()], token=None, actor=cast.clerk)
    assert held is not None
    assert photos_held(held.token, actor=cast.dispatcher) == ()
    assert photos_held(held.token, actor=ANYONE) == ()
    assert photos_held(uuid4(), actor=cast.clerk) == ()
    assert photos_held(None, actor=cast.clerk) == ()


def test_after_an_hour_they_are_gone(cast: Cast) -> None:
    held = hold_photos([a_photo()], token=None, actor=cast.clerk)
    assert held is not None
    forget_held_photos()
    assert waiting() == 1
    with time_machine.travel(clock.now() + timedelta(minutes=61)):
        assert photos_held(held.token, actor=cast.clerk) == ()
        forget_held_photos()
    assert waiting() == 0


def test_what_is_no_picture_is_not_kept(cast: Cast) -> None:
    text = SimpleUploadedFile("photo.jpg", b"no picture")
    assert hold_photos([text], token=None, actor=cast.clerk) is None
    assert hold_photos([], token=None, actor=cast.clerk) is None
    assert waiting() == 0
