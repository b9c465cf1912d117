"""Asking for what cannot be: who asks, by which door, and what a refusal must look like."""

import json
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.test import Client

from gewu.cases.tests.builders import BROKEN_BIN, CATEGORY
from gewu.kernel.access import Actor
from gewu.people.commands import issue_token
from gewu.people.models import User
from tests.security.rows import rows

LONG = "长" * 2001
Change = dict[str, Any]


def program(actor: Actor) -> dict[str, str]:
    assert actor.user is not None
    return {"Authorization": f"Bearer {issue_token(user_id=actor.user, label='test', actor=actor)}"}


def browser(actor: Actor) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(id=actor.user), settings.AUTHENTICATION_BACKENDS[0])
    return client


def refuse(ask: Callable[[], Any], field: str, *statuses: int) -> None:
    """Ask, and see that it was refused, that the field is named and that nothing is left of it."""
    before = rows()
    answer = ask()
    said = answer.content.decode()
    assert answer.status_code in (statuses or (422,)), said[:600]
    assert rows() == before
    if answer["Content-Type"] == "application/problem+json":
        problem = json.loads(said)
        named = {name.split(".")[-1] for name in problem.get("fields", {})}
        assert problem["detail"]
        assert not field or field in named, problem
    else:
        wrong = said.count('class="field wrong"') or said.count('role="alert"')
        assert wrong, said[:600]
        assert not field or f'class="field wrong" id="field-{field}"' in said, _wrong_fields(said)


def _wrong_fields(page: str) -> list[str]:
    return [part.partition('"')[0] for part in page.split('class="field wrong" id="field-')[1:]]


def by_page(actor: Actor | None, path: str, **given: Any) -> Callable[[], Any]:
    client = browser(actor) if actor else Client(raise_request_exception=False)
    form = {"category": CATEGORY, "text": BROKEN_BIN, "address": "文化路", "kind": "scene", **given}
    return lambda: client.post(path, form)
