"""The planner over HTTP: every page, asking by form, taking over, and the API."""

import pytest
from django.test import Client
from django.utils import translation

from gewu.cases.tests.builders import Cast, a_cast
from gewu.kernel import jobs
from gewu.people.testing import signed_in
from gewu.places.testing import TOWNSHIP
from gewu.planner import queries
from gewu.planner.models import Run

pytestmark = pytest.mark.django_db

AT = "/desk/planner/"
FORM = {
    "township": str(TOWNSHIP),
    "low": "30",
    "high": "70",
    "size": "48",
    "load": "homes",
    "barriers": ["river", "main"],
}
BODY = {"township": TOWNSHIP, "low": 30, "high": 70, "size": 48}


@pytest.fixture
def cast() -> Cast:
    return a_cast()


@pytest.fixture
def admin(cast: Cast) -> Client:
    return signed_in(cast.admin)


@pytest.fixture
def run(cast: Cast, admin: Client) -> Run:
    """Asked for by the form, and worked out."""
    admin.post(AT, FORM | {"areas": [str(cast.town.north)]})
    jobs.run_due()
    (row,) = queries.runs(cast.admin)
    return row


def text_of(client: Client, path: str, language: str = "en") -> str:
    with translation.override(language):
        return client.get(path, headers={"accept-language": language}).content.decode()


def test_asking_by_the_form_leads_to_the_run(admin: Client) -> None:
    answer = admin.post(AT, FORM)
    assert answer.status_code == 302
    page = admin.get(answer["Location"])
    assert 'hx-trigger="every 2s"' in page.content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [("low", "many"), ("high", "20"), ("load", "guess"), ("together", "没有的小区"), ("areas", "elsewhere")],
)
def test_what_cannot_be_read_is_said_beside_the_field(admin: Client, field: str, value: str) -> None:
    answer = admin.post(AT, FORM | {field: value})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not Run.objects.filter(township=TOWNSHIP).exists()


def test_wishes_name_estates(cast: Cast, admin: Client) -> None:
    admin.post(AT, FORM | {"together": "幸福小区"})
    (row,) = queries.runs(cast.admin)
    assert row.wishes["together"] == [[str(cast.town.estate)]]


def test_a_run_that_is_done_compares_three_proposals_with_today(admin: Client, run: Run) -> None:
    page = text_of(admin, f"{AT}runs/{run.id}/")
    assert page.count("map.svg") == 3
    assert "hx-trigger" not in page.partition('id="run"')[2].partition(">")[0]


def test_every_page_opens(admin: Client, run: Run) -> None:
    chosen = queries.proposals(run)[0].id
    for path in ("", f"runs/{run.id}/print/", f"proposals/{chosen}/"):
        assert admin.get(AT + path).status_code == 200, path
    for path in (
        f"runs/{run.id}/today.svg",
        f"proposals/{chosen}/map.svg",
        f"proposals/{chosen}/map.svg?today=1",
    ):
        assert admin.get(AT + path)["Content-Type"] == "image/svg+xml", path


def test_a_proposal_is_taken_over(admin: Client, run: Run) -> None:
    chosen = queries.proposals(run)[0].id
    assert admin.post(f"{AT}proposals/{chosen}/adopt/", {"title": "北片"}).status_code == 302
    assert queries.proposals(run)[0].draft
    assert admin.post(f"{AT}proposals/{chosen}/adopt/", {"title": "北片"}).status_code == 409


def test_others_get_no_page(cast: Cast, run: Run) -> None:
    assert signed_in(cast.clerk).get(AT).status_code == 403
    assert signed_in(cast.clerk).get(f"{AT}runs/{run.id}/").status_code == 403


def test_over_the_api(admin: Client) -> None:
    asked = admin.post("/api/v1/planner/runs", BODY, content_type="application/json")
    assert asked.status_code == 201
    jobs.run_due()
    run = admin.get(f"/api/v1/planner/runs/{asked.json()['id']}").json()
    assert (run["state"], len(run["proposals"])) == ("done", 3)
    one = admin.get(f"/api/v1/planner/proposals/{run['proposals'][0]['id']}").json()
    assert sum(grid["households"] for grid in one["grids"]) == 96
    assert one["grids"][0]["geometry"]["type"] == "Polygon"
    taken = admin.post(
        f"/api/v1/planner/proposals/{one['id']}/adopt", {"title": "北片"}, content_type="application/json"
    )
    assert taken.status_code == 201
    assert [line["id"] for line in admin.get("/api/v1/planner/runs").json()] == [run["id"]]


def test_what_cannot_be_is_refused_over_the_api(admin: Client) -> None:
    answer = admin.post("/api/v1/planner/runs", BODY | {"low": 3}, content_type="application/json")
    assert answer.status_code == 422
