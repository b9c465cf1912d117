"""Files bent out of shape: kept clean or refused with a reason, and never half of one on the shelf."""

from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings as installation
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from gewu.cases.tests.builders import a_case, a_cast
from gewu.kernel.files.content import ACCEPTED, Kept, Unfit, examine
from tests.machines import hostile
from tests.machines.asking import EXAMPLES, PLAY
from tests.machines.world import one_connection, taken_back
from tests.security.refusing import program
from tests.security.rows import rows

# What libraries have to say of strange files is a warning, which only tests turn into an exception.
pytestmark = pytest.mark.filterwarnings("ignore")


@settings(PLAY, max_examples=EXAMPLES * 10)
@given(content=hostile.bent_files())
def test_a_bent_file_is_kept_clean_or_is_unfit(content: bytes) -> None:
    with suppress(Unfit):
        _see(examine(content))


def _see(kept: Kept) -> None:
    """What is kept opens again, and says nothing of where it was taken."""
    assert kept.media_type in ACCEPTED
    if kept.width:
        with Image.open(BytesIO(kept.content)) as again:
            again.load()
            assert again.size == (kept.width, kept.height)
            assert not again.getexif()


@pytest.mark.parametrize("kind", sorted(hostile.real_files()))
def test_a_file_that_is_whole_is_kept(kind: str) -> None:
    assert examine(hostile.real_files()[kind]).media_type in ACCEPTED


@pytest.mark.django_db
def test_an_upload_by_the_api_is_stored_whole_or_not_at_all() -> None:
    cast = a_cast()
    case, headers = a_case(cast), program(cast.clerk)

    @PLAY
    @given(
        content=hostile.bent_files(),
        name=hostile.sendable(hostile.words(2)),
        kind=hostile.sendable(hostile.like("scene", "handling")),
    )
    def upload(content: bytes, name: str, kind: str) -> None:
        before, shelf = rows(), _shelf()
        sent = {"file": SimpleUploadedFile(name or "x", content, "image/jpeg"), "kind": kind}
        with taken_back():
            answer = _client().post(f"/api/v1/cases/{case.id}/files", sent, headers=headers)
            assert answer.status_code in {201, 422}, answer.content
            assert answer.status_code == 201 or rows() == before
        assert answer.status_code == 201 or _shelf() == shelf

    with one_connection():
        upload()


@pytest.mark.django_db
def test_a_body_in_parts_that_is_none_stores_nothing() -> None:
    cast = a_cast()
    case, headers = a_case(cast), program(cast.clerk)
    whole = b"\r\n".join(
        [
            b"--edge",
            b'Content-Disposition: form-data; name="file"; filename="a.pdf"',
            b"Content-Type: application/pdf",
            b"",
            hostile.PDF,
            b"--edge",
            b'Content-Disposition: form-data; name="kind"',
            b"",
            b"scene",
            b"--edge--",
            b"",
        ]
    )

    @PLAY
    @given(body=hostile.bent(whole), boundary=st.one_of(st.just("edge"), st.text('edg"; =', max_size=80)))
    def send(body: bytes, boundary: str) -> None:
        before = rows()
        kind = f"multipart/form-data; boundary={boundary}"
        with taken_back():
            answer = _client().post(f"/api/v1/cases/{case.id}/files", body, kind, headers=headers)
            assert answer.status_code in {201, 400, 413, 415, 422}, answer.content
            assert answer.status_code == 201 or rows() == before

    with one_connection():
        send()


def _client() -> Client:
    return Client(raise_request_exception=False)


def _shelf() -> set[Path]:
    return {path for path in (installation.DATA / "files").rglob("*") if path.is_file()}
