"""A person's own file on A4: everything held, where it came from, with whom it is shared, who looked."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from django.utils import timezone
from django.utils.translation import gettext as _
from fpdf import FPDF
from fpdf.enums import XPos, YPos

from gewu.kernel import clock
from gewu.kernel.paper.fonts import chinese_font
from gewu.kernel.paper.lines import broken
from gewu.people import queries as people
from gewu.registers.queries.own import Everything, Part
from gewu.registers.sources import Mark
from gewu.rights import words
from gewu.rights.sections import Section, sections
from gewu.sharing import queries as sharing

FAMILY = "zh"
MARGIN, LINE, LABEL = 18.0, 5.6, 46.0
INK, GREY, TEAL = (28, 39, 51), (95, 105, 110), (11, 110, 127)


class Sheet(FPDF):
    """Pages with a foot that says whose number it is and when it was drawn."""

    def __init__(self, foot: str) -> None:
        super().__init__(format="A4")
        self._foot = foot
        font = chinese_font()
        self.add_font(FAMILY, fname=str(font.path), collection_font_number=font.number or 0)
        self.set_margins(MARGIN, MARGIN)
        self.set_auto_page_break(True, margin=MARGIN + 4)
        self.set_creator("Gewu")
        self.set_creation_date(clock.now())
        self.add_page()

    def footer(self) -> None:
        self.set_y(-MARGIN + 3)
        self._ink(7, GREY)
        self.cell(self.epw * 0.8, 4, self._foot)
        self.cell(self.epw * 0.2, 4, f"{self.page_no()} / {{nb}}", align="R")

    def title_line(self, text: str) -> None:
        self._ink(17, INK)
        self._written(text, 8)

    def heading(self, text: str) -> None:
        self.ln(3)
        self._ink(12, TEAL)
        self._written(text, LINE + 1)

    def said(self, text: str) -> None:
        self._ink(9, GREY)
        self._written(text, LINE)

    def fact(self, label: str, value: str, below: str = "") -> None:
        """A label at the left, the value beside it, and a small line about where it came from."""
        self._ink(9, GREY)
        top = self.get_y()
        self.cell(LABEL, LINE, label)
        self._ink(10, INK)
        self.set_xy(MARGIN + LABEL, top)
        for line in broken(value, self.epw - LABEL, self.get_string_width) or [""]:
            self.set_x(MARGIN + LABEL)
            self.cell(0, LINE, line, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self._ink(7.5, GREY)
        for line in broken(below, self.epw - LABEL, self.get_string_width) if below else []:
            self.set_x(MARGIN + LABEL)
            self.cell(0, 4, line, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def _written(self, text: str, height: float) -> None:
        for line in broken(text, self.epw, self.get_string_width):
            self.cell(0, height, line, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def _ink(self, size: float, colour: tuple[int, int, int]) -> None:
        self.set_font(FAMILY, size=size)
        self.set_text_color(*colour)


def own_file(file: Everything, *, number: str, language: str) -> bytes:
    """The file as a PDF. `number` is that of the ask it answers."""
    drawn = timezone.localtime(clock.now()).strftime("%Y-%m-%d %H:%M")
    name = _("Own file")
    sheet = Sheet(f"{name} · {number} · {drawn}")
    sheet.title_line(_("What is held of me"))
    sheet.said(
        _("Drawn under the Personal Information Protection Law, article 45. Keep it safe: nothing is masked.")
    )
    for part in file.parts:
        _part(sheet, part, language)
    _offered(sheet, file, language)
    _visited(sheet, file)
    for section in sections(file.person, language):
        _brought(sheet, section)
    _shared(sheet, file, language)
    _looked(sheet, file, language)
    written = BytesIO()
    sheet.output(written)
    return written.getvalue()


def _part(sheet: Sheet, part: Part, language: str) -> None:
    name = part.of.said(language)
    if part.since:
        until = part.until.isoformat() if part.until else _("now")
        name += f" ({part.since.isoformat()} – {until})"
    sheet.heading(name)
    basis = getattr(part.of, "basis", None)
    if basis:
        sheet.said(f"{_('Basis')}: {basis(language)}")
    if part.erase_on:
        kept = _("Kept until")
        sheet.said(f"{kept}: {part.erase_on.isoformat()}")
    for one in part.held:
        sheet.fact(one.field.said(language), one.spoken(language), _origin(one.mark))


def _offered(sheet: Sheet, file: Everything, language: str) -> None:
    if file.claims:
        sheet.heading(_("Said otherwise, not decided yet"))
        for of, claim in file.claims:
            told = claim.offered if claim.secret is None else claim.secret.open()
            sheet.fact(of.said(language), str(told), _origin(Mark.unpacked(claim.mark)))


def _visited(sheet: Sheet, file: Everything) -> None:
    sheet.heading(_("Visits"))
    if not file.visits:
        sheet.said(_("None."))
    for visit in file.visits:
        sheet.fact(_moment(visit.visited_at), str(words.OUTCOMES.get(visit.outcome, visit.outcome)))


def _brought(sheet: Sheet, section: Section) -> None:
    sheet.heading(section.heading)
    if not section.lines:
        sheet.said(section.none)
    for line in section.lines:
        sheet.fact(line.label, line.told, line.below)


def _shared(sheet: Sheet, file: Everything, language: str) -> None:
    """Who may use what is held, by the sharing catalogue: fields that have a value here."""
    held = {f"{part.of.key}.{one.field.key}": one.field for part in file.parts for one in part.held}
    sheet.heading(_("Who may use it, and for what"))
    shared = sharing.catalogue(file.person.township)
    found = [(one, held[path]) for one in shared for path in one.fields if path in held]
    if not found:
        sheet.said(_("Nobody but the offices of this place."))
    for item, field in found:
        for use in item.uses:
            sheet.fact(
                field.said(language),
                f"{use.office.name(language)}: {use.purpose.name(language)}",
                use.basis.name(language),
            )


def _looked(sheet: Sheet, file: Everything, language: str) -> None:
    """Who looked, by post and purpose; the name of an official is not part of a person's own file."""
    sheet.heading(_("Who looked"))
    if not file.looks:
        sheet.said(_("Nobody."))
    for look in file.looks:
        role = people.role_name(look.role, language, file.person.township) if look.role else _("the system")
        what = _("values in full") if look.opened else _("the file, values masked")
        purpose = words.PURPOSES.get(look.purpose)
        sheet.fact(_moment(look.at), f"{role}: {what}", str(purpose) if purpose else "")


def _origin(mark: Mark | None) -> str:
    if mark is None:
        return ""
    told: Sequence[str] = [str(words.SOURCES.get(mark.source, mark.source)), _moment(mark.at)]
    return " · ".join(told)


def _moment(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
