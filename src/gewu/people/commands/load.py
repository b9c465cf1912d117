"""Bringing in the people of a locality's file: all of them made up, marked as demo, and set-based."""

import hashlib
import os
import secrets
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, check_password, make_password
from django.db import transaction

from gewu.kernel import clock
from gewu.kernel.access import SYSTEM, Tier
from gewu.kernel.canonical import JsonValue
from gewu.people import staffing
from gewu.people.commands.staff_file import note
from gewu.people.models import Organisation, Post, User
from gewu.people.spelling import search_text_of
from gewu.people.staffing import AreasOf, Duty, Staffing
from gewu.places import queries as places
from gewu.places.locality import Locality

# A statement has 65,535 parameters at most.
AT_ONCE = 2_000


def demo_password() -> str:
    """The password of every demo login of this installation: made once, kept where the keys are."""
    file = Path(settings.DATA) / "keys" / "demo-password"
    if not file.exists():
        _make(file, "-".join(secrets.token_hex(2) for _ in range(3)))
    return file.read_text().strip()


def _make(file: Path, password: str) -> None:
    """Put it in place whole; whoever comes second uses the first one's."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(prefix=".new-", dir=file.parent)  # made with mode 0600
    try:
        with os.fdopen(handle, "w") as opened:
            opened.write(f"{password}\n")
        with suppress(FileExistsError):
            os.link(draft, file)
    finally:
        os.unlink(draft)


def load_people(locality: str) -> int:
    """Bring in a locality's demo people; a second time changes nothing. Answers with how many there are."""
    found = staffing.read(locality)
    return _load(places.locality(locality), *found) if found else 0


@transaction.atomic
def _load(locality: Locality, staff: Staffing, text: str) -> int:
    areas_of = areas_of_township(locality.township)
    duties = staffing.plan(staff, township=locality.township, areas_of=areas_of)
    before = _count(locality.township)
    _write_organisations(staff, locality.township, areas_of)
    _write_users(duties, locality.township)
    _write_posts(duties, staff)
    if _count(locality.township) != before:
        _, street = areas_of(Tier.TOWNSHIP)[0]
        digest = hashlib.sha256(text.encode()).hexdigest()
        facts: dict[str, JsonValue] = {"digest": digest, "people": len({duty.user for duty in duties})}
        note("people.loaded", about=street, township=locality.township, actor=SYSTEM, **facts)
    return len({duty.user for duty in duties})


def areas_of_township(township: int) -> AreasOf:
    """The areas of a township by tier, and those above it."""
    street = places.area_by_code(str(township))
    above = {step.tier: [(step.code, step.id)] for step in places.path(street.id)}

    def areas_of(tier: Tier) -> list[tuple[str, UUID]]:
        return above.get(tier) or [(place.code, place.id) for place in places.under(street.id, tier)]

    return areas_of


def _count(township: int) -> tuple[int, int]:
    people = User.objects.filter(home=township, demo=True).count()
    return people, Organisation.objects.filter(township=township).count()


def _write_organisations(staff: Staffing, township: int, areas_of: AreasOf) -> None:
    _, street = areas_of(Tier.TOWNSHIP)[0]
    rows = [
        _organisation(staff, township, street, entry.key, (entry.zh, entry.en, entry.kind))
        for entry in staff.organisations
    ]
    for station in staff.stations:
        for code, area in areas_of(station.tier):
            place = places.area(area)
            words = station.zh.format(zh=place.short), station.en.format(en=place.name_en), station.kind
            rows.append(_organisation(staff, township, area, f"{station.key}-{code}", words))
    Organisation.objects.bulk_create(rows, ignore_conflicts=True, batch_size=AT_ONCE)


def _organisation(
    staff: Staffing, township: int, area: UUID, key: str, words: tuple[str, str, str]
) -> Organisation:
    name_zh, name_en, kind = words
    return Organisation(
        id=staffing.organisation_id(township, key),
        township=township,
        key=key,
        name_zh=name_zh,
        name_en=name_en,
        kind=kind,
        area_id=area,
        first_day=staff.since,
    )


def _write_users(duties: Iterable[Duty], township: int) -> None:
    """Demo logins share one hash, made once: hashing is slow on purpose. The others cannot sign in at all."""
    logins = [duty.user for duty in duties if duty.login]
    password = _hash_of_demo_password(logins)
    rows = [
        User(
            id=duty.user,
            username=duty.username,
            name=duty.name,
            home=township,
            demo=True,
            created_at=clock.now(),
            password=password if duty.login else UNUSABLE_PASSWORD_PREFIX,
        )
        for duty in {duty.user: duty for duty in duties}.values()
    ]
    for row in rows:
        row.search_text = search_text_of(row)
    User.objects.bulk_create(rows, ignore_conflicts=True, batch_size=AT_ONCE)
    User.objects.filter(id__in=logins).exclude(password=password).update(password=password)


def _hash_of_demo_password(logins: list[UUID]) -> str:
    """The stored hash if it still fits the password of this installation, else a new one."""
    password = demo_password()
    stored = User.objects.filter(id__in=logins).values_list("password", flat=True).first()
    return stored if stored and check_password(password, stored) else make_password(password)


def _write_posts(duties: Iterable[Duty], staff: Staffing) -> None:
    rows = []
    for duty in duties:
        scope = places.scope_of(duty.area)
        rows.append(
            Post(
                id=duty.post,
                user_id=duty.user,
                role=duty.role,
                area_id=scope.area,
                tier=scope.tier,
                low=scope.low,
                high=scope.high,
                organisation_id=duty.organisation,
                seat=duty.seat,
                first_day=staff.since,
            )
        )
    Post.objects.bulk_create(rows, ignore_conflicts=True, batch_size=AT_ONCE)
