"""Every route needs an actor unless it is listed here as public, with the reason."""

from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from gewu.config.api import api

PUBLIC = {
    ".well-known/gewu-seals.json": "the keys of seals are for everybody who checks one",
    "evidence/check_proof.py": "likewise the script that checks a proof",
    "shared-data/": "who may use which field for what is for everybody",
    "published-figures/": "what the places published themselves",
    "at/<slug:code>/": "the plate of a door is scanned by whoever stands before it",
    "healthz": "asked by whoever runs the server",
    "csp-report": "browsers tell us of a page that wanted too much",
    "language": "a choice kept in a cookie",
    "api/v1/docs": "the contract of the API is no secret",
    "api/v1/openapi.json": "likewise",
    "map/": "codes, names and borders of grids are no secret",
    "map/<int:township>.svg": "likewise",
    "map/<int:township>-near.svg": "likewise",
    "problems/<slug:code>": "what a kind of refusal means",
    "ui/look": "a choice kept in a cookie",
    "": "the resident's start page",
    "report/": "reporting needs no account",
    "report/<slug:code>/": "likewise",
    "report/<slug:code>/near/": "likewise: no more than open data show",
    "grid/": "who looks after a street is public by their office",
    "grid/<str:grid_code>/": "likewise",
    "grid/<str:grid_code>/photo/<uuid:portrait_id>": "only what the person agreed to show",
    "follow/": "the number is the key",
    "c/<str:number>/": "likewise",
    "c/<str:number>/photos/<uuid:file_id>": "only what a person released",
    "c/<str:number>/rate/": "the link that came with the number is the key",
    "c/<str:number>/again/": "likewise",
    "c/<str:number>/quiet/": "likewise",
    "c/<str:number>/second/": "me too: of what has a public page, once for each device",
    "notices/ways/<uuid:way_id>/receipts/": "a gateway's signature is the key",
    "notices/ways/<uuid:way_id>/wechat/": "likewise",
    "me/notices/bell/": "a part of every page: empty for strangers",
    "accounts/login/": "the way in",
    "accounts/passkey/": "likewise: a challenge, and the passkey that answers it",
    "desk/people/at/<uuid:area_id>/": "a part of the map: empty for strangers",
}
OPEN311 = (
    *("discovery.<str:form>", "services.<str:form>", "services/<str:code>.<str:form>", "requests.<str:form>"),
    *(
        "requests/<str:number>.<str:form>",
        "tokens/<str:token>.<str:form>",
        "servicerequestupdates.<str:form>",
    ),
)
PUBLIC |= {
    f"open311/{endpoint}{operation}": "the standard lets everybody read; what writes asks for an api_key"
    for endpoint in ("v2/", "test/v2/")
    for operation in OPEN311
}
PUBLIC_OPERATIONS = {
    *("list_places", "locate", "boundaries", "one_place", "one_definition", "list_categories"),
    *("count_deadline", "calendar_year"),
    *("houses", "find_addresses", "one_address"),
}


def test_a_page_that_is_not_public_sends_strangers_to_the_sign_in(db: None) -> None:
    stranger = Client(raise_request_exception=False)
    let_in = {
        pattern: answer.status_code
        for pattern in _pages()
        if pattern not in PUBLIC and not _is_refused(answer := stranger.get("/" + _filled(pattern)))
    }
    assert let_in == {}
    assert set(PUBLIC) <= set(_pages())


def test_an_operation_that_is_not_public_needs_a_credential() -> None:
    document = api.get_openapi_schema()
    open_to_all = {
        operation["operationId"].rpartition("_api_")[2]
        for methods in document["paths"].values()
        for operation in methods.values()
        if "security" not in operation
    }
    assert open_to_all <= PUBLIC_OPERATIONS


def _is_refused(answer: Any) -> bool:
    sent_away = answer.status_code == 302 and answer["Location"].startswith("/accounts/login/")
    return sent_away or answer.status_code in {401, 403, 404, 405}


def _pages() -> list[str]:
    return [pattern for pattern in _walk(get_resolver().url_patterns, "") if not _is_operation(pattern)]


def _is_operation(pattern: str) -> bool:
    return pattern.startswith("api/v1/") and pattern not in {"api/v1/docs", "api/v1/openapi.json"}


def _walk(urls: list[URLPattern | URLResolver], before: str) -> list[str]:
    found: list[str] = []
    for url in urls:
        here = before + str(url.pattern)
        found += [here] if isinstance(url, URLPattern) else _walk(url.url_patterns, here)
    return found


def _filled(pattern: str) -> str:
    for kind, value in {
        "<uuid:": "01900000-0000-8000-8000-000000000000",
        "<slug:": "x",
        "<int:": "370402004",
        "<str:": "x",
    }.items():
        while kind in pattern:
            before, _, after = pattern.partition(kind)
            pattern = before + value + after.partition(">")[2]
    return pattern
