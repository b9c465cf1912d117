"""What a case brings to its own later forms."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from gewu.cases.known import known
from gewu.cases.queries import CaseFile
from gewu.catalogue import queries as catalogue
from gewu.kernel.access import ActorRequest
from gewu.ui.forms import Field, Known


def of_case(_request: ActorRequest, fields: tuple[Field, ...], about: object) -> Mapping[str, Known]:
    """Answers that were given before in the same case and stay true."""
    if not isinstance(about, CaseFile) or not about.given:
        return {}
    definition = catalogue.definition(about.definition_id)
    found = known(definition, about.given, (field.name for field in fields))
    return {name: Known(value, _("Said in this case before")) for name, value in found.items()}
