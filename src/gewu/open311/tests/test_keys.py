"""Keys: who gives them, what they may do, and that a secret is kept nowhere."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client

from gewu.cases.tests.builders import Cast
from gewu.kernel import clock, journal
from gewu.kernel.access import SYSTEM, Actor
from gewu.kernel.errors import DomainError, Invalid, NotAllowed, NotFound, RuleBroken, TooMany
from gewu.kernel.ids import new_id
from gewu.open311 import commands, queries
from gewu.open311.models import Key
from gewu.open311.rules import Limits, digest_of
from gewu.people.testing import an_actor, signed_in

LIVE = Limits(per_minute=3, per_day=5, live=True)
PAGE = "/desk/open311/"


def issued(cast: Cast, limits: Limits = LIVE) -> tuple[Key, str]:
    secret = commands.issue_key(township=cast.town.township, label="城管通", limits=limits, actor=cast.admin)
    return Key.objects.get(township=cast.town.township, digest=digest_of(secret)), secret


# Giving and taking


def test_a_secret_is_shown_once_and_only_its_digest_is_kept(cast: Cast) -> None:
    key, secret = issued(cast)
    row = {field.attname: getattr(key, field.attname) for field in Key._meta.concrete_fields}
    assert secret not in str(row)
    assert secret.startswith(key.prefix)
    assert len(secret) > len(key.prefix) + 20


def test_a_key_has_a_journal_without_words_and_secrets(cast: Cast) -> None:
    key, _secret = issued(cast)
    commands.limit_key(key_id=key.id, limits=replace(LIVE, live=False), actor=cast.admin)
    commands.limit_key(key_id=key.id, limits=replace(LIVE, live=False), actor=cast.admin)
    commands.renew_key(key_id=key.id, actor=cast.admin)
    commands.end_key(key_id=key.id, actor=cast.admin)
    entries = journal.entries_of(key.id)
    assert [entry.kind for entry in entries] == [
        "open311.key_issued",
        "open311.key_limited",
        "open311.key_renewed",
        "open311.key_ended",
    ]
    assert "城管通" not in str([entry.facts for entry in entries])


@pytest.mark.parametrize(
    "role", ["clerk", "dispatcher", "chief", "supervisor", "overseer", "auditor", "handler"]
)
def test_only_an_administrator_gives_keys(cast: Cast, role: str) -> None:
    with pytest.raises(NotAllowed):
        commands.issue_key(township=cast.town.township, label="x", limits=LIVE, actor=cast.of_role(role))


def test_an_administrator_gives_keys_to_own_townships_alone(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        commands.issue_key(township=370404998, label="x", limits=LIVE, actor=cast.admin)


@pytest.mark.parametrize("area", ["north", "grid_a"])
def test_whoever_administers_a_part_of_a_township_has_no_keys(cast: Cast, area: str) -> None:
    part = an_actor("admin", getattr(cast.town, area))
    with pytest.raises(NotAllowed):
        commands.issue_key(township=cast.town.township, label="x", limits=LIVE, actor=part)
    assert queries.keys_of(part).items == ()


@pytest.mark.parametrize("change", ["limit", "renew", "end"])
def test_a_key_of_another_township_is_not_there(cast: Cast, change: str) -> None:
    key, _secret = issued(cast)
    for actor in (cast.clerk, an_actor("admin", cast.town.north), cast.resident):
        with pytest.raises(NotFound):
            _change(change, key.id, actor)


@pytest.mark.parametrize("change", ["limit", "renew", "end"])
def test_a_key_that_was_ended_stays_ended(cast: Cast, change: str) -> None:
    key, _secret = issued(cast)
    commands.end_key(key_id=key.id, actor=cast.admin)
    with pytest.raises(RuleBroken):
        _change(change, key.id, cast.admin)


def _change(change: str, key_id: UUID, actor: Actor) -> None:
    match change:
        case "limit":
            commands.limit_key(key_id=key_id, limits=LIVE, actor=actor)
        case "renew":
            commands.renew_key(key_id=key_id, actor=actor)
        case _:
            commands.end_key(key_id=key_id, actor=actor)


@pytest.mark.parametrize(
    ("label", "limits", "field"),
    [
        ("", LIVE, "label"),
        ("x" * 61, LIVE, "label"),
        ("x", replace(LIVE, per_minute=0), "per_minute"),
        ("x", replace(LIVE, per_minute=601), "per_minute"),
        ("x", replace(LIVE, per_day=100_001), "per_day"),
    ],
)
def test_a_key_needs_a_label_and_limits(cast: Cast, label: str, limits: Limits, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        commands.issue_key(township=cast.town.township, label=label, limits=limits, actor=cast.admin)
    assert field in refused.value.fields


# Using


def test_a_renewed_key_works_under_its_new_secret_alone(cast: Cast) -> None:
    key, secret = issued(cast)
    renewed = commands.renew_key(key_id=key.id, actor=cast.admin)
    assert commands.use_key(renewed, is_test=False).id == key.id
    with pytest.raises(NotAllowed):
        commands.use_key(secret, is_test=False)


def test_what_was_reported_stays_with_a_renewed_key(cast: Cast) -> None:
    key, _secret = issued(cast)
    town = queries.town_of_key(key.township, is_test=False)
    before = commands.actor_of_key(key, town)
    commands.renew_key(key_id=key.id, actor=cast.admin)
    assert commands.actor_of_key(Key.objects.one(key.id), town) == before


def test_a_key_for_the_sandbox_does_not_reach_the_town(cast: Cast) -> None:
    key, secret = issued(cast, replace(LIVE, live=False))
    assert commands.use_key(secret, is_test=True).id == key.id
    with pytest.raises(NotAllowed):
        commands.use_key(secret, is_test=False)


def test_a_key_used_too_often_waits(cast: Cast) -> None:
    _key, secret = issued(cast)
    now = clock.now().replace(second=10)
    with clock.hold(now):
        for _ in range(3):
            commands.use_key(secret, is_test=True)
        with pytest.raises(TooMany) as refused:
            commands.use_key(secret, is_test=True)
    assert refused.value.retry_after == 50
    with clock.hold(now + timedelta(minutes=1)):
        for _ in range(2):
            commands.use_key(secret, is_test=True)
    with clock.hold(now + timedelta(minutes=2)), pytest.raises(TooMany):
        commands.use_key(secret, is_test=True)


def test_a_program_is_told_when_to_come_back(cast: Cast) -> None:
    _key, secret = issued(cast, replace(LIVE, per_minute=1))
    form = {"api_key": secret, "service_code": "x"}
    assert Client().post("/open311/v2/requests.json", form).status_code == 404
    response = Client().post("/open311/v2/requests.json", form)
    assert response.status_code == 429
    assert response.json()[0]["code"] == 429
    assert 0 < int(response["Retry-After"]) <= 60


def test_the_key_of_the_demo_can_be_asked_for_again(cast: Cast) -> None:
    first = commands.demo_key(township=cast.town.township, actor=SYSTEM)
    assert commands.demo_key(township=cast.town.township, actor=SYSTEM) == first
    key = commands.use_key(first, is_test=False)
    commands.end_key(key_id=key.id, actor=cast.admin)
    with pytest.raises(RuleBroken):
        commands.demo_key(township=cast.town.township, actor=SYSTEM)


# In the desk


FORM = {"label": "城管通", "township": "370402999", "live": "true", "per_minute": "30", "per_day": "1000"}


def test_an_administrator_issues_limits_renews_and_ends_a_key(cast: Cast) -> None:
    desk = signed_in(cast.admin)
    shown = desk.post(f"{PAGE}new/", FORM)
    assert shown.status_code == 200
    assert "no-store" in shown["Cache-Control"]
    [key] = queries.keys_of(cast.admin).items
    assert key.prefix in shown.content.decode()
    assert "城管通" in desk.get(PAGE).content.decode()

    changed = desk.post(f"{PAGE}{key.id}/", FORM | {"live": "false", "per_day": "7"})
    assert changed.status_code == 302
    assert Key.objects.one(key.id).limits == Limits(30, 7, live=False)
    assert "o311_370402999_" in desk.post(f"{PAGE}{key.id}/renew/").content.decode()
    assert desk.post(f"{PAGE}{key.id}/end/").status_code == 302
    assert Key.objects.one(key.id).ended_at is not None
    assert desk.get(f"{PAGE}{key.id}/").status_code == 200


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"label": " "}, "label"),
        ({"township": "370404998"}, "township"),
        ({"township": "x"}, "township"),
        ({"per_minute": "many"}, "per_minute"),
        ({"per_minute": "0"}, "per_minute"),
        ({"per_day": "-1"}, "per_day"),
    ],
)
def test_a_form_that_cannot_be_comes_back_with_what_was_typed(
    cast: Cast, change: dict[str, str], field: str
) -> None:
    response = signed_in(cast.admin).post(f"{PAGE}new/", FORM | change)
    assert response.status_code == 422
    page = response.content.decode()
    assert f'id="f-{field}-error"' in page
    assert queries.keys_of(cast.admin).items == ()


def test_a_list_of_keys_costs_the_same_however_many_there_are(
    cast: Cast, django_assert_max_num_queries: object
) -> None:
    desk = signed_in(cast.admin)
    for _ in range(3):
        issued(cast)
    desk.get(PAGE)
    with django_assert_max_num_queries(20):  # type: ignore[operator] # a fixture of pytest-django
        assert desk.get(PAGE).content.decode().count("城管通") == 3


def test_a_page_of_a_key_that_is_not_there_is_not_found(cast: Cast) -> None:
    assert signed_in(cast.admin).get(f"{PAGE}{new_id(cast.town.township)}/").status_code == 404


def test_wrong_and_ended_keys_read_alike(cast: Cast) -> None:
    key, secret = issued(cast)
    commands.end_key(key_id=key.id, actor=cast.admin)
    said = set()
    for wrong in (secret, secret + "x", "nonsense", ""):
        with pytest.raises(DomainError) as refused:
            commands.use_key(wrong, is_test=False)
        said.add(str(refused.value))
    assert len(said) == 1
