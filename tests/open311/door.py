"""Asking the door as a program does, in both formats, and reading XML as the JSON it stands for."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from xml.etree import ElementTree as ET

from django.test import Client
from jsonschema import Draft202012Validator

from gewu.cases.models import Case, CaseFile, CaseText
from gewu.cases.tests.builders import Cast
from gewu.open311 import wire
from gewu.open311.commands import issue_key
from gewu.open311.rules import Limits

LISTS = frozenset(
    {"services", "service_requests", "service_request_updates", "errors", "attributes", "values", "endpoints"}
    | {"formats", "notes", "media_urls", "counts"}
)
CATEGORY = "010305"


@dataclass
class Door:
    """One endpoint, and a key to it."""

    key: str
    root: str = "/open311/v2/"
    client: Client = field(default_factory=lambda: Client(headers={"Accept-Language": "en"}))

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(self.root + path, query)

    def json(self, path: str, **query: Any) -> Any:
        """What a resource says in JSON."""
        response = self.get(f"{path}.json", **query)
        assert response.status_code == 200, response.content.decode()
        return response.json()

    def post(self, path: str, **form: Any) -> Any:
        return self.client.post(self.root + path, {"api_key": self.key} | form)

    def report(self, **form: Any) -> Any:
        """A request that is complete; `form` says what to change, None leaves something out."""
        whole = {"service_code": CATEGORY, "lat": "34.8015", "long": "117.7005", "description": "桶盖坏了"}
        return self.post("requests.json", **{k: v for k, v in (whole | form).items() if v is not None})

    def reported(self, **form: Any) -> str:
        """The number of a new request."""
        response = self.report(**form)
        assert response.status_code == 200, response.content.decode()
        return str(response.json()[0]["service_request_id"])

    @property
    def test(self) -> "Door":
        """The other endpoint, with the same key."""
        return Door(self.key, "/open311/test/v2/", self.client)


def a_door(cast: Cast, **limits: Any) -> Door:
    """The door with a key that reaches the town."""
    given = Limits(**({"per_minute": 500, "per_day": 5000, "live": True} | limits))
    secret = issue_key(township=cast.town.township, label="FixMyStreet", limits=given, actor=cast.admin)
    return Door(secret)


def spark(element: ET.Element) -> Any:
    """XML as the JSON of the Spark convention, with every value as text."""
    if element.tag in LISTS:
        return [spark(child) for child in element]
    if len(element):
        return {child.tag: spark(child) for child in element}
    return element.text


def as_text(value: Any) -> Any:
    """JSON with every value as text, as XML has it; what is empty is null."""
    match value:
        case dict():
            return {name: as_text(inner) for name, inner in value.items()}
        case list():
            return [as_text(inner) for inner in value]
        case bool():
            return str(value).lower()
        case None | "":
            return None
    return str(value)


def of_xml(response: Any) -> Any:
    """What an XML answer says."""
    return spark(ET.fromstring(response.content))  # noqa: S314 - our own answer


def fits(value: Any, schema: dict[str, Any]) -> bool:
    """Whether JSON is as the standard's schema wants it; the first complaint fails the test."""
    for problem in Draft202012Validator(schema).iter_errors(value):
        raise AssertionError(f"{problem.json_path}: {problem.message}")
    return True


def codes(response: Any) -> set[int]:
    """The codes of a list of errors."""
    return {error["code"] for error in response.json()}


def told(response: Any) -> str:
    """Everything a list of errors says."""
    return "\n".join(error["description"] for error in response.json())


def case_of(number: str) -> Case:
    return Case.objects.get(number=number)


def words_of(number: str) -> list[str]:
    return list(
        CaseText.objects.filter(case_id=case_of(number).id)
        .order_by("entry", "kind")
        .values_list("text", flat=True)
    )


def photos_of(number: str) -> int:
    return CaseFile.objects.filter(case_id=case_of(number).id).count()


def numbers_of(door: Door, **query: Any) -> list[str]:
    """The numbers of one page."""
    return [one["service_request_id"] for one in door.json("requests", **query)]


def followed(door: Door, **query: Any) -> list[str]:
    """All pages, one after the other, by the links between them."""
    response = door.get("requests.json", **query)
    numbers = [one["service_request_id"] for one in response.json()]
    while link := response.get("Link"):
        response = door.client.get(link.partition("<")[2].partition(">")[0])
        numbers += [one["service_request_id"] for one in response.json()]
    return numbers


def local(moment: datetime) -> str:
    """A moment as the door writes it."""
    return wire.moment(moment)
