"""A phone, an identity number and a name come in by every door and lie afterwards only where they may.

Words that a person wrote are kept as written, in exactly the columns of `OWN_WORDS`; contacts lie sealed.
"""

import json
import logging
from collections.abc import Iterator
from itertools import count
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gewu.cases.models import Case
from gewu.cases.queries import slip_of
from gewu.cases.tests.builders import CATEGORY, Cast, a_cast, a_photo, tomorrow
from gewu.kernel.access import Actor
from gewu.open311.commands import issue_key
from gewu.open311.rules import Limits
from gewu.people.commands import create_user, issue_token
from gewu.people.models import User
from tests.security.canary import ALL, CONTACT, STRAY, WORDS, Canary, columns_with, dumped, sessions

pytestmark = pytest.mark.django_db(transaction=True)

# The only columns that may hold what a person wrote in their own words. Erasing a person means: these, and
# the sealed columns of cases_casereporter.
OWN_WORDS = {
    "cases_casetext.text",  # the report, the answers of moves in words, notes
    "cases_case.address",  # "where is it", as typed
    "kernel_file.name",  # what the sender called a file
    "people_user.name",  # staff go by their names
    "people_user.search_text",  # and are found by them
}
PASSWORD = "nine cells, one lit"
_drawn = count(1)


@pytest.fixture
def cast(settings: Any) -> Cast:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return a_cast()


@pytest.fixture
def logged() -> Iterator[list[str]]:
    """Every line of the log as it leaves the process, whoever wrote it, from DEBUG up."""
    lines: list[str] = []
    kept = logging.getLogger().handlers[:]
    formatter = next(one.formatter for one in kept if type(one.formatter).__name__ == "ProcessorFormatter")

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    keeper = Keep(logging.INFO)
    keeper.setFormatter(formatter)
    logging.getLogger().addHandler(keeper)
    yield lines
    logging.getLogger().removeHandler(keeper)


def signed_in(actor: Actor) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(id=actor.user), settings.AUTHENTICATION_BACKENDS[0])
    return client


class Program:
    """A program at the API. It sends strange headers, as programs do."""

    def __init__(self, actor: Actor) -> None:
        assert actor.user is not None
        self.client = Client(raise_request_exception=False)
        token = issue_token(user_id=actor.user, label="canary", actor=actor)
        self.headers = {
            "Authorization": f"Bearer {token}",
            "User-Agent": said(STRAY).encode().decode("latin-1"),
        }

    def post(self, path: str, body: Any, **headers: str) -> Any:
        text = body if isinstance(body, str) else json.dumps(body)
        return self.client.post(
            f"/api/v1{path}",
            text,
            "application/json",
            headers=self.headers | {"X-Request-ID": STRAY.phone} | headers,
        )

    def get(self, path: str, **query: str) -> Any:
        return self.client.get(f"/api/v1{path}", query, headers=self.headers)


def said(canary: Canary, about: str = "找") -> str:
    """A sentence as people write them, with everything about themselves in it."""
    return f"{about}{canary.name}，电话{canary.phone}，身份证{canary.identity}，第{next(_drawn)}次"


def test_what_comes_in_by_every_door_lies_only_where_it_may(cast: Cast, logged: list[str]) -> None:
    case = _by_the_portal(cast)
    _by_the_api(cast)
    _by_open311(cast)
    _by_the_desk(cast)
    _by_the_field(cast)
    _through_the_moves(cast, case)
    _new_colleague(cast)
    _astray(cast, case)

    dump = dumped()
    assert columns_with(CONTACT, dump) == set(), "contacts are sealed"
    assert columns_with(STRAY, dump) == set(), "what strays is not kept"
    assert columns_with(WORDS, dump) == OWN_WORDS, "words lie where words may lie"
    for canary in ALL:
        assert [line for line in logged if canary.sings_in(line.encode())] == [], "the log keeps quiet"
        assert not canary.sings_in(json.dumps(sessions(), ensure_ascii=False, default=str).encode())
    assert logged, "something was logged at all"


def test_the_search_of_a_dump_finds_what_is_there(cast: Cast) -> None:
    _by_the_portal(cast)
    assert columns_with(WORDS, dumped()) == {"cases_casetext.text", "cases_case.address"}


def _made(response: Any, *statuses: int) -> Any:
    assert response.status_code in (statuses or (200, 201, 302)), response.content.decode()[:2000]
    return response


def _contact() -> dict[str, str]:
    return {"name": CONTACT.name, "phone": CONTACT.phone}


def _by_the_portal(cast: Cast) -> Case:
    form = {
        "step": "send",
        "receipt": uuid4().hex,
        "text": said(WORDS),
        "address": said(WORDS, "找楼长"),
        "lon": str(cast.town.in_a1.lon),
        "lat": str(cast.town.in_a1.lat),
        **_contact(),
    }
    sent = _made(Client().post(f"/report/{CATEGORY}/", form), 302)
    # A screen on the way carries what was typed, and keeps nothing of it.
    _made(Client().post(f"/report/{CATEGORY}/", form | {"step": "photo"}), 200)
    number = sent["Location"].split("/")[2]
    return Case.objects.get(township=cast.town.township, number=number)


def _by_the_api(cast: Cast) -> None:
    body = {"category": CATEGORY, "text": said(WORDS), "address": "文化路", "reporter": _contact()}
    _made(
        Program(cast.clerk).post(
            "/cases", body, **{"Idempotency-Key": said(STRAY).encode().decode("latin-1")}
        ),
        201,
        422,
    )
    _made(
        Program(cast.clerk).post("/cases", body, **{"Idempotency-Key": f"{STRAY.phone}-{STRAY.identity}"}),
        201,
    )


def _by_open311(cast: Cast) -> None:
    """What a program says of its user beside name and phone is not kept at all."""
    limits = Limits(live=True)
    key = issue_key(township=cast.town.township, label="A program", limits=limits, actor=cast.admin)
    form = {
        "api_key": key,
        "service_code": CATEGORY,
        "description": said(WORDS),
        "address_string": "文化路",
        "first_name": CONTACT.name[2:],
        "last_name": CONTACT.name[:2],
        "phone": CONTACT.phone,
        "email": f"{STRAY.phone}@example.org",
        "device_id": STRAY.identity,
        "account_id": STRAY.name,
        "media_url": f"https://pictures.example/{WORDS.phone}.jpg",
    }
    visitor = Client(raise_request_exception=False)
    _made(visitor.post("/open311/v2/requests.json", form, headers={"Idempotency-Key": STRAY.phone}), 200)
    _made(visitor.post("/open311/v2/requests.xml", form | {"lat": STRAY.phone}), 400)


def _by_the_desk(cast: Cast) -> None:
    form = {
        "category": CATEGORY,
        "text": said(WORDS),
        "address": "文化路",
        "receipt": STRAY.phone,
        **_contact(),
    }
    _made(signed_in(cast.clerk).post("/desk/report/", form), 302)


def _by_the_field(cast: Cast) -> None:
    photo = a_photo(f"{WORDS.name}{WORDS.phone}.jpg")
    form = {"text": said(WORDS), "address": "文化路", "receipt": STRAY.identity, "photos": photo}
    worker = signed_in(cast.gridworker)
    _made(worker.post(f"/field/report/{CATEGORY}/", form), 302)
    _made(
        worker.post(f"/field/report/{CATEGORY}/done/", form | {"receipt": uuid4().hex, "photos": a_photo()}),
        302,
    )


def _through_the_moves(cast: Cast, case: Case) -> None:
    path = f"/cases/{case.id}"
    for who, move, data in (
        ("clerk", "send_to_verify", {"question": said(WORDS)}),
        ("gridworker", "verify", {"finding": "present", "note": said(WORDS)}),
        ("clerk", "wait", {"reason": said(WORDS), "reply": said(WORDS), "review_on": tomorrow()}),
        ("clerk", "resume", {}),
        ("clerk", "file", {"standard": "broken"}),
        ("dispatcher", "dispatch", {"organisation": str(cast.office), "instruction": said(WORDS)}),
        ("handler", "return", {"return_cause": "not_ours", "reason": said(WORDS)}),
        ("dispatcher", "dispatch", {"organisation": str(cast.office)}),
        ("handler", "accept", {}),
        ("handler", "handle", {"report": said(WORDS)}),
        ("checker", "check", {"note": said(WORDS)}),
        ("clerk", "close", {"standard": "mended", "reply": said(WORDS)}),
    ):
        seen = Case.objects.one(case.id).version
        body = {"move": move, "data": data, "seen_version": seen}
        _made(Program(getattr(cast, who)).post(f"{path}/moves", body), 200)
    _made(Program(cast.clerk).post(f"{path}/comments", {"text": said(WORDS)}), 201)
    _made(Program(cast.clerk).post(f"{path}/contact", {"purpose": "call_back"}), 200)
    _made(signed_in(cast.clerk).post(f"/desk/cases/{case.id}/contact/", {"purpose": "call_back"}), 200)
    rating = {
        "contacted": "true",
        "solved": "yes",
        "rating": "5",
        "opinion": said(WORDS),
        "key": slip_of(case.id).key,
    }
    _made(Client().post(f"/c/{case.number}/rate/", rating), 302)


def _new_colleague(cast: Cast) -> None:
    create_user(
        username="canary", name=WORDS.name, township=cast.town.township, actor=cast.admin, password=PASSWORD
    )


def _astray(cast: Cast, case: Case) -> None:
    """Into search boxes, addresses, headers and wrong fields: refused, or asked and forgotten."""
    desk, program, stranger = (
        signed_in(cast.clerk),
        Program(cast.clerk),
        Client(raise_request_exception=False),
    )
    for value in (STRAY.phone, STRAY.identity, STRAY.name, said(STRAY)):
        for path in (
            "/desk/search/",
            "/desk/lists/all/",
            "/desk/report/",
            "/desk/people/",
            "/map/",
            "/report/",
        ):
            desk.get(path, {"q": value, "text": value, "source": value, "category": value, "after": value})
        desk.get("/desk/lists/all/", {"text": value})
        desk.get(f"/desk/{value}/")
        program.get("/cases", text=value)
        program.get("/cases", category=value, after=value, place=value)
        program.get("/categories", q=value)
        program.get("/places", q=value)
        stranger.get(f"/c/{value}/")
        stranger.post("/follow/", {"number": value})
        stranger.post("/accounts/login/", {"login": value, "password": value, "next": f"/{value}"})
        stranger.post("/language", {"language": value, "next": f"/{value}"})
        stranger.post("/ui/look", {"type": value, "theme": value})
        stranger.post(
            "/csp-report",
            json.dumps({"csp-report": {"document-uri": f"http://x/?q={value}"}}),
            "application/json",
        )
        desk.post("/me/language/", {"language": value})
        desk.post("/me/password/", {"current": value, "password": value, "again": value})
        _wrong_fields(cast, case, program, desk, value)


def _wrong_fields(cast: Cast, case: Case, program: Program, desk: Client, value: str) -> None:
    good = {"category": CATEGORY, "text": "垃圾桶", "address": "文化路"}
    for field in ("category", "source", "type", "id", "area", "happened_at", value):
        assert 400 <= program.post("/cases", good | {field: value}).status_code < 500
    program.post("/cases", good | {"location": {"lon": 117, "lat": 34, "crs": value}})
    program.post("/cases", good | {"answers": {"danger": value, value: value}})
    program.post("/cases", f'{{"text": "{value}')
    seen = Case.objects.one(case.id).version
    for body in (
        {"move": value, "data": {}, "seen_version": seen},
        {"move": "archive", "data": {value: value}, "seen_version": seen},
        {"move": "archive", "data": {}, "seen_version": value},
    ):
        assert 400 <= program.post(f"/cases/{case.id}/moves", body).status_code < 500
    program.post(f"/cases/{case.id}/contact", {"purpose": value})
    unfit = SimpleUploadedFile(f"{value}.exe", value.encode())
    desk.post(f"/desk/cases/{case.id}/files/", {"file": unfit, "kind": value})
    desk.post(f"/desk/cases/{case.id}/files/", {"file": unfit, "kind": "scene"})
    desk.post(f"/desk/cases/{case.id}/place/", {"area": value, "seen_version": value})
    desk.post(f"/desk/cases/{case.id}/contact/", {"purpose": value})
    desk.post(f"/desk/cases/{case.id}/moves/archive/", {"seen_version": value, value: value})
    desk.post("/desk/report/", good | {"phone": value, "text": ""})
    worker = signed_in(cast.gridworker)
    worker.post(
        f"/field/report/{CATEGORY}/", {"text": "", "address": value, "happened_at": value, "id": value}
    )
