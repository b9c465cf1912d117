"""The choices of type and light, the problem pages and the living style page."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest
from django.test import RequestFactory
from django.utils.html import escape
from django.utils.translation import override

from gewu.ui import pages
from gewu.ui.problems import PROBLEMS


def post(**data: str) -> HttpRequest:
    return RequestFactory().post("/ui/look", data)


def test_a_choice_is_kept_and_the_visitor_returns() -> None:
    response = pages.look(post(type="large", theme="dark", next="/desk/?late=1"))
    assert (response.status_code, response["Location"]) == (302, "/desk/?late=1")
    assert response.cookies["gewu_type"].value == "large"
    assert response.cookies["gewu_theme"].value == "dark"


def test_a_choice_leads_nowhere_else_and_keeps_nothing_strange() -> None:
    response = pages.look(post(type='"><b>', next="https://elsewhere.example/"))
    assert response["Location"] == "/"
    assert not response.cookies


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("room", ["", "field", "desk", "print"])
def test_the_style_page_shows_every_room_in_both_languages(room: str, language: str) -> None:
    request = RequestFactory().get("/ui/", {"room": room})
    request.user = get_user_model()(username="somebody")
    with override(language):
        html = pages.style(request).content.decode()
    assert f'lang="{"zh-Hans" if language == "zh-hans" else "en"}"' in html
    assert "WH0305-0148-3D" in html


def test_the_style_page_is_not_for_passers_by() -> None:
    request = RequestFactory().get("/ui/")
    request.user = AnonymousUser()
    with pytest.raises(Http404):
        pages.style(request)


@pytest.mark.parametrize("code", PROBLEMS)
def test_every_problem_has_a_page(code: str) -> None:
    assert (
        escape(str(PROBLEMS[code].title)) in pages.problem(RequestFactory().get("/"), code).content.decode()
    )


def test_an_unknown_problem_has_none() -> None:
    with pytest.raises(Http404):
        pages.problem(RequestFactory().get("/"), "nonsense")
