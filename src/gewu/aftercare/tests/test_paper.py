"""Case files as PDF: Chinese that can be read back, photos, the chain; many at once in the background."""

import zipfile

import pytest

from gewu.aftercare import commands, queries
from gewu.aftercare.paper import fonts
from gewu.aftercare.paper.case import Printing, case_pdf
from gewu.cases.commands import attach
from gewu.cases.tests.builders import PHONE, Cast, a_case, a_photo
from gewu.kernel import jobs
from gewu.kernel.errors import Invalid, NotFound, RuleBroken
from gewu.kernel.files.pdf import fault_of
from gewu.kernel.files.storage import storage

pytestmark = pytest.mark.django_db
BASE = "https://grid.example"


def test_a_case_file_is_a_sound_pdf_with_photos_and_masked_contacts(cast: Cast) -> None:
    case = a_case(cast, "checked", name="王小样", phone=PHONE)
    attach(case_id=case.id, upload=a_photo(), kind="after", actor=cast.clerk)
    content = case_pdf(case.id, Printing(cast.clerk, BASE))
    assert fault_of(content) is None
    assert content.count(b"/Subtype /Image") >= 2, "the code and the photo"
    assert PHONE.encode() not in content


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


def test_a_bundle_needs_a_purpose_and_cases_that_are_ones_own(cast: Cast) -> None:
    case = a_case(cast, "handling")
    with pytest.raises(Invalid):
        commands.ask_for_bundle(wanted=[case.id], purpose=" ", base=BASE, actor=cast.clerk)
    with pytest.raises(Invalid):
        commands.ask_for_bundle(wanted=[], purpose="抽查", base=BASE, actor=cast.clerk)
    with pytest.raises(NotFound):
        commands.ask_for_bundle(wanted=[case.id], purpose="抽查", base=BASE, actor=cast.other_gridworker)
