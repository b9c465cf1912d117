"""Files: judged by content, cleaned, kept whole or not at all."""

import hashlib
import io
import os
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageCms, ImageOps
from PIL.PngImagePlugin import PngInfo

from gewu.kernel import files
from gewu.kernel.errors import Invalid, NotFound
from gewu.kernel.files import content as contents
from gewu.kernel.files.storage import LocalFolder
from gewu.kernel.models import File
from gewu.kernel.tests.parcels import TOWNSHIP, WORKER

SVG = b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
GPS, MAKE = 0x8825, 0x010F
pytestmark = pytest.mark.django_db


def a_pdf(catalogue: bytes = b"<</Type/Catalog>>") -> bytes:
    head = b"%PDF-1.4\n1 0 obj\n" + catalogue + b"\nendobj\n"
    return head + b"xref\n0 1\ntrailer <<>>\nstartxref\n" + str(len(head)).encode() + b"\n%%EOF\n"


PDF = a_pdf()


@pytest.fixture(autouse=True)
def folder(settings: LazySettings, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    return tmp_path / "files"


def a_picture(kind: str = "JPEG", size: tuple[int, int] = (64, 48), **options: Any) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, "red").save(written, kind, **options)
    return written.getvalue()


def a_photo(orientation: int = 1, size: tuple[int, int] = (64, 48), kind: str = "JPEG") -> bytes:
    """As a phone makes it: red on the left, blue on the right, with maker, place and comment."""
    picture = Image.new("RGB", size, "red")
    picture.paste("blue", (size[0] // 2, 0, *size))
    exif = picture.getexif()
    exif[0x0112], exif[MAKE] = orientation, "SecretPhone"
    exif.get_ifd(GPS)[1] = "N"
    written = io.BytesIO()
    options: dict[str, Any] = {"comment": b"secret comment"} if kind == "JPEG" else {}
    picture.save(written, kind, exif=exif, xmp=b"<x:xmpmeta secret/>", **options)
    return written.getvalue()


def store(content: bytes, name: str = "photo") -> File:
    return files.store(
        upload=SimpleUploadedFile(name, content), township=TOWNSHIP, actor=WORKER, purpose="case.photo"
    )


def opened(file: File) -> Image.Image:
    with files.open_original(file) as stored:
        picture = Image.open(stored)
        picture.load()
        return picture


def blobs(folder: Path) -> list[Path]:
    return sorted(folder.glob("??/??/*"))


@pytest.mark.parametrize(
    ("kind", "name", "media_type", "shown"),
    [
        ("JPEG", "a.jpg", "image/jpeg", "a.jpg"),
        ("PNG", "a.png", "image/png", "a.png"),
        ("WEBP", "a.webp", "image/webp", "a.webp"),
        ("HEIF", "IMG_1.HEIC", "image/jpeg", "IMG_1.jpg"),
        ("HEIF", "disguised by a chat.jpg", "image/jpeg", "disguised by a chat.jpg"),
        ("JPEG", "", "image/jpeg", "file.jpg"),
    ],
)
def test_a_picture_is_kept_by_its_content(kind: str, name: str, media_type: str, shown: str) -> None:
    upload = ContentFile(a_picture(kind), name or None)
    file = files.store(upload=upload, township=TOWNSHIP, actor=WORKER, purpose="case.photo")
    assert (file.media_type, file.width, file.height, file.name) == (media_type, 64, 48, shown)
    assert File.objects.one(file.id).uploaded_by == WORKER.user
    assert Image.MIME[str(opened(file).format)] == media_type


def test_the_address_is_the_digest_of_what_is_kept(folder: Path) -> None:
    file = store(a_photo())
    kept = (folder / file.sha256[:2] / file.sha256[2:4] / file.sha256).read_bytes()
    assert hashlib.sha256(kept).hexdigest() == file.sha256
    assert len(kept) == file.size


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_metadata_are_gone_from_original_and_thumbnails(kind: str, folder: Path) -> None:
    sent = a_photo(kind=kind)
    assert b"SecretPhone" in sent
    store(sent)
    for blob in blobs(folder):
        kept = blob.read_bytes()
        for trace in (b"SecretPhone", b"secret", b"xmpmeta", b"Exif", b"EXIF"):
            assert trace not in kept


def test_text_and_profiles_in_a_png_are_gone() -> None:
    info = PngInfo()
    info.add_text("Author", "secret")
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    with files.open_original(store(a_picture("PNG", pnginfo=info, icc_profile=profile))) as stored:
        kept = stored.read()
    assert b"secret" not in kept
    assert b"iCCP" not in kept


@pytest.mark.parametrize(
    ("orientation", "size"), [(1, (64, 48)), (3, (64, 48)), (6, (48, 64)), (8, (48, 64)), (99, (64, 48))]
)
def test_a_photo_stands_upright_without_its_orientation(orientation: int, size: tuple[int, int]) -> None:
    file = store(a_photo(orientation))
    assert (file.width, file.height) == size
    picture = opened(file)
    first = picture.getpixel((2, 2))
    expected = {3: "blue", 8: "blue"}.get(orientation, "red")
    assert isinstance(first, tuple)
    assert (first[0] > 200) == (expected == "red")


def test_a_picture_for_print_keeps_its_looks() -> None:
    written = io.BytesIO()
    Image.new("RGB", (64, 48), "red").convert("CMYK").save(written, "JPEG")
    file = store(written.getvalue())
    pixel = opened(file).convert("RGB").getpixel((5, 5))
    assert isinstance(pixel, tuple)
    assert pixel[0] > 200
    assert pixel[2] < 60


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_mode_of_png_is_kept(mode: str) -> None:
    written = io.BytesIO()
    Image.new(mode, (64, 48)).save(written, "PNG")
    file = store(written.getvalue())
    assert opened(file).size == (64, 48)
    with files.open_thumbnail(file, 320) as small:
        assert Image.open(small).format == "JPEG"


@pytest.mark.parametrize(("width", "size"), [(320, (320, 160)), (1280, (1280, 640))])
def test_thumbnails_are_small_and_never_larger_than_life(width: int, size: tuple[int, int]) -> None:
    with files.open_thumbnail(store(a_picture(size=(2000, 1000))), width) as small:
        assert Image.open(small).size == size
    with files.open_thumbnail(store(a_picture()), width) as small:
        assert Image.open(small).size == (64, 48)


def test_a_pdf_is_kept_byte_for_byte() -> None:
    file = store(PDF, "证明.pdf")
    assert (file.media_type, file.width, file.name) == ("application/pdf", None, "证明.pdf")
    with files.open_original(file) as stored:
        assert stored.read() == PDF
    with pytest.raises(NotFound):
        files.open_thumbnail(file, 320)


def a_zip() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb", b"\0" * 1_000_000)
    return written.getvalue()


def a_bomb() -> bytes:
    """A PNG of a few hundred bytes that says it has 3.6 thousand million pixels."""
    sent = bytearray(a_picture("PNG"))
    sent[16:24] = (60_000).to_bytes(4, "big") * 2
    sent[29:33] = zlib.crc32(bytes(sent[12:29])).to_bytes(4, "big")
    return bytes(sent)


BAD: dict[str, tuple[str, bytes | Callable[[], bytes]]] = {
    "empty": ("a.jpg", b""),
    "text": ("a.jpg", b"hello"),
    "script": ("a.jpg", b"<script>alert(1)</script>"),
    "svg": ("a.svg", SVG),
    "svg named png": ("a.png", SVG),
    "gif": ("a.gif", lambda: a_picture("GIF")),
    "tiff": ("a.tiff", lambda: a_picture("TIFF")),
    "zip": ("a.zip", a_zip),
    "zip named jpg": ("a.jpg", a_zip),
    "head only": ("a.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF\0"),
    "truncated jpeg": ("a.jpg", lambda: a_picture(size=(640, 480))[:-400]),
    "truncated png": ("a.png", lambda: a_picture("PNG", (640, 480))[:-60]),
    "truncated webp": ("a.webp", lambda: a_picture("WEBP", (640, 480))[:-60]),
    "truncated heic": ("a.heic", lambda: a_picture("HEIF", (640, 480))[:-60]),
    "pixel bomb": ("a.png", a_bomb),
    "pdf named jpg": ("a.jpg", PDF),
    "jpeg named pdf": ("a.pdf", a_picture),
    "jpeg named exe": ("a.exe", a_picture),
    "jpeg named html": ("a.jpg.html", a_picture),
    "pdf cut off": ("a.pdf", PDF[:-20]),
    "pdf with an archive behind": ("a.pdf", lambda: PDF + a_zip()),
    "pdf behind a page": ("a.pdf", b"<html>" + PDF),
    "pdf with a wrong table": ("a.pdf", PDF.replace(b"startxref\n4", b"startxref\n1")),
    "pdf with a program": (
        "a.pdf",
        PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</JS(x)>>").replace(b"45", b"68"),
    ),
}


@pytest.mark.parametrize(("name", "content"), BAD.values(), ids=BAD)
def test_bad_content_is_refused_naming_the_field_and_nothing_is_stored(
    name: str, content: bytes | Callable[[], bytes], folder: Path
) -> None:
    sent = content if isinstance(content, bytes) else content()
    with pytest.raises(Invalid) as refusal:
        store(sent, name)
    assert set(refusal.value.fields) == {"file"}
    assert not File.objects.filter(township=TOWNSHIP).exists()
    assert blobs(folder) == []


def test_a_pixel_bomb_is_named_as_one() -> None:
    with pytest.raises(contents.Unfit) as unfit:
        contents.examine(a_bomb())
    assert "pixel" in str(unfit.value) or "像素" in str(unfit.value)


def test_a_file_over_the_limit_is_refused() -> None:
    with pytest.raises(Invalid, match="20"):
        store(a_picture() + b"\0" * contents.MOST_BYTES)


def test_what_hides_behind_a_picture_is_gone(folder: Path) -> None:
    store(a_picture() + b"<script>alert(1)</script>" + a_zip())
    for blob in blobs(folder):
        kept = blob.read_bytes()
        assert b"script" not in kept
        assert b"PK\x03\x04" not in kept


def test_a_door_may_take_photos_only() -> None:
    upload = SimpleUploadedFile("a.pdf", PDF)
    with pytest.raises(Invalid) as refusal:
        files.store(
            upload=upload, township=TOWNSHIP, actor=WORKER, purpose="x", field="photo", accept=files.IMAGES
        )
    assert set(refusal.value.fields) == {"photo"}


@given(st.sampled_from(["JPEG", "PNG", "WEBP", "HEIF"]), st.data())
@hypothesis_settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=120
)
@pytest.mark.filterwarnings("ignore")
def test_damage_anywhere_is_refused_or_drawn_but_never_breaks(kind: str, data: st.DataObject) -> None:
    sent = bytearray(a_photo(kind=kind))
    for _hit in range(data.draw(st.integers(1, 6))):
        sent[data.draw(st.integers(0, len(sent) - 1))] = data.draw(st.integers(0, 255))
    try:
        kept = contents.examine(bytes(sent))
    except contents.Unfit:
        return
    assert kept.media_type in files.IMAGES
    assert b"SecretPhone" not in kept.content


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\Users\\张三\\照片.jpg", "照片.jpg"),
        ("a\0b\u202egpj.exe", "abgpj.jpg"),
        ("...", "file.jpg"),
        ("x" * 300 + ".jpg", "x" * 100 + ".jpg"),
        ("two\nlines.jpg", "twolines.jpg"),
    ],
)
def test_a_name_is_cleaned_for_showing(name: str, shown: str) -> None:
    assert files.shown_name(name, "image/jpeg") == shown


def test_one_content_is_kept_once(folder: Path) -> None:
    one, other = store(a_photo()), store(a_photo())
    assert one.id != other.id
    assert one.sha256 == other.sha256
    assert len(blobs(folder)) == 3


def age(folder: Path, days: float) -> None:
    then = time.time() - days * files.DAY
    for blob in blobs(folder):
        os.utime(blob, (then, then))


def test_content_without_a_row_is_swept_after_a_day_and_no_sooner(folder: Path) -> None:
    kept = store(a_photo())
    orphan = store(a_picture("PNG"))
    File.objects.by_id(orphan.id).delete()
    assert files.sweep() == 0
    age(folder, 1.1)
    half = folder / kept.sha256[:2] / kept.sha256[2:4] / f"{kept.sha256}-new-abc_1"
    half.write_bytes(b"cut off by a power failure")
    os.utime(half, (0, 0))
    assert files.sweep() == 4
    assert {blob.name.partition("-")[0] for blob in blobs(folder)} == {kept.sha256}
    assert not half.exists()
    with files.open_original(kept), files.open_thumbnail(kept, 320), files.open_thumbnail(kept, 1280):
        pass


def test_content_given_again_while_the_sweep_runs_stays(folder: Path) -> None:
    """The sweep found it old and unclaimed; before it removes it, somebody sends the same photo."""
    shelf, key = LocalFolder(), "ab" * 32
    shelf.write(key, b"content")
    age(folder, 2)
    yesterday = time.time() - files.DAY
    assert list(shelf.untouched_since(yesterday)) == [key]
    shelf.write(key, b"content")
    assert not shelf.delete(key, untouched_since=yesterday)
    with shelf.open(key) as stored:
        assert stored.read() == b"content"


def test_half_a_file_under_a_key_is_replaced() -> None:
    shelf, key = LocalFolder(), "cd" * 32
    shelf.write(key, b"con")
    shelf.write(key, b"content")
    with shelf.open(key) as stored:
        assert stored.read() == b"content"


@pytest.mark.parametrize("key", ["../../etc/passwd", "", "ab/cd", "ab" * 31])
def test_a_key_cannot_leave_the_folder(key: str) -> None:
    with pytest.raises(ValueError, match="key"):
        LocalFolder().open(key)


def test_a_photo_is_served_so_that_it_can_do_no_harm(rf: RequestFactory) -> None:
    file = store(a_photo(), "证据.jpg")
    answer = files.response(rf.get("/"), file)
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-cache"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Content-Disposition"].startswith("inline; filename*=utf-8''%E8%AF%81")
    answer.close()
    again = files.response(rf.get("/", headers={"If-None-Match": answer["ETag"]}), file)
    assert again.status_code == 304


def test_a_thumbnail_has_a_mark_of_its_own(rf: RequestFactory) -> None:
    file = store(a_photo(kind="PNG"))
    small, whole = files.response(rf.get("/"), file, width=320), files.response(rf.get("/"), file)
    assert small["Content-Type"] == "image/jpeg"
    assert small["ETag"] != whole["ETag"]
    small.close()
    whole.close()


def test_a_pdf_is_served_as_a_download(rf: RequestFactory) -> None:
    answer = files.response(rf.get("/"), store(PDF, "a.pdf"))
    assert answer["Content-Disposition"] == 'attachment; filename="a.pdf"'
    answer.close()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_is_turned_as_pillow_would(orientation: int) -> None:
    """Pillow's own function also writes the EXIF anew, and stumbles over what some phones put there."""
    sent = a_photo(orientation)
    expected = ImageOps.exif_transpose(Image.open(io.BytesIO(sent)))
    difference = ImageChops.difference(opened(store(sent)), expected).convert("L")
    assert sum(difference.histogram()[20:]) == 0
