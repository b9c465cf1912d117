"""The studio over HTTP: every page, saving a part, conflicts shown, and handing in to publishing."""

import pytest
from django.test import Client

from gewu.cases.tests.builders import Cast, a_case, a_cast, move_on
from gewu.catalogue import queries as catalogue
from gewu.people.testing import signed_in
from gewu.studio import queries
from gewu.studio.models import Draft
from gewu.studio.tests.builders import a_draft, changed, offered, sections, with_limit, with_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return a_cast()


@pytest.fixture
def admin(cast: Cast) -> Client:
    return signed_in(cast.admin)


def at(row: Draft, rest: str = "") -> str:
    return f"/desk/studio/drafts/{row.id}/{rest}"


STAGE = {
    "public": "working",
    "turn": "dispatcher",
    "due.amount": "2",
    "due.unit": "work_hour",
    "open": "true",
    "final": "false",
    "zh.title": "待派遣",
    "en.title": "To dispatch",
    "zh.public": "已经立案，正在安排人去办。",
    "en.public": "It was taken on.",
}
QUESTION = {
    "key": "lift",
    "zh.label": "电梯有没有困人",
    "en.label": "Is somebody stuck in the lift",
    "zh.help": "有就先打 119",
    "en.help": "If so, call 119 first",
    "kind": "choice",
    "x-shown": "staff",
    "choice.0.zh": "有人",
    "choice.0.en": "Somebody",
    "choice.1.zh": "没有",
    "choice.1.en": "Nobody",
}


@pytest.mark.parametrize(
    "page",
    [
        "",
        "see/flow/",
        "see/questions/",
        "see/categories/",
        "see/categories/?q=路灯",
        "see/preview/",
        "see/preview/?role=handler&category=010137",
        "see/changes/",
        "edit/stage:filed/",
        "edit/move:dispatch/",
        "edit/question:reason/",
        "edit/question:finding/",
        "edit/question:organisation/",
        "edit/question:new/",
        "edit/move:ask_return.2/",
        "edit/form:report/",
        "edit/form:3.file/",
        "edit/category:010305/",
        "edit/frame/",
        "edit/words/",
        "import/",
        "table/",
        "draft.zip",
    ],
)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_of_a_draft_is_there(cast: Cast, admin: Client, page: str, language: str) -> None:
    row = changed(a_draft(cast), with_limit("filed", 2), by=cast.admin)
    assert admin.get(at(row, page), headers={"accept-language": language}).status_code == 200
    assert admin.get("/desk/studio/", headers={"accept-language": language}).status_code == 200


@pytest.mark.parametrize(
    "page",
    [
        "see/nothing/",
        "edit/stage:nowhere/",
        "edit/move:nothing/",
        "edit/question:nothing/",
        "edit/move:dispatch.2/",
        "edit/form:1.file/",
        "edit/form:/",
        "edit/category:999999/",
        "edit/frame:x/",
        "edit/nonsense/",
    ],
)
def test_what_a_draft_does_not_have_is_not_found(cast: Cast, admin: Client, page: str) -> None:
    assert admin.get(at(a_draft(cast), page)).status_code == 404


def test_a_draft_is_started_from_the_list(cast: Cast, admin: Client) -> None:
    sent = {"key": "event", "place": str(cast.town.street)}
    answer = admin.post("/desk/studio/start/", sent)
    assert answer.status_code == 302
    assert admin.get(answer["Location"]).status_code == 200
    assert admin.post("/desk/studio/start/", sent).status_code == 409
    assert admin.post("/desk/studio/start/", {"key": "event", "place": "x"}).status_code == 422
    assert admin.post("/desk/studio/start/", sent | {"key": "parade"}).status_code == 404


def test_a_limit_is_saved(cast: Cast, admin: Client) -> None:
    row = a_draft(cast)
    answer = admin.post(at(row, "edit/stage:filed/"), STAGE | {"seen_version": "1"})
    assert answer.status_code == 302
    assert sections(row)["stages"]["filed"]["due"] == {"amount": 2, "unit": "work_hour"}


def test_what_cannot_be_read_is_named_and_kept(cast: Cast, admin: Client) -> None:
    row = a_draft(cast)
    answer = admin.post(at(row, "edit/stage:filed/"), STAGE | {"due.amount": "bald", "seen_version": "1"})
    assert answer.status_code == 422
    assert 'value="bald"' in answer.content.decode()
    assert sections(row)["stages"]["filed"]["due"]["amount"] == 4


def test_a_conflict_shows_what_the_other_wrote_and_keeps_what_was_typed(cast: Cast, admin: Client) -> None:
    row = changed(a_draft(cast), with_limit("filed", 3), by=cast.supervisor)
    answer = admin.post(at(row, "edit/stage:filed/"), STAGE | {"seen_version": "1"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "3 工作时" in page
    assert 'name="due.amount" value="2"' in page
    assert (
        admin.post(at(row, "edit/stage:filed/"), STAGE | {"seen_version": str(row.version)}).status_code
        == 302
    )


def test_a_question_goes_into_a_form_and_a_new_case_is_asked(cast: Cast, admin: Client) -> None:
    row = a_draft(cast)
    moves = sections(row)["moves"]
    dispatch = next(number for number, move in enumerate(moves) if move["name"] == "dispatch")
    sent = QUESTION | {f"in.{dispatch}.dispatch": "needs", "seen_version": "1"}
    assert admin.post(at(row, "edit/question:new/"), sent).status_code == 302
    old = move_on(a_case(cast), "file", cast.clerk, standard="dirty")
    offered(cast, row)
    second = signed_in(cast.supervisor)
    version = str(Draft.objects.one(row.id).version)
    assert second.post(at(row, "do/publish/"), {"seen_version": version}).status_code == 302
    new = move_on(a_case(cast), "file", cast.clerk, standard="dirty")
    desk = signed_in(cast.dispatcher)
    assert "电梯有没有困人" in desk.get(f"/desk/cases/{new.id}/moves/dispatch/").content.decode()
    assert "电梯有没有困人" not in desk.get(f"/desk/cases/{old.id}/moves/dispatch/").content.decode()
    done = move_on(new, "dispatch", cast.dispatcher, organisation=str(cast.office), lift="choice_1")
    assert "有人" in desk.get(f"/desk/cases/{done.id}/").content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"key": "Lift!"}, "key"), ({"key": "reason"}, "key"), ({"kind": "poem"}, "kind")],
)
def test_a_question_that_cannot_be_is_refused_by_field(
    cast: Cast, admin: Client, changes: dict[str, str], field: str
) -> None:
    answer = admin.post(at(a_draft(cast), "edit/question:new/"), QUESTION | changes | {"seen_version": "1"})
    assert answer.status_code == 422
    assert f'id="f-{field}-error"' in answer.content.decode()


def test_a_question_is_taken_out_of_every_form(cast: Cast, admin: Client) -> None:
    row = a_draft(cast)
    admin.post(at(row, "edit/question:note/"), {"remove": "1", "seen_version": "1"})
    after = sections(row)
    assert "note" not in after["answers"]
    assert "note" not in str(after["moves"])
    assert queries.findings(Draft.objects.one(row.id), after) == ()


def test_what_the_engine_needs_is_not_taken_out(cast: Cast, admin: Client) -> None:
    answer = admin.post(at(a_draft(cast), "edit/question:rating/"), {"remove": "1", "seen_version": "1"})
    assert answer.status_code == 409


def test_a_category_gets_standards_of_its_own(cast: Cast, admin: Client) -> None:
    row = a_draft(cast)
    sent = {
        "duty": "sanitation",
        "filing.0.key": "dirty",
        "filing.0.zh": "箱体脏",
        "filing.0.en": "Dirty",
        "filing.0.amount": "3",
        "filing.0.unit": "urgent_hour",
        "filing.1.zh": "",
        "filing.1.en": "",
        "filing.2.zh": "满溢",
        "filing.2.en": "Overflowing",
        "filing.2.amount": "1",
        "filing.2.unit": "work_hour",
        "closing.0.key": "clean",
        "closing.0.zh": "干净了",
        "closing.0.en": "Clean",
    }
    assert admin.post(at(row, "edit/category:010305/"), sent | {"seen_version": "1"}).status_code == 302
    own = sections(row)["category.010305"]
    assert [(one["key"], one["amount"], one["unit"]) for one in own["filing"]] == [
        ("dirty", 3, "urgent_hour"),
        ("own-2", 1, "work_hour"),
    ]
    wrong = admin.post(at(row, "edit/category:010305/"), sent | {"filing.0.amount": "0", "seen_version": "2"})
    assert wrong.status_code == 422


def test_what_is_wrong_is_said_with_its_page(cast: Cast, admin: Client) -> None:
    row = a_draft(cast)
    stages = {key: value for key, value in sections(row)["stages"].items() if key != "handled"}
    changed(row, lambda before: before | {"stages": stages}, by=cast.admin, part="import")
    changed(row, with_member("answers", "note", {"type": "string"}), by=cast.admin, part="question:note")
    page = admin.get(at(row)).content.decode()
    assert "handled" in page
    assert "disabled" in page
    answer = admin.post(at(row, "do/offer/"), {"reason": "要", "seen_version": "3"})
    assert answer.status_code == 422


def test_handing_in_needs_a_reason(cast: Cast, admin: Client) -> None:
    row = changed(a_draft(cast), with_limit("filed", 2), by=cast.admin)
    assert admin.post(at(row, "do/offer/"), {"reason": " ", "seen_version": "2"}).status_code == 422
    assert admin.post(at(row, "do/offer/"), {"reason": "快些", "seen_version": "2"}).status_code == 302
    assert admin.post(at(row, "do/publish/"), {"seen_version": "2"}).status_code == 403
    assert admin.post(at(row, "do/dance/"), {}).status_code == 404


def test_the_page_of_events_shows_what_holds_where_the_reader_is(cast: Cast) -> None:
    row = changed(a_draft(cast), with_member("words.zh", "title", "街面上的事"), by=cast.admin)
    offered(cast, row)
    signed_in(cast.supervisor).post(at(row, "do/publish/"), {"seen_version": "2"})
    page = signed_in(cast.clerk).get("/desk/catalogue/event/").content.decode()
    assert "街面上的事" in page
    assert catalogue.words(catalogue.case_type("event", cast.town.a1).id, "zh").title == "街面上的事"


def _form(row: Draft, name: str) -> tuple[str, list[str], list[str]]:
    """The name of a step's form, and what it needs and may ask."""
    moves = sections(row)["moves"]
    number, move = next((number, one) for number, one in enumerate(moves) if one["name"] == name)
    return f"form:{number}.{name}", move.get("needs", []), move.get("may", [])


def _do(client: Client, row: Draft, part: str, do: str, **more: str) -> int:
    seen = str(Draft.objects.one(row.id).version)
    return client.post(at(row, f"edit/{part}/"), {"do": do, "seen_version": seen, **more}).status_code


def test_questions_of_a_form_are_put_in_another_order_and_taken_back(cast: Cast, admin: Client) -> None:
    row = a_draft(cast)
    part, needs, may = _form(row, "wait")
    first, second, *rest = needs
    assert _do(admin, row, part, f"down:{first}") == 302
    assert _form(row, "wait")[1] == [second, first, *rest]
    assert _do(admin, row, part, f"up:{second}") == 302
    assert _form(row, "wait")[1] == [second, first, *rest]
    undo = {"seen_version": str(Draft.objects.one(row.id).version), "back": part}
    assert admin.post(at(row, "do/undo/"), undo)["Location"] == at(row, f"edit/{part}/")
    assert _form(row, "wait")[1:] == (needs, may)


def test_a_question_of_a_form_may_be_left_open_asked_too_or_no_more(cast: Cast, admin: Client) -> None:
    row = a_draft(cast)
    part, needs, may = _form(row, "dispatch")
    assert "rating" not in (*needs, *may)
    assert _do(admin, row, part, "add", question="rating") == 302
    assert _form(row, "dispatch")[2] == [*may, "rating"]
    assert _do(admin, row, part, "needs:rating") == 302
    assert _form(row, "dispatch")[1:] == ([*needs, "rating"], may)
    assert _do(admin, row, part, "out:rating") == 302
    assert _form(row, "dispatch")[1:] == (needs, may)
    assert _do(admin, row, part, "out:nothing") == 422
    assert _do(admin, row, part, "dance:rating") == 422


def test_a_report_never_has_to_be_answered(cast: Cast, admin: Client) -> None:
    row = a_draft(cast)
    assert _do(admin, row, "form:report", "add", question="rating") == 302
    assert sections(row)["frame"]["report"]["may"] == ["danger", "rating"]
    page = admin.get(at(row, "edit/form:report/")).content.decode()
    assert 'value="up:rating"' in page
    assert 'value="needs:rating"' not in page


def test_choices_change_places_before_they_are_saved(cast: Cast, admin: Client) -> None:
    row = a_draft(cast)
    page = admin.post(at(row, "edit/question:new/"), QUESTION | {"shift": "choice.1.up", "seen_version": "1"})
    drawn = page.content.decode()
    assert page.status_code == 200
    assert 'name="choice.0.zh" value="没有"' in drawn
    assert 'name="choice.1.zh" value="有人"' in drawn
    assert Draft.objects.one(row.id).version == 1


def test_a_choice_keeps_its_key_wherever_it_stands(cast: Cast, admin: Client) -> None:
    row = a_draft(cast)
    admin.post(at(row, "edit/question:new/"), QUESTION | {"seen_version": "1"})
    both = {
        "choice.0.key": "choice_2",
        "choice.0.zh": "没有",
        "choice.0.en": "Nobody",
        "choice.1.key": "choice_1",
        "choice.1.zh": "有人",
        "choice.1.en": "Somebody",
    }
    sent = QUESTION | both | {"seen_version": "2"}
    assert admin.post(at(row, "edit/question:lift/"), sent).status_code == 302
    assert sections(row)["answers"]["lift"]["enum"] == ["choice_2", "choice_1"]
    assert sections(row)["words.zh"]["fields"]["lift"]["choices"]["choice_1"] == "有人"
