"""Before a form asks, it looks: who knows an answer already. Read this to see where known values come from.

A source is a function from (request, questions, what the form is about) to known answers by name. The first
that knows a question is believed; what was typed goes before all. None may tell a visitor of the portal
anything that the visitor's own session or device did not bring.
"""

from collections import ChainMap
from collections.abc import Callable, Mapping

from gewu.burden import moment
from gewu.cases.pages.known import of_case
from gewu.kernel.access import ActorRequest
from gewu.registers.pages.known import of_page, of_row
from gewu.ui.forms import Asked, Field, Known, with_known

Source = Callable[[ActorRequest, tuple[Field, ...], object], Mapping[str, Known]]

KNOWN: tuple[Source, ...] = (of_case, of_page, of_row)


def asked(request: ActorRequest, form: str, version: str, fields: tuple[Field, ...], about: object) -> Asked:
    """A form as it is shown. One that was refused, and one of several screens, keep their first moment."""
    known = dict(ChainMap(*(dict(source(request, fields, about)) for source in KNOWN)))
    shown = with_known(fields, known)
    brought = request.POST.get(moment.FIELD, "")
    before = moment.read(brought) if brought else None
    if before is not None and (before.form, before.version) == (form, version):
        more = {name: value for name, value in _values(shown).items() if name not in before.known}
        return Asked(shown, moment.again(before, more) if more else brought)
    names = (field.name for field in shown if field.kind != "hidden")
    return Asked(shown, moment.seal(form, version, names, _values(shown)))


def _values(shown: tuple[Field, ...]) -> dict[str, str]:
    return {field.name: _plain(field.value) for field in shown if field.known}


def _plain(value: object) -> str:
    """As a browser sends it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
