"""Identifiers know their home, in Python as in the database."""

import time
from uuid import RFC_4122, UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from gewu.kernel.access import AccessClass, Actor, Post, Scope, Tier
from gewu.kernel.errors import Invalid
from gewu.kernel.ids import HIGHEST_TOWNSHIP, given_id, new_id, new_plain_id, township_of
from gewu.kernel.tests.drawers import TOWNSHIP, Drawer

townships = st.integers(1, HIGHEST_TOWNSHIP)


def an_actor(low: int, high: int) -> Actor:
    scope = Scope(low=low, high=high, tier=Tier.COUNTY, area=new_plain_id())
    post = Post(new_plain_id(), "gridworker", scope, None, frozenset({"cases"}), AccessClass.OPEN)
    return Actor(user=new_plain_id(), name="worker", door="field", posts=(post,))


@given(townships)
def test_an_id_carries_its_home_and_is_a_uuid_of_version_8(township: int) -> None:
    made = new_id(township)
    assert township_of(made) == township
    assert (made.version, made.variant) == (8, RFC_4122)
    b = made.bytes
    assert (b[8] & 63) << 24 | b[9] << 16 | b[10] << 8 | b[11] == township
    assert abs((made.int >> 80) - time.time() * 1000) < 10_000


def test_every_nine_digit_code_fits() -> None:
    assert township_of(new_id(999_999_999)) == 999_999_999


@pytest.mark.parametrize("township", [0, -1, HIGHEST_TOWNSHIP + 1])
def test_what_is_no_township_has_no_ids(township: int) -> None:
    with pytest.raises(ValueError, match="township"):
        new_id(township)


def test_plain_ids_are_of_version_7_and_sort_by_their_time() -> None:
    first = new_plain_id()
    time.sleep(0.002)
    assert (first.version, first.variant) == (7, RFC_4122)
    assert first < new_plain_id()


def test_ten_thousand_ids_of_one_moment_differ() -> None:
    assert len({new_id(TOWNSHIP) for _ in range(10_000)}) == 10_000


@pytest.mark.django_db
@pytest.mark.parametrize("township", [1, TOWNSHIP, 999_999_999, HIGHEST_TOWNSHIP])
def test_the_database_reads_the_same_home(township: int) -> None:
    Drawer.objects.create(id=new_id(township), township=township)
    with pytest.raises(IntegrityError, match="home"), transaction.atomic():
        Drawer.objects.create(id=new_id(township), township=township - 1)


def test_an_id_made_at_home_is_accepted() -> None:
    made = new_id(TOWNSHIP)
    assert given_id(made, actor=an_actor(370402000, 370402999)) == made


@pytest.mark.parametrize(
    "identifier",
    [new_id(370403001), uuid4(), new_plain_id(), UUID(int=0), UUID(int=new_id(TOWNSHIP).int ^ 1 << 63)],
    ids=["elsewhere", "random", "plain", "nil", "wrong variant"],
)
def test_any_other_id_is_refused_naming_the_field(identifier: UUID) -> None:
    with pytest.raises(Invalid) as refusal:
        given_id(identifier, actor=an_actor(370402000, 370402999), field="id")
    assert set(refusal.value.fields) == {"id"}
