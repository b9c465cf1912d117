import re
from io import BytesIO
from uuid import uuid4

import pytest
from django.test import Client
from PIL import Image

from gewu.cases import queries as cases
from gewu.cases.commands import release
from gewu.cases.queries import CaseFile
from gewu.cases.tests.builders import BROKEN_BIN, CATEGORY, PHONE, Cast, a_case, a_cast

# Held closely from the start: its number leads nowhere in public.
QUARREL = "030101"

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return a_cast()


def a_form(cast: Cast, **changes: object) -> dict[str, object]:
    given = {
        "step": "send",
        "receipt": uuid4().hex,
        "text": BROKEN_BIN,
        "lon": str(cast.town.in_a1.lon),
        "lat": str(cast.town.in_a1.lat),
        "crs": "WGS84",
        "phone": PHONE,
    }
    return given | changes


def a_photo() -> BytesIO:
    file = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(file, "JPEG")
    file.seek(0)
    file.name = "bin.jpg"
    return file


def report(client: Client, **form: object) -> str:
    """Send a report and give its number."""
    answer = client.post(f"/report/{CATEGORY}/", form)
    assert answer.status_code == 302, answer.content.decode()
    found = re.fullmatch(r"/c/(\w+)/\?sent=1", answer["Location"])
    assert found
    return found[1]


def all_files(cast: Cast) -> list[CaseFile]:
    """Every case of the town, as its clerk reads it."""
    return [cases.case_file(cast.clerk, row.id) for row in cases.visible(cast.clerk).items]


def file_of(cast: Cast, number: str) -> CaseFile:
    return next(file for file in all_files(cast) if file.number == number)


def test_the_questions_come_one_by_one_and_keep_what_was_said(client: Client, cast: Cast) -> None:
    words = BROKEN_BIN.encode()
    first = client.get(f"/report/{CATEGORY}/")
    assert b'name="text"' in first.content
    second = client.post(f"/report/{CATEGORY}/", {"text": BROKEN_BIN, "step": "where"})
    assert words in second.content
    assert b'name="address"' in second.content
    third = client.post(f"/report/{CATEGORY}/", {"text": BROKEN_BIN, "address": "1号楼", "step": "photo"})
    assert words in third.content
    assert "1号楼" in third.content.decode()
    assert b'type="file"' in third.content


@pytest.mark.parametrize(
    ("step", "changes", "asks"),
    [
        pytest.param("where", {"text": " "}, "text", id="no words"),
        pytest.param("send", {"text": ""}, "text", id="no words at the end"),
        pytest.param("photo", {"lon": "", "lat": ""}, "address", id="no place"),
        pytest.param("send", {"lon": "east"}, "address", id="a point that is none"),
        pytest.param("send", {"lon": "200"}, "address", id="a point beyond the earth"),
        pytest.param("send", {"crs": "EPSG:3857"}, "address", id="an unknown coordinate system"),
        pytest.param("send", {"lon": "", "lat": "", "area": "nowhere"}, "address", id="an unknown area"),
        pytest.param("send", {"text": "x" * 2001}, "text", id="too many words"),
        pytest.param("send", {"text": "bell\x07"}, "text", id="control characters"),
        pytest.param("send", {"phone": "12"}, "phone", id="no telephone number"),
    ],
)
def test_what_cannot_be_taken_is_asked_again(
    client: Client, cast: Cast, step: str, changes: dict[str, str], asks: str
) -> None:
    answer = client.post(f"/report/{CATEGORY}/", a_form(cast, step=step, **changes))
    assert answer.status_code == 422
    assert f'id="f-{asks}"' in answer.content.decode()
    assert b'role="alert"' in answer.content
    assert all_files(cast) == []


def test_a_report_becomes_a_case_with_a_number(client: Client, cast: Cast) -> None:
    number = report(client, **a_form(cast, photos=[a_photo()]))
    file = file_of(cast, number)
    assert (file.stage, file.source, file.path[-1].id) == ("reported", "resident", cast.town.a1)
    assert len(file.photos) == 1
    assert file.reporter is not None
    assert PHONE not in file.reporter.phone


def test_sending_twice_makes_one_case(client: Client, cast: Cast) -> None:
    form = a_form(cast)
    assert report(client, **form) == report(client, **form)
    assert len(all_files(cast)) == 1


def test_outside_every_grid_nothing_is_lost(client: Client, cast: Cast) -> None:
    spot = cast.town.outside
    number = report(client, **a_form(cast, lon=str(spot.lon), lat=str(spot.lat)))
    assert client.get(f"/c/{number}/").status_code == 200


def test_words_and_photos_are_public_only_when_released(client: Client, cast: Cast) -> None:
    number = report(client, **a_form(cast, photos=[a_photo()]))
    stranger = Client()
    assert BROKEN_BIN not in stranger.get(f"/c/{number}/").content.decode()
    file = file_of(cast, number)
    shot, said = file.photos[0], file.story[0].words[0]
    photo = f"/c/{number}/photos/{shot.id}"
    assert stranger.get(photo).status_code == 404
    release(case_id=file.id, what=said.id, actor=cast.clerk)
    release(case_id=file.id, what=shot.id, actor=cast.clerk)
    assert BROKEN_BIN in stranger.get(f"/c/{number}/").content.decode()
    shown = stranger.get(photo)
    assert shown.status_code == 200
    shown.close()


def test_unknown_wrong_and_hidden_numbers_look_alike(client: Client, cast: Cast) -> None:
    hidden = a_case(cast, category=QUARREL)
    pages = {}
    for number in (
        hidden.number,
        hidden.number[:-1] + ("0" if hidden.number[-1] != "0" else "1"),
        "XX",
        "AB-CD",
    ):
        answer = client.get(f"/c/{number}/")
        assert answer.status_code == 404
        pages[number] = re.sub(
            r'(csrf-token" content|csrfmiddlewaretoken" value|data-now|nonce)="[^"]*"',
            "",
            answer.content.decode(),
        )
    bare = {page.replace(number, "") for number, page in pages.items()}
    assert len(bare) == 1


def test_asking_too_often_has_to_wait(client: Client, cast: Cast) -> None:
    answers = [client.get("/c/XX/").status_code for _ in range(61)]
    assert answers[-2:] == [404, 429]


def test_the_reporter_rates_and_nobody_else(client: Client, cast: Cast) -> None:
    closed = a_case(cast, stage="closed")
    key = cases.slip_of(closed.id).key
    refused = client.post(
        f"/c/{closed.number}/rate/", {"contacted": "true", "solved": "yes", "rating": "5", "key": "guess"}
    )
    assert refused.status_code in {403, 404, 422}
    blank = client.post(f"/c/{closed.number}/rate/", {"key": key})
    assert blank.status_code == 422
    done = client.post(
        f"/c/{closed.number}/rate/",
        {"contacted": "true", "solved": "yes", "rating": "5", "key": key, "opinion": "很快"},
    )
    assert done.status_code == 302
    assert cases.case_file(cast.clerk, closed.id).rating == 5


def test_a_category_that_is_not_public_is_not_offered(client: Client, cast: Cast) -> None:
    assert client.get("/report/999999/").status_code in {302, 404, 422}


def test_search_finds_the_category_in_everyday_words(client: Client) -> None:
    assert "路灯" in client.get("/report/", {"q": "路灯不亮"}).content.decode()


def test_following_leads_to_the_page_of_the_number(client: Client) -> None:
    answer = client.post("/follow/", {"number": " wh 26b "})
    assert answer["Location"] == "/c/wh26b/"
