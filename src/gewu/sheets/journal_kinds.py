"""What the journal tells about paper sheets."""

KINDS = {
    "sheet.printed": "A sheet was printed for a household: together with which others.",
    "sheet.collected": "A sheet came back filled in: on which day it was filled in.",
    "sheet.lost": "A sheet is lost: it takes no values any more.",
    "sheet.typed": "A sheet was typed in for the first time: how many answers.",
    "sheet.differs": "A sheet was typed again by somebody else: how many answers differ.",
    "sheet.thinned": "Lines about a person whom the registers erased were taken out: how many are left.",
    "sheet.checked": "Both typings agree, or a third look decided: what was taken, confirmed, disputed.",
}
