"""A report in progress. Nothing is stored before it is sent: each screen carries what the others asked."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from gewu.kernel import text
from gewu.kernel.errors import DomainError, Invalid
from gewu.kernel.points import Point
from gewu.kernel.typed import point_in, uuid_in


class Step(StrEnum):
    """One question a screen."""

    TEXT = "text"
    WHERE = "where"
    PHOTO = "photo"
    SEND = "send"


BEFORE_SENDING = (Step.TEXT, Step.WHERE, Step.PHOTO)
SHOWN = {
    Step.TEXT: {"text"},
    Step.WHERE: {"lon", "lat", "crs", "area", "address", "location"},
    Step.PHOTO: {"photos", "photo", "phone", "name", "tell"},
}
CARRIED = ("receipt", "text", "lon", "lat", "crs", "area", "address", "name", "phone", "tell", "held")


@dataclass(slots=True)
class Draft:
    """What a visitor has typed so far, as typed; `errors` maps a field to what is wrong with it."""

    category: str
    step: Step
    given: dict[str, str]
    photos: "list[UploadedFile[bytes]]" = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    # What this kind of case asks beside what every report says; asked with the first question.
    asked: frozenset[str] = frozenset()

    @classmethod
    def of(cls, request: HttpRequest, category: str, asked: Iterable[str] = ()) -> Self:
        given = {name: request.POST.get(name, "") for name in (*CARRIED, *asked)}
        given["receipt"] = given["receipt"] or uuid4().hex
        # Whoever comes from the page of a grid begins there.
        given["area"] = given["area"] or request.GET.get("area", "")
        screen = request.POST.get("step", "")
        step = Step(screen) if screen in set(Step) else Step.TEXT
        photos = list(request.FILES.getlist("photos"))
        return cls(category=category, step=step, given=given, photos=photos, asked=frozenset(asked))

    @property
    def carried(self) -> dict[str, str]:
        """What the shown screen must pass on without asking for it."""
        here = {
            Step.TEXT: {"text"} | self.asked,
            Step.WHERE: {"lon", "lat", "crs", "area", "address"},
            Step.PHOTO: {"name", "phone", "tell", "held"},
        }
        return {
            name: value
            for name, value in self.given.items()
            if value and name not in here.get(self.step, set())
        }

    def shown(self, step: Step) -> set[str]:
        """The fields that a screen can say something about."""
        return SHOWN[step] | (self.asked if step is Step.TEXT else set())

    def step_to_blame(self, refusal: DomainError) -> Step:
        """The screen on which a refused field stands."""
        fields = set(refusal.fields) if isinstance(refusal, Invalid) else set()
        return next((step for step in (Step.TEXT, Step.WHERE) if fields & self.shown(step)), Step.PHOTO)

    @property
    def text(self) -> str:
        return text.clean_required(self.given["text"], field="text", limit=2000)

    @property
    def point(self) -> Point | None:
        """Where it is, when the visitor set a point."""
        return point_in(self.given)

    @property
    def area(self) -> UUID | None:
        return uuid_in(self.given, "area")

    @property
    def address(self) -> str:
        return text.clean(self.given["address"], field="address", limit=200, lines=False)

    def check(self) -> None:
        """Go back to the first screen whose answer cannot be taken, and say why there."""
        for step in BEFORE_SENDING[: list(Step).index(self.step)]:
            try:
                self._check(step)
            except DomainError as refusal:
                self.blame(step, refusal)
                return

    def blame(self, step: Step, refusal: DomainError) -> None:
        """Show the screen again with what was wrong."""
        fields = dict(refusal.fields) if isinstance(refusal, Invalid) else {}
        # What is wrong with something that no screen asks for is said on the screen itself.
        self.step, self.errors = (
            step,
            fields if fields.keys() & self.shown(step) else {step.value: str(refusal)},
        )

    def _check(self, step: Step) -> None:
        if step is Step.TEXT:
            _said = self.text
        elif step is Step.WHERE and not (self.point or self.area or self.address):
            raise Invalid(
                _("We need to know where it is."),
                fields={"address": _("Set a point on the map, choose your community or write the address.")},
            )
