"""What leaves the house for one delivery: an address, and words in the reader's language."""

from dataclasses import dataclass

from django.urls import reverse

from gewu.cases.queries.outline import reporter_to_tell
from gewu.kernel.secrets import Sealed, mask_phone
from gewu.notices import rules
from gewu.notices.definition import SHIPPED, newest
from gewu.notices.models import Binding, Delivery, Message, Preference, Reader
from gewu.notices.queries.claims import sealed_id
from gewu.notices.queries.wording import Said, link_to, said
from gewu.people.queries import audience

# Where an address lies in what a person chose.
ADDRESSES = {"email": "email", "sms": "phone", "wecom": "wecom", "dingtalk": "dingtalk", "wechat": "wechat"}
GROUP_LANGUAGE = RESIDENTS_LANGUAGE = "zh-hans"


@dataclass(frozen=True, slots=True)
class Parcel:
    """One delivery in words. `key` is the number by which a gateway knows it again."""

    key: str
    to: str
    title: str
    text: str
    short: str
    link: str = ""
    number: str = ""

    @property
    def masked_address(self) -> str:
        """`138****8000`, `w***@example.org`: enough to recognise, too little to use."""
        if not self.to:
            return ""
        name, at, host = self.to.partition("@")
        if at:
            return f"{name[:1]}***{at}{host}"
        return mask_phone(self.to) if self.to[-1].isdigit() else f"{self.to[:2]}***"


def parcel_of(delivery: Delivery, message: Message) -> Parcel | None:
    """The parcel of a delivery; None where its reader has no address any more."""
    match message.reader:
        case Reader.PERSON:
            return _for_person(delivery, message)
        case Reader.REPORTER:
            return _for_reporter(delivery, message)
        case Reader.CLAIM:
            return _for_claim(delivery, message)
    return _packed(delivery, message, to="", language=GROUP_LANGUAGE, link="")


def address_of(preference: Preference, channel: str) -> str:
    """Where a person is reached by a channel; empty where nothing was given."""
    sealed = sealed_address(preference, channel)
    return sealed.open() if sealed is not None else ""


def sealed_address(preference: Preference, channel: str) -> Sealed | None:
    """The same, still sealed: whether there is one."""
    found: Sealed | None = getattr(preference, ADDRESSES[channel]) if channel in ADDRESSES else None
    return found


def _for_claim(delivery: Delivery, message: Message) -> Parcel | None:
    """To the address itself that is claimed, and nothing but the link that proves it."""
    claim = Binding.objects.by_id(message.to).first()
    if claim is None or claim.address is None or claim.proved_at is not None:
        return None
    reader = audience.with_account(claim.user)
    link = link_to(reverse("notices:prove", args=[sealed_id(claim.id)]))
    if reader is None:
        return None
    return _packed(delivery, message, to=claim.address.open(), language=reader.language, link=link)


def _for_person(delivery: Delivery, message: Message) -> Parcel | None:
    preference = Preference.objects.filter(township=message.township, user=message.to).first()
    reader = audience.with_account(message.to)
    to = address_of(preference, delivery.channel) if preference else ""
    if reader is None or not to:
        return None
    path = reverse("notices:open", args=[message.id]) if message.shown else reverse("notices:inbox")
    return _packed(delivery, _masked(message), to=to, language=reader.language, link=link_to(path))


def _for_reporter(delivery: Delivery, message: Message) -> Parcel | None:
    contact = reporter_to_tell(message.to)
    if contact is None:
        return None
    link = link_to(f"/c/{message.number}/?key={contact.key}")
    return _packed(delivery, message, to=contact.phone, language=RESIDENTS_LANGUAGE, link=link)


def _packed(delivery: Delivery, message: Message, *, to: str, language: str, link: str) -> Parcel | None:
    words: list[Said] = said([message], language, {message.id: link})
    if not words:
        return None
    found = words[0]
    number = str(message.values.get("number", ""))
    return Parcel(delivery.id.hex, to, found.title, found.text, found.short, link, number)


def _masked(message: Message) -> Message:
    """The same without anything but its number, if it tells of a case that is closely held."""
    if not message.masked:
        return message
    kept = rules.masked(message.values, about="masked")
    return Message(
        id=message.id,
        township=message.township,
        values=kept,
        template="masked",
        template_home=SHIPPED,
        template_version=newest()["masked"].version,
    )
