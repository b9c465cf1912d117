"""What hangs on notices in the tables: a message to the clerk, a way out, a delivery that failed, a draft."""

from uuid import UUID, uuid4

from gewu.kernel import clock
from gewu.kernel.ids import new_id
from gewu.notices import commands
from gewu.notices.commands import GatewaySettings
from gewu.notices.definition import newest
from gewu.notices.models import Gateway, Message, PastDelivery
from gewu.notices.queries.claims import open_claims, sealed_id
from tests.access.town import Subject, Town

TEMPLATE = "case_offered"
REHEARSAL = {"kind": "sms", "label": "短信演练", "rehearsal": "true"}


def a_notice(town: Town) -> UUID:
    reader = town.actor("clerk").user
    assert reader is not None
    made = Message.objects.create(
        id=new_id(town.tiny.township),
        township=town.tiny.township,
        reader="person",
        to=reader,
        cause=uuid4(),
        template=TEMPLATE,
        template_home=0,
        template_version=1,
        values={"number": "WH0305000001"},
        created_at=clock.now(),
    )
    return made.id


def a_way(town: Town, kind: str = "sms") -> UUID:
    wanted = GatewaySettings(label="演练", rehearsal=True)
    return commands.add_gateway(
        township=town.tiny.township, kind=kind, wanted=wanted, actor=town.actor("admin")
    ).id


def an_account(town: Town) -> UUID:
    return a_way(town, "wechat")


def a_claim(town: Town) -> str:
    """The link in a letter to the clerk."""
    a_way(town, "email")
    clerk = town.actor("clerk")
    commands.choose(choices=commands.Choices(email="clerk@example.org"), actor=clerk)
    return sealed_id(open_claims(clerk)["email"].id)


def a_failure(town: Town) -> UUID:
    way = Gateway.objects.one(a_way(town))
    made = PastDelivery.objects.create(
        id=new_id(way.township),
        township=way.township,
        delivery_id=new_id(way.township),
        message_id=a_notice(town),
        gateway_id=way.id,
        channel=way.kind,
        state="failed",
        attempts=1,
        queued_at=clock.now(),
        ended_at=clock.now(),
    )
    return made.id


def a_draft(town: Town) -> str:
    said = {language: newest()[TEMPLATE].in_language(language).model_dump() for language in ("zh", "en")}
    commands.draft_template(township=town.tiny.township, key=TEMPLATE, said=said, actor=town.actor("admin"))
    return TEMPLATE


def words_form(_town: Town, _subject: Subject | None = None, _who: object = None) -> dict[str, str]:
    template = newest()[TEMPLATE]
    return {
        f"{language}_{part}": template.in_language(language).part(part)
        for language in ("zh", "en")
        for part in ("title", "text", "short")
    }
