"""What is no photo and no paper, by every door that takes files: its field is named, and nothing is kept."""

from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from gewu.cases.models import Case
from gewu.cases.tests.builders import CATEGORY, Cast, a_case, a_cast, a_photo
from tests.security.refusing import by_page, program, refuse

pytestmark = pytest.mark.django_db
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture
def cast() -> Cast:
    return a_cast()


def _bomb() -> bytes:
    content = BytesIO()
    Image.new("1", (20_000, 20_000)).save(content, "PNG")
    return content.getvalue()


def _zip() -> bytes:
    content = BytesIO()
    with ZipFile(content, "w") as packed:
        packed.writestr("a.jpg", b"x")
    return content.getvalue()


FILES: dict[str, Callable[[], tuple[str, bytes]]] = {
    "a program as a photo": lambda: ("a.jpg", b"MZ\x90\0" + b"\0" * 200),
    "a photo as a program": lambda: ("a.exe", a_photo().read()),
    "a page as a photo": lambda: ("a.jpg", b"<html><script>alert(1)</script></html>"),
    "a drawing with a script": lambda: ("a.svg", SVG),
    "a drawing as a photo": lambda: ("a.png", SVG),
    "a bomb": lambda: ("a.png", _bomb()),
    "an archive": lambda: ("a.zip", _zip()),
    "a paper with an archive behind": lambda: ("a.pdf", b"%PDF-1.4\n%%EOF\n" + _zip()),
    "half a photo": lambda: ("a.jpg", a_photo().read()[:200]),
    "more than twenty megabytes": lambda: ("a.jpg", a_photo().read() + b"\0" * (20 * 1024 * 1024)),
    "nothing": lambda: ("a.jpg", b""),
}
DOORS: dict[str, Callable[[Cast, Case, SimpleUploadedFile], tuple[Callable[[], Any], str]]] = {
    "api": lambda cast, case, file: (_by_api(cast, case, file), "file"),
    "desk": lambda cast, case, file: (
        by_page(cast.clerk, f"/desk/cases/{case.id}/files/", file=file),
        "file",
    ),
    "desk report": lambda cast, case, file: (by_page(cast.clerk, "/desk/report/", photos=file), "photos"),
    "field": lambda cast, case, file: (
        by_page(cast.gridworker, f"/field/cases/{case.id}/files/", file=file),
        "file",
    ),
    "field report": lambda cast, case, file: (
        by_page(cast.gridworker, f"/field/report/{CATEGORY}/", photos=file),
        "photos",
    ),
    "portal": lambda cast, case, file: (
        by_page(None, f"/report/{CATEGORY}/", photos=file, step="send"),
        "photos",
    ),
}


def _by_api(cast: Cast, case: Case, file: SimpleUploadedFile) -> Callable[[], Any]:
    who = program(cast.clerk)
    path = f"/api/v1/cases/{case.id}/files"
    return lambda: Client(raise_request_exception=False).post(
        path, {"file": file, "kind": "scene"}, headers=who
    )


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("what", FILES)
def test_a_file_by_every_door(cast: Cast, what: str, door: str) -> None:
    name, content = FILES[what]()
    ask, field = DOORS[door](cast, a_case(cast), SimpleUploadedFile(name, content, "image/jpeg"))
    refuse(ask, field)
