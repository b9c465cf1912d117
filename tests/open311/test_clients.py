"""Two clients that others wrote, against the real server on a real port: georeport and three."""

import itertools
import json
from collections.abc import Callable
from io import BytesIO
from types import ModuleType
from typing import Any

import pytest
from georeport import GeoReport
from PIL import Image

from tests.browser.serving import Site
from tests.browser.town import CASES, OPEN311_KEY
from tests.open311.door import CATEGORY

# A real server of their own, like the tests that kill some.
pytestmark = [pytest.mark.processes, pytest.mark.long, pytest.mark.xdist_group("open311")]
FORMATS = ("json", "xml")


@pytest.fixture(scope="module")
def three() -> ModuleType:
    """It was written for Python 2 and needs one function of it; where it cannot be built, it is left out."""
    itertools.ifilter = filter  # type: ignore[attr-defined]
    return pytest.importorskip("three", reason="its source could not be built here (tools/setup.py)")


@pytest.fixture
def key(site: Site) -> str:
    return str(json.loads((site.log.parent / OPEN311_KEY).read_text())["secret"])


@pytest.fixture
def numbers(site: Site) -> dict[str, str]:
    """The numbers of the town's cases, by stage."""
    cases = json.loads((site.log.parent / CASES).read_text())
    return {stage: pair[1] for stage, pair in cases.items()}


def a_georeport(site: Site, form: str, endpoint: str = "v2") -> GeoReport:
    return GeoReport(f"{site.address}/open311/{endpoint}/", output_format=form)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("endpoint", ["v2", "test/v2"])
def test_georeport_reads_services_and_definitions(site: Site, form: str, endpoint: str) -> None:
    client = a_georeport(site, form, endpoint)
    services = {one["service_code"]: one for one in client.get_service_list()}
    assert services[CATEGORY]["metadata"] in {True, "true"}
    definition = client.get_service_definition(CATEGORY)
    assert definition["service_code"] == CATEGORY
    assert definition["attributes"]


@pytest.mark.parametrize("form", FORMATS)
def test_georeport_reads_requests(site: Site, form: str, numbers: dict[str, str]) -> None:
    client = a_georeport(site, form)
    listed = client.get_service_requests(service_code=CATEGORY, status="open,closed")
    assert {numbers["reported"], numbers["closed"]} <= {one["service_request_id"] for one in listed}
    assert {one["status"] for one in client.get_service_requests(status="closed")} == {"closed"}
    wanted = f"{numbers['reported']},{numbers['closed']}"
    assert len(client.get_service_requests(service_request_id=wanted)) == 2
    one = client.get_service_request(numbers["closed"])
    assert (one["service_request_id"], one["status"]) == (numbers["closed"], "closed")


def test_georeport_is_told_what_it_did_wrong(site: Site) -> None:
    import requests  # noqa: PLC0415

    with pytest.raises(requests.HTTPError, match="404"):
        a_georeport(site, "json").get_service_definition("999999")
    with pytest.raises(requests.HTTPError, match="400"):
        a_georeport(site, "xml").get_service_requests(start_date="nonsense")


Client = Callable[..., Any]


@pytest.fixture
def client(three: ModuleType, site: Site, key: str) -> Client:
    return lambda endpoint="v2", **more: three.Three(
        f"{site.address}/open311/{endpoint}", **({"api_key": key} | more)
    )


def test_three_finds_its_way(client: Client, site: Site) -> None:
    kinds = {one["type"]: one["url"] for one in client().discovery()["endpoints"]}
    assert kinds == {
        "production": f"{site.address}/open311/v2",
        "test": f"{site.address}/open311/test/v2",
    }
    assert client().discovery(f"{site.address}/open311/v2/discovery.json")


def test_three_reads(client: Client, numbers: dict[str, str]) -> None:
    assert len(client().services()) > 50
    assert client().services(CATEGORY)["service_code"] == CATEGORY
    assert len(client().requests(count=3)) == 3
    assert {one["service_code"] for one in client().requests(CATEGORY)} == {CATEGORY}
    assert client().requests(between=["01-01-2020", "01-31-2020"]) == []
    assert client().request(numbers["closed"])[0]["status"] == "closed"


def test_three_reports(client: Client) -> None:
    [sent] = client().post(
        CATEGORY, address="文化路 9 号", name="Ada Lovelace", phone="139-1234-5678", description="桶盖坏了"
    )
    [shown] = client().request(sent["service_request_id"])
    assert (shown["status"], shown["description"]) == ("open", None)


def test_three_sends_a_picture(client: Client) -> None:
    picture = BytesIO()
    Image.new("RGB", (64, 48), "teal").save(picture, "JPEG")
    picture.seek(0)
    [sent] = client().post(CATEGORY, lat="34.8015", long="117.7005", description="有照片", media=picture)
    assert client().request(sent["service_request_id"])[0]["media_url"] is None


def test_three_changes_a_token_for_a_number(client: Client) -> None:
    [sent] = client("test/v2").post("practice-token", address="文化路 9 号")
    [found] = client("test/v2").token(sent["token"])
    assert client("test/v2").request(found["service_request_id"])


def test_three_is_told_that_its_key_is_wrong(client: Client) -> None:
    assert client(api_key="wrong").post(CATEGORY, address="文化路 9 号")[0]["code"] == 403
