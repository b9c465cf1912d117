"""Says in the API's document how answers lead on: what a POST made is asked for under its own address."""

from collections.abc import Iterator, Mapping
from typing import Any

Document = Mapping[str, Any]
MADE = "$response.body#/id"


def add(document: Document) -> None:
    """Give every operation that makes something the links to all that can be asked of it.

    `POST /cases` answers with an `id`, and `/cases/{case_id}/moves` takes it as `case_id`.
    """
    for path, methods in document["paths"].items():
        made = methods.get("post", {}).get("responses", {}).get(201)
        if made is not None:
            made["links"] = dict(_onward(document, path))


def _onward(document: Document, path: str) -> Iterator[tuple[str, Document]]:
    for longer, methods in document["paths"].items():
        if (name := _name_after(path, longer)) is None:
            continue
        parameters = {known: f"$request.path.{known}" for known in _names(path)} | {name: MADE}
        for operation in methods.values():
            yield (
                operation["operationId"],
                {"operationId": operation["operationId"], "parameters": parameters},
            )


def _name_after(path: str, longer: str) -> str | None:
    """The parameter that comes right after the path in a longer one."""
    if not longer.startswith(f"{path}/{{"):
        return None
    return longer[len(path) + 2 :].partition("}")[0]


def _names(path: str) -> list[str]:
    return [part[1:-1] for part in path.split("/") if part.startswith("{")]
