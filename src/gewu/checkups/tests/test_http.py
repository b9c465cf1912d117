"""The pages of data health, as browsers ask for them."""

import pytest
from django.test import Client

from gewu.cases.tests.builders import Cast
from gewu.checkups import commands
from gewu.checkups.looking import look_at_figures
from gewu.checkups.models import Finding, Run, Statement
from gewu.checkups.published import published
from gewu.kernel import jobs
from gewu.kernel.access import Actor
from gewu.people.testing import signed_in
from gewu.places.testing import TOWNSHIP

pytestmark = pytest.mark.django_db
HOME = "/desk/checkups/"


@pytest.fixture
def told(cast: Cast) -> Cast:
    for report in published().values():
        commands.take_in(report, township=TOWNSHIP)
    look_at_figures(TOWNSHIP)
    return cast


def read(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, answer.content
    return str(answer.content.decode())


def post(actor: Actor, url: str, **form: str) -> int:
    return signed_in(actor).post(url, form).status_code


def test_everybody_reads_the_published_figures_and_their_nine_contradictions() -> None:
    page = read(Client(), "/published-figures/")
    assert "13/14 = 92.86 %" in page
    assert page.count("<li class") >= 9
    assert "岱庙街道" in page


def test_a_finding_is_given_on_its_page_and_stands_on_the_first_page_of_whoever_has_it(told: Cast) -> None:
    row = Finding.objects.get(township=TOWNSHIP, check_key="helped_rate_possible")
    client, me = signed_in(told.clerk), str(told.clerk.user)
    assert f'value="{me}"' in read(client, f"{HOME}{row.id}/")
    assert post(told.clerk, f"{HOME}{row.id}/give/", to="nonsense") == 422
    assert post(told.clerk, f"{HOME}{row.id}/give/", to=me) == 302
    assert f"{HOME}{row.id}/" in read(client, f"{HOME}?given_to={me}")
    assert f"{HOME}{row.id}/" in read(client, "/desk/")
    told_back = client.post(f"/api/v1/checkups/{row.id}/give", {"to": None}, content_type="application/json")
    assert told_back.json()["given_to"] is None


def test_a_finding_from_the_list_to_the_mended_figure(told: Cast) -> None:
    client = signed_in(told.clerk)
    row = Finding.objects.get(township=TOWNSHIP, check_key="helped_rate_possible")
    page = read(client, HOME)
    assert f"{HOME}{row.id}/" in page
    assert "14 个里不可能有 98%" in page
    rate = Statement.objects.get(township=TOWNSHIP, item="released_helped_rate")
    url = f"{HOME}figures/{rate.id}/"
    assert url in read(client, f"{HOME}{row.id}/")
    assert "帮教率 98%" in read(client, url)
    form = {"value": "92.86", "text": "帮教率 92.86%", "listed": "", "why": "13 人"}
    assert post(told.clerk, url, **form | {"why": ""}) == 422
    assert post(told.clerk, url, **form) == 302
    assert f"{HOME}{row.id}/" not in read(client, HOME)
    assert f"{HOME}{row.id}/" in read(
        client, f"{HOME}?state=mended&register=figures&check=helped_rate_possible"
    )
    assert post(told.clerk, url, why="撤回", deed="withdraw") == 302


def test_a_finding_is_set_aside_with_a_word(told: Cast) -> None:
    row = Finding.objects.get(township=TOWNSHIP, check_key="one_chief")
    url = f"{HOME}{row.id}/"
    assert post(told.supervisor, url, step="accept", words="", seen_state="open") == 422
    assert post(told.supervisor, url, step="fly", words="x", seen_state="open") == 422
    assert post(told.supervisor, url, step="accept", words="两位都在任", seen_state="open") == 302
    assert "两位都在任" in read(signed_in(told.auditor), url)
    read(signed_in(told.gridworker), url, 404)


def test_a_figure_is_written_down_on_a_page(told: Cast) -> None:
    client = signed_in(told.clerk)
    read(client, f"{HOME}figures/new/")
    form = {
        "place": "文化路",
        "period": "2026-10",
        "item": "settled_rate",
        "value": "120",
        "text": "办结率 120%",
    }
    assert post(told.clerk, f"{HOME}figures/new/", **form | {"value": "很多"}) == 422
    assert post(told.clerk, f"{HOME}figures/new/", **form) == 302
    assert "120% 不在 0 到 100 之间" in read(client, f"{HOME}figures/")
    read(signed_in(told.gridlead), f"{HOME}figures/", 403)


def test_counts_per_grid_the_file_and_the_checks(told: Cast) -> None:
    client = signed_in(told.supervisor)
    assert "15 个问题待改" in read(client, f"{HOME}grids/")
    assert "helped_rate_possible" not in read(client, f"{HOME}export/")
    assert "14 个里不可能有 98%" in read(client, f"{HOME}export/")
    assert "DM-083" in read(client, f"{HOME}checks/")
    assert post(told.supervisor, f"{HOME}checks/one_chief/", on="0", why="不适用") == 302
    assert post(told.clerk, f"{HOME}checks/one_chief/", on="0", why="不适用") == 403
    assert post(told.supervisor, f"{HOME}checks/no_such/", on="0", why="不适用") == 404


def test_somebody_has_everything_looked_through_and_sees_how_far_it_is(told: Cast) -> None:
    assert post(told.gridlead, f"{HOME}look/") == 302
    run = Run.objects.get(township=TOWNSHIP)
    client = signed_in(told.gridlead)
    assert 'hx-trigger="every 2s"' in read(client, f"{HOME}looks/{run.id}/")
    jobs.run_due()
    assert 'hx-trigger="every 2s"' not in read(client, f"{HOME}looks/{run.id}/")
