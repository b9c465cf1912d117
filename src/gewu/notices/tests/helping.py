"""Short ways to what tests of notices begin with."""

from django.core import mail

from gewu.cases.tests.builders import Cast
from gewu.kernel.access import Actor
from gewu.kernel.jobs import run_due
from gewu.notices import commands
from gewu.notices.commands import Choices, GatewaySettings
from gewu.notices.models import Delivery, Gateway, Message, PastDelivery
from gewu.notices.queries.inbox import Line, inbox
from gewu.notices.tests.gateway import TestGateway


def told(actor: Actor) -> list[Line]:
    """What stands in somebody's inbox after every job is done, newest first."""
    run_due()
    return list(inbox(actor).items)


def templates(actor: Actor) -> list[str]:
    run_due()
    rows = Message.objects.visible_to(actor).order_by("-created_at", "-id")
    return list(rows.values_list("template", flat=True))


def a_gateway(cast: Cast, away: TestGateway, kind: str = "sms", **more: object) -> Gateway:
    """A way out of the tiny town to the test's own gateway."""
    settings = {"label": kind, "url": away.url, "account": "corp", "sender": "7", "secret": "k"} | more
    return commands.add_gateway(
        township=cast.town.township,
        kind=kind,
        wanted=GatewaySettings(**settings),  # type: ignore[arg-type]  # a test names what it wants
        actor=cast.admin,
    )


def by_text(actor: Actor, **more: object) -> None:
    """Somebody wants to be told by text, too."""
    chosen = {"channels": ("sms",), "phone": "13912345678"} | more
    commands.choose(choices=Choices(**chosen), actor=actor)  # type: ignore[arg-type]  # likewise


def by_mail(actor: Actor, address: str = "zheng@example.org") -> None:
    """Somebody wants to be told by e-mail, and has followed the link that went there."""
    commands.choose(choices=Choices(email=address), actor=actor)
    run_due()
    commands.prove_email(link=link_in(mail.outbox.pop().body), actor=actor)


def link_in(body: object) -> str:
    """What a letter asks to be opened."""
    return str(body).partition("/me/notices/prove/")[2].partition("/")[0]


def queued(cast: Cast) -> list[Delivery]:
    return list(Delivery.objects.filter(township=cast.town.township).order_by("next_at", "id"))


def ended(cast: Cast) -> list[PastDelivery]:
    return list(PastDelivery.objects.filter(township=cast.town.township).order_by("ended_at", "id"))
