"""What is said about files and cells that cannot be taken: what is wrong, and what to do."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Say = str | Promise

FILE: Mapping[str, Say] = {
    "large": _(
        "This file has %(size)s MB; at most %(most)s MB are read. Save it without pictures, or in parts."
    ),
    "empty": _("There is nothing in this file."),
    "broken": _(
        "This file cannot be read to its end: it is damaged or was cut off. Save it anew and send that."
    ),
    "bomb": _("Unpacked, this file would be larger than %(most)s MB. It was not opened."),
    "growth": _(
        "Unpacked, this file would grow more than %(times)s times, which no table does. It was not opened."
    ),
    "locked": _("This workbook is locked with a password. Save it without one."),
    "web_page": _(
        "This is a web page that is called a workbook. Open it in a spreadsheet and save it as xlsx."
    ),
    "no_workbook": _("This is no workbook, whatever its name says. Send xlsx, xls, ods or CSV."),
    "encoding": _("The letters of this text file cannot be read. Save it as CSV in UTF-8."),
    "rows": _("The sheet “%(sheet)s” has %(rows)s rows; at most %(most)s are read. Divide it."),
    "hidden": _("Every sheet of this workbook is hidden. Show the one that is meant, and save."),
    "no_header": _("No row of headings was found in the first twenty. Give the columns their usual names."),
    "cut_off": _("The import was cut off and nothing of it was brought in. Start it again."),
}

# code: what is wrong, what to do.
CELL: Mapping[str, tuple[Say, Say]] = {
    "needed": (_("This must be there."), _("Fill it in.")),
    "long": (_("This is too long."), _("Shorten it, or choose another column.")),
    "name_digits": (_("A name has no digits."), _("Is this the right column?")),
    "identity_rounded": (
        _("The spreadsheet has rounded this number: its last digits are lost."),
        _("Type it again as text; it cannot be guessed."),
    ),
    "identity_form": (_("This is no identity number."), _("Compare it with the card.")),
    "identity_check": (_("The last digit does not fit: a digit is wrong."), _("Compare it with the card.")),
    "identity_twice": (
        _("This identity number stands above with other answers."),
        _("Keep the right one of the two rows."),
    ),
    "born_differs": (
        _("This is not the day in the identity number."),
        _("One of the two is wrong: compare with the card."),
    ),
    "sex_differs": (
        _("This is not the sex in the identity number."),
        _("One of the two is wrong: compare with the card."),
    ),
    "phone_form": (_("This is no telephone number."), _("Type it with all digits.")),
    "phone_two": (_("More than one number."), _("Leave one; the other can be added later.")),
    "date_form": (_("This is no day."), _("Write it as 1962-03-05.")),
    "date_none": (_("There is no such day."), _("Compare it with the paper.")),
    "date_short": (_("The year is not clear."), _("Write it with four digits.")),
    "date_no_day": (_("The day is missing."), _("Add the day, or the identity number.")),
    "date_range": (_("This day lies too far away."), _("Compare it with the paper.")),
    "date_future": (_("This day has not come yet."), _("Compare it with the paper.")),
    "credit_rounded": (
        _("The spreadsheet took this code for a number."),
        _("Type it again as text; it cannot be guessed."),
    ),
    "credit_form": (_("This is no credit code."), _("Compare it with the licence.")),
    "credit_check": (_("The last character does not fit: one is wrong."), _("Compare it with the licence.")),
    "number_form": (_("This is no number."), _("Write digits only.")),
    "number_range": (_("This number is too small or too large."), _("Compare it with the paper.")),
    "yes_form": (_("This is neither yes nor no."), _("Write 是 or 否.")),
    "no_such_answer": (_("This answer is not in the list."), _("Use a word of the list.")),
    "address_unknown": (
        _("There is no such address in our books."),
        _("Write estate, house, unit and room as on the plate, or enter the address first."),
    ),
    "address_vague": (_("This fits more than one house."), _("Add the estate or the road.")),
    "outside": (_("This point lies in no grid."), _("Is the coordinate system right?")),
    "code_twice": (_("This code stands above already."), _("Keep one of the two rows.")),
    "object_code": (_("This is no code of a component: sixteen digits."), _("Compare it with the plate.")),
}
