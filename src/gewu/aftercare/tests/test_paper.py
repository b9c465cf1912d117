"""Case files as PDF: Chinese that can be read back, photos, the chain; many at once in the background."""

import zipfile
from collections.abc import Callable
from time import perf_counter
from uuid import UUID

import pytest

from gewu.aftercare import commands, queries
from gewu.aftercare.models import Bundle
from gewu.aftercare.paper import bundle
from gewu.aftercare.paper.case import Printing, case_pdf
from gewu.cases.commands import attach, comment
from gewu.cases.queries import case_file, journal_of
from gewu.cases.tests.builders import BROKEN_BIN, PHONE, Cast, a_case, a_photo
from gewu.kernel import files, jobs
from gewu.kernel.errors import Invalid, NotFound, RuleBroken
from gewu.kernel.files.pdf import fault_of
from gewu.kernel.files.storage import storage
from gewu.kernel.models import Entry
from gewu.kernel.paper import fonts
from gewu.kernel.paper.reading import pages_of

pytestmark = pytest.mark.django_db
BASE = "https://grid.example"
# Later than any moment at which something was written.
FAR = float("inf")
# Seconds: measured 0.6, and a build server may be busy.
SOON = 20


def test_a_case_file_is_a_sound_pdf_with_photos_and_masked_contacts(cast: Cast) -> None:
    case = a_case(cast, "checked", name="王小样", phone=PHONE)
    attach(case_id=case.id, upload=a_photo(), kind="after", actor=cast.clerk)
    content = case_pdf(case.id, Printing(cast.clerk, BASE))
    assert fault_of(content) is None
    assert content.count(b"/Subtype /Image") >= 2, "the code and the photo"
    words = "".join(pages_of(content))
    assert BROKEN_BIN in words, "it can be searched"
    assert PHONE not in words


def _nothing_there(photo: files.File) -> None:
    for side in (320, 1280):
        storage().delete(f"{photo.sha256}-{side}", untouched_since=FAR)


def _cut_off(photo: files.File) -> None:
    with files.open_thumbnail(photo, 1280) as stored:
        whole = stored.read()
    _nothing_there(photo)
    storage().write(f"{photo.sha256}-1280", whole[: len(whole) * 2 // 3])


def _something_else(photo: files.File) -> None:
    _nothing_there(photo)
    storage().write(f"{photo.sha256}-1280", b"no picture at all")


@pytest.mark.parametrize("harm", [_nothing_there, _cut_off, _something_else])
def test_a_photo_that_cannot_be_read_is_named_and_the_file_is_made_all_the_same(
    cast: Cast, harm: Callable[[files.File], None]
) -> None:
    case = a_case(cast, "checked")
    for kind in ("before", "after"):
        attach(case_id=case.id, upload=a_photo(), kind=kind, actor=cast.clerk)
    sound = case_pdf(case.id, Printing(cast.clerk, BASE))
    photos = case_file(cast.clerk, case.id).photos
    harm(files.File.objects.one(photos[0].id))
    content = case_pdf(case.id, Printing(cast.clerk, BASE))
    assert fault_of(content) is None
    words = "".join(pages_of(content))
    assert words.count("这张照片已损坏或缺失。") == 2, "one content under two rows: it is said of both"
    assert "这张照片" not in "".join(pages_of(sound))
    assert words.count("bin.jpg") == 2, "which one it is"
    assert BROKEN_BIN in words


def test_a_long_case_fills_its_pages_with_every_entry_once_and_in_order(cast: Cast) -> None:
    """300 notes stand for 3,000 (5 seconds on paper), which take half a minute only to write down."""
    case = a_case(cast, "handling")
    for number in range(300):
        comment(case_id=case.id, text=f"第{number:03}次到现场，还没有修好", actor=cast.clerk)
    entries = journal_of(cast.clerk, case.id)
    start = perf_counter()
    content = case_pdf(case.id, Printing(cast.clerk, BASE))
    assert perf_counter() - start < SOON
    assert fault_of(content) is None
    pages = pages_of(content)
    assert all(f"第 {page} 页，共 {len(pages)} 页" in words for page, words in enumerate(pages, start=1))
    assert len(pages) == content.count(b"/Type /Page\n")
    words = "".join(pages)
    said = [words.index(f"第{number:03}次到现场，还没有修好") for number in range(300)]
    assert said in (sorted(said), sorted(said, reverse=True))
    hashes = [words.index(bytes(entry.hash).hex()) for entry in entries]
    assert hashes == sorted(hashes)


def test_who_does_not_see_the_case_gets_no_file_of_it(cast: Cast) -> None:
    case = a_case(cast, "handling")
    with pytest.raises(NotFound):
        case_pdf(case.id, Printing(cast.other_gridworker, BASE))


def test_without_any_font_it_says_what_to_install(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    fonts.chinese_font.cache_clear()
    monkeypatch.setattr(fonts, "_places", lambda: iter(()))
    with pytest.raises(RuleBroken, match="pylopdf-fonts-zh-cn"):
        fonts.chinese_font()


def test_many_files_are_made_in_the_background_and_only_for_whoever_asked(cast: Cast) -> None:
    wanted = [a_case(cast, "handling").id, a_case(cast, "archived").id]
    made = commands.ask_for_bundle(wanted=wanted, purpose="季度抽查", base=BASE, actor=cast.clerk)
    jobs.run_due()
    done = queries.bundle(cast.clerk, made.id)
    assert done.done == 2
    with storage().open(done.sha256) as content, zipfile.ZipFile(content) as archive:
        assert len(archive.namelist()) == 2
        assert all(fault_of(archive.read(name)) is None for name in archive.namelist())
    with pytest.raises(NotFound):
        queries.bundle(cast.supervisor, made.id)


def test_a_bundle_whose_worker_died_is_made_again_and_offered_once(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = [a_case(cast, "handling").id, a_case(cast, "handling").id]
    made = commands.ask_for_bundle(wanted=wanted, purpose="季度抽查", base=BASE, actor=cast.clerk)
    with monkeypatch.context() as dying:
        dying.setattr(bundle, "case_pdf", _dies_at(wanted[1]))
        with pytest.raises(SystemExit):
            commands.make_bundle(bundle=made.id)
    half = queries.bundle(cast.clerk, made.id)
    assert (half.done, half.finished_at, half.sha256) == (1, None, ""), "nothing is offered"
    commands.make_bundle(bundle=made.id)
    whole = queries.bundle(cast.clerk, made.id)
    assert whole.done == 2
    with storage().open(whole.sha256) as content, zipfile.ZipFile(content) as archive:
        assert (archive.testzip(), len(archive.namelist())) == (None, 2)
    commands.make_bundle(bundle=made.id)
    assert _offered(made) == 1


def test_a_worker_thought_dead_that_ends_later_does_not_offer_it_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = a_case(cast, "handling")
    made = commands.ask_for_bundle(wanted=[case.id], purpose="季度抽查", base=BASE, actor=cast.clerk)
    with monkeypatch.context() as slow:
        slow.setattr(bundle, "case_pdf", _overtaken(made.id, slow))
        commands.make_bundle(bundle=made.id)
    stands = queries.bundle(cast.clerk, made.id)
    assert stands.done == 1
    assert _offered(made) == 1
    with storage().open(stands.sha256) as content:
        assert len(content.read()) == stands.size


def _dies_at(fatal: UUID) -> Callable[[UUID, Printing], bytes]:
    def printed(case_id: UUID, printing: Printing) -> bytes:
        if case_id == fatal:
            raise SystemExit
        return case_pdf(case_id, printing)

    return printed


def _overtaken(made: UUID, slow: pytest.MonkeyPatch) -> Callable[[UUID, Printing], bytes]:
    def printed(case_id: UUID, printing: Printing) -> bytes:
        slow.undo()
        commands.make_bundle(bundle=made)
        return case_pdf(case_id, printing)

    return printed


def _offered(made: Bundle) -> int:
    return Entry.objects.filter(
        township=made.township, subject_id=made.id, kind="aftercare.bundle_made"
    ).count()


def test_a_bundle_needs_a_purpose_and_cases_that_are_ones_own(cast: Cast) -> None:
    case = a_case(cast, "handling")
    with pytest.raises(Invalid):
        commands.ask_for_bundle(wanted=[case.id], purpose=" ", base=BASE, actor=cast.clerk)
    with pytest.raises(Invalid):
        commands.ask_for_bundle(wanted=[], purpose="抽查", base=BASE, actor=cast.clerk)
    with pytest.raises(NotFound):
        commands.ask_for_bundle(wanted=[case.id], purpose="抽查", base=BASE, actor=cast.other_gridworker)
