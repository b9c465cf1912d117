"""The auditor's pages, and the two files for everybody."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from gewu.cases import queries as cases
from gewu.cases.tests.builders import BROKEN_BIN, Cast
from gewu.evidence import commands
from gewu.evidence.models import Proof, Verification
from gewu.evidence.pages.public import SCRIPT
from gewu.evidence.tests.conftest import ACase, others
from gewu.kernel import clock
from gewu.kernel.models import Seal
from gewu.kernel.tests.parcels import tamper
from gewu.people.testing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(cast: Cast) -> Client:
    return signed_in(cast.auditor)


def _text(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.content
    return str(answer.content.decode())


def test_the_state_of_every_township_is_on_one_page(auditor: Client, case: ACase) -> None:
    page = _text(auditor.get("/desk/evidence/"))
    seal = Seal.objects.get(township=case.township)
    assert bytes(seal.hash).hex() in page
    assert "还没有核验过" in page


def test_a_verification_is_started_and_watched(auditor: Client, cast: Cast, case: ACase) -> None:
    sent = auditor.post(f"/desk/evidence/{case.township}/verify/")
    run = Verification.objects.get(township=case.township)
    assert sent["Location"] == f"/desk/evidence/runs/{run.id}/"
    assert "every 2s" in _text(auditor.get(sent["Location"]))
    part = auditor.get(sent["Location"], headers={"HX-Request": "true"})
    assert "<html" not in _text(part)
    tamper("UPDATE kernel_entry SET door = 'x' WHERE subject_id = %s AND number = 2", case.id)
    commands.verify(run=run.id)
    page = _text(auditor.get(sent["Location"]))
    assert "every 2s" not in page
    assert case.number in page
    assert case.number not in _text(auditor.get(f"/desk/evidence/{case.township}/runs/"))


def test_the_journal_is_searched_by_number_kind_who_and_day(auditor: Client, cast: Cast, case: ACase) -> None:
    assert "case.archived" not in _text(auditor.get("/desk/evidence/journal/"))
    by_number = _text(auditor.get("/desk/evidence/journal/", {"number": case.number.lower()}))
    number = cases.case_file(cast.auditor, others(case).pop()).number
    assert case.number in by_number
    assert number not in by_number
    rated = _text(auditor.get("/desk/evidence/journal/", {"kind": "case.reported"}))
    assert rated.count("case.reported</code>") == 3
    assert "case.moved</code>" not in rated
    nobody = _text(auditor.get("/desk/evidence/journal/", {"who": "nobody-of-this-name"}))
    assert "没有条目" in nobody
    with clock.hold(clock.now() + timedelta(days=30)):
        assert "没有条目" in _text(auditor.get("/desk/evidence/journal/"))


@pytest.mark.parametrize(
    "asked", [{"number": "x"}, {"kind": "no.kind"}, {"since": "yesterday"}, {"township": "1"}]
)
def test_what_cannot_be_searched_for_is_refused(auditor: Client, case: ACase, asked: dict[str, str]) -> None:
    assert auditor.get("/desk/evidence/journal/", asked).status_code == 422


def test_a_month_at_most_is_searched_at_a_time(auditor: Client, case: ACase) -> None:
    page = _text(auditor.get("/desk/evidence/journal/", {"since": "2020-01-01", "until": "2020-12-31"}))
    assert "2020-12-01" in page
    assert "2020-01-01 到" not in page


def test_a_proof_is_made_saved_and_printed(auditor: Client, cast: Cast, case: ACase) -> None:
    words = case.words(cast)
    assert str(words) in _text(auditor.get(f"/desk/evidence/cases/{case.id}/"))
    sent = auditor.post(f"/desk/evidence/cases/{case.id}/", {"shows": str(words), "purpose": "法院调证"})
    made = Proof.objects.get(township=case.township)
    assert sent["Location"] == f"/desk/evidence/proofs/{made.id}/"
    page = _text(auditor.get(sent["Location"]))
    assert made.digest in page
    assert "http://testserver/evidence/check_proof.py" in page
    file = auditor.get(f"{sent['Location']}proof.json")
    assert file["Content-Disposition"] == f'attachment; filename="proof-{case.number}.json"'
    assert "no-store" in file["Cache-Control"]
    assert json.loads(file.content)["words"][0]["text"] == BROKEN_BIN
    paper = _text(auditor.get(f"{sent['Location']}print/"))
    assert BROKEN_BIN in paper
    assert made.digest in paper


def test_a_proof_that_is_refused_keeps_what_was_chosen(auditor: Client, cast: Cast, case: ACase) -> None:
    words = case.words(cast)
    answer = auditor.post(f"/desk/evidence/cases/{case.id}/", {"shows": str(words)})
    assert f'value="{words}" checked' in _text(answer, 422)
    assert auditor.post(f"/desk/evidence/cases/{case.id}/", {"shows": "x"}).status_code == 422


def test_the_journal_of_a_case_leads_to_its_proof(auditor: Client, case: ACase) -> None:
    assert f"/desk/evidence/cases/{case.id}/" in _text(auditor.get(f"/desk/cases/{case.id}/journal/"))


def test_keys_and_script_are_for_everybody(client: Client, case: ACase) -> None:
    register = client.get("/.well-known/gewu-seals.json")
    told = json.loads(_text(register))
    assert [row["township"] for row in told["townships"]] == [case.township]
    assert len(told["keys"]) == 1
    assert register["Access-Control-Allow-Origin"] == "*"
    script = client.get("/evidence/check_proof.py")
    assert script.content == SCRIPT.read_bytes()
    assert script["Content-Type"].startswith("text/plain")
