import threading
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.db import connection
from pydantic import BaseModel

from gewu.kernel import clock, receipts
from gewu.kernel.access import ANYONE, Actor
from gewu.kernel.canonical import JsonValue
from gewu.kernel.errors import Conflict, Invalid, RuleBroken
from gewu.kernel.housekeeping import sweep
from gewu.kernel.models import Receipt
from gewu.kernel.tests.parcels import WORKER, Parcel, a_parcel

REQUEST = {"text": "broken bin", "lon": 117.5}


def _post() -> JsonValue:
    return str(a_parcel().id)


def _once(key: str | None = "key-1", *, actor: Actor = WORKER, request: object = REQUEST) -> JsonValue:
    return receipts.once(actor=actor, key=key, request=request, do=_post)


@pytest.mark.django_db
def test_the_same_request_under_the_same_key_gets_the_first_answer() -> None:
    assert _once() == _once()
    assert Parcel.objects.count() == 1


@pytest.mark.django_db
def test_without_a_key_every_request_counts() -> None:
    assert _once(None) != _once(None)
    assert not Receipt.objects.exists()


@pytest.mark.django_db
def test_the_same_key_with_another_body_is_a_conflict() -> None:
    _once()
    with pytest.raises(Conflict):
        _once(request={**REQUEST, "lon": 117.6})
    assert Parcel.objects.count() == 1


@pytest.mark.django_db
def test_keys_belong_to_whoever_used_them() -> None:
    other = Actor(user=uuid4(), name="other", door="desk")
    program = Actor(user=None, name="other", door="api")
    answers = [_once(actor=actor) for actor in (WORKER, other, ANYONE, program)]
    assert len(set(map(str, answers))) == 4


@pytest.mark.django_db
def test_a_request_that_was_refused_can_come_back_under_its_key() -> None:
    def refuse() -> JsonValue:
        a_parcel()
        raise RuleBroken("Not now.")

    with pytest.raises(RuleBroken):
        receipts.once(actor=WORKER, key="key-1", request=REQUEST, do=refuse)
    assert not Parcel.objects.exists()
    assert _once()


@pytest.mark.django_db(transaction=True)
def test_five_equal_posts_at_once_have_one_effect_and_five_equal_answers() -> None:
    answers: list[JsonValue] = []
    gate = threading.Barrier(5)

    def post() -> None:
        try:
            gate.wait()
            answers.append(_once())
        finally:
            connection.close()

    posts = [threading.Thread(target=post) for _ in range(5)]
    for thread in posts:
        thread.start()
    for thread in posts:
        thread.join()
    assert len(answers) == 5
    assert len(set(map(str, answers))) == 1
    assert Parcel.objects.count() == 1


@pytest.mark.django_db
def test_a_receipt_keeps_neither_the_key_nor_the_words() -> None:
    _once("secret-key")
    with connection.cursor() as cursor:
        cursor.execute("SELECT r::text FROM kernel_receipt r")
        (row,) = cursor.fetchone()
    assert "secret-key" not in row
    assert "broken" not in row


@pytest.mark.django_db
@pytest.mark.parametrize("answer", ["张三 13800000000", {"name": "a person"}, ["x" * 100]])
def test_an_answer_that_is_more_than_identifiers_is_a_mistake_of_the_programmer(answer: JsonValue) -> None:
    with pytest.raises(ValueError, match="identifiers"):
        receipts.once(actor=WORKER, key="key-1", request=REQUEST, do=lambda: answer)


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "k" * 201, "a\nb", "a\0b"])
def test_a_key_that_is_none_is_refused(key: str) -> None:
    with pytest.raises(Invalid) as refused:
        _once(key)
    assert list(refused.value.fields) == ["receipt"]


class Body(BaseModel):
    text: str
    day: date


@dataclass(frozen=True)
class Report:
    id: UUID
    body: Body
    share: Decimal
    tags: frozenset[str]


def _file(content: bytes) -> InMemoryUploadedFile:
    return InMemoryUploadedFile(BytesIO(content), "photo", "a.jpg", "image/jpeg", len(content), None)


@pytest.mark.django_db
def test_requests_are_compared_by_what_they_say() -> None:
    def report(day: int = 1, photo: bytes = b"x") -> list[object]:
        body = Body(text="bin", day=date(2026, 3, day))
        return [Report(UUID(int=1), body, Decimal("0.5"), frozenset({"b", "a"})), _file(photo)]

    assert _once(request=report()) == _once(request=report())
    for other in (report(day=2), report(photo=b"y")):
        with pytest.raises(Conflict):
            _once(request=other)


@pytest.mark.django_db
def test_a_request_that_cannot_be_compared_is_a_mistake_of_the_programmer() -> None:
    with pytest.raises(TypeError):
        _once(request=object())


@pytest.mark.django_db
def test_receipts_are_swept_after_some_days() -> None:
    with clock.hold(clock.now() - timedelta(days=8)):
        _once("old")
    _once("new")
    sweep()
    assert Receipt.objects.count() == 1
