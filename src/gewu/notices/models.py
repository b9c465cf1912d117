"""The tables of notices. Messages are at home where their reader is: an inbox is one township's rows."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from gewu.kernel.access import Actor
from gewu.kernel.models import ChainedRow, Operational, OperationalQuerySet
from gewu.kernel.models.operational import Row_co
from gewu.kernel.secrets import EncryptedField

MANAGES = "admin"


class ManagedQuerySet(OperationalQuerySet[Row_co]):
    """Rows of townships that somebody administers."""

    def visible_to(self, actor: Actor) -> Self:
        seen = Q(pk__in=())
        for post in actor.posts:
            if post.role == MANAGES:
                seen |= Q(township__range=(post.scope.low, post.scope.high))
        return self.filter(seen)


class Reader(models.TextChoices):
    """For whom a message is."""

    PERSON = "person"
    REPORTER = "reporter"
    GROUP = "group"
    # Whoever says that an address is theirs; `to` is the binding.
    CLAIM = "claim"


class MessageQuerySet(OperationalQuerySet["Message"]):
    def visible_to(self, actor: Actor) -> Self:
        """What stands in the actor's own inbox."""
        return self.inbox().filter(to=actor.user) if actor.user else self.none()

    def inbox(self) -> Self:
        return self.filter(reader=Reader.PERSON, shown=True)


class Message(Operational):
    """What one reader is told because of one entry. `values` are codes and ids; words come when it is read.

    `to` is the person, for a reporter without an account the case, for a group the gateway. `template_home`
    is 0 for a shipped template, else the place whose own version it is.
    """

    reader = models.CharField(max_length=10, choices=Reader.choices)
    to = models.UUIDField()
    cause = models.UUIDField()
    case_id = models.UUIDField(null=True)
    number = models.CharField(max_length=14, blank=True)
    template = models.CharField(max_length=40)
    template_home = models.IntegerField()
    template_version = models.IntegerField()
    values = models.JSONField(default=dict)
    urgent = models.BooleanField(default=False)
    # Closely held: a gateway of others gets the masked text.
    masked = models.BooleanField(default=False)
    # A digest goes out and does not stand in the inbox.
    shown = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta(Operational.Meta):
        constraints = [
            *Operational.Meta.constraints,
            # However often an entry is told of, a reader hears of it once.
            models.UniqueConstraint(fields=["township", "cause", "to"], name="message_once"),
            models.CheckConstraint(condition=Q(reader__in=Reader.values), name="message_reader_known"),
        ]
        indexes = [
            models.Index(fields=["township", "to", "-created_at", "-id"], name="message_inbox"),
            models.Index(fields=["township", "to"], name="message_unread", condition=Q(read_at=None)),
            models.Index(fields=["township", "created_at"], name="message_age"),
        ]


class PreferenceQuerySet(OperationalQuerySet["Preference"]):
    pass


class Preference(ChainedRow):
    """By which ways a person wants to be told, and when not. Without a row: in the inbox alone."""

    user = models.UUIDField()
    channels = ArrayField(models.CharField(max_length=20), default=list)
    email = EncryptedField(null=True)
    phone = EncryptedField(null=True)
    wecom = EncryptedField(null=True)
    dingtalk = EncryptedField(null=True)
    # Which follower of the place's official account the person is: told by WeChat, never typed.
    wechat = EncryptedField(null=True)
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)
    digest = models.BooleanField(default=False)

    objects = PreferenceQuerySet.as_manager()

    class Meta(ChainedRow.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.UniqueConstraint(fields=["township", "user"], name="preference_once"),
        ]
        indexes = [models.Index(fields=["township"], name="preference_digest", condition=Q(digest=True))]


class BindingQuerySet(OperationalQuerySet["Binding"]):
    def visible_to(self, actor: Actor) -> Self:
        """What the actor said of themselves."""
        return self.filter(user=actor.user) if actor.user else self.none()


class Binding(Operational):
    """That an address is a person's own: to be proved by what was sent there, or by WeChat, and soon."""

    user = models.UUIDField()
    channel = models.CharField(max_length=20)
    # The e-mail address that is claimed; WeChat says the address itself.
    address = EncryptedField(null=True)
    asked_at = models.DateTimeField()
    proved_at = models.DateTimeField(null=True)

    objects = BindingQuerySet.as_manager()

    class Meta(Operational.Meta):
        constraints = [*Operational.Meta.constraints]
        indexes = [models.Index(fields=["township", "user", "channel", "-asked_at"], name="binding_newest")]


class Silenced(Operational):
    """A phone to which no reporter's message goes any more: only what equal phones share is kept."""

    phone_index = models.BinaryField(max_length=32)
    at = models.DateTimeField()

    objects = OperationalQuerySet["Silenced"].as_manager()

    class Meta(Operational.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.UniqueConstraint(fields=["township", "phone_index"], name="silenced_once"),
        ]


class GatewayQuerySet(ManagedQuerySet["Gateway"]):
    pass


class Gateway(ChainedRow):
    """A way out of Gewu for a place and what lies below it. After misses it rests; others get their turn."""

    kind = models.CharField(max_length=20)
    label = models.CharField(max_length=60)
    on = models.BooleanField(default=True)
    # For practice: nothing leaves the house.
    rehearsal = models.BooleanField(default=False)
    url = models.CharField(max_length=300, blank=True)
    account = models.CharField(max_length=80, blank=True)
    sender = models.CharField(max_length=80, blank=True)
    secret = EncryptedField(null=True)
    # A second key: DingTalk's signature, the seal of WeChat's events, the signature of receipts for texts.
    signing = EncryptedField(null=True)
    # `thing1=title character_string2=number`: what goes where in the form that WeChat has checked.
    layout = models.CharField(max_length=200, blank=True)
    # It says of itself that it drops a message whose number it has seen.
    repeatable = models.BooleanField(default=False)
    misses = models.PositiveSmallIntegerField(default=0)
    resting_until = models.DateTimeField(null=True)
    added_at = models.DateTimeField()

    objects = GatewayQuerySet.as_manager()

    class Meta(ChainedRow.Meta):
        indexes = [models.Index(fields=["township", "kind"], name="gateway_kind")]


class Delivering(Operational):
    """What the queue and the history of deliveries share."""

    message_id = models.UUIDField()
    gateway_id = models.UUIDField()
    channel = models.CharField(max_length=20)
    state = models.CharField(max_length=10)
    attempts = models.PositiveSmallIntegerField(default=0)
    # Which outcome the newest attempt had, in a code of ours: "timeout", "http_500", "errcode_45009".
    code = models.CharField(max_length=40, blank=True)
    queued_at = models.DateTimeField()

    class Meta(Operational.Meta):
        abstract = True


class DeliveryQuerySet(ManagedQuerySet["Delivery"]):
    pass


class Delivery(Delivering):
    """One message on its way by one gateway: the queue, which is small. A gateway knows it by its id."""

    next_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta(Delivering.Meta):
        constraints = [
            *Delivering.Meta.constraints,
            models.UniqueConstraint(fields=["township", "message_id", "channel"], name="delivery_once"),
            models.CheckConstraint(condition=Q(state__in=("queued", "sending")), name="delivery_live"),
        ]
        indexes = [models.Index(fields=["township", "gateway_id", "next_at", "id"], name="delivery_due")]


class PastDeliveryQuerySet(ManagedQuerySet["PastDelivery"]):
    pass


class PastDelivery(Delivering):
    """How a delivery ended. The address is kept masked."""

    delivery_id = models.UUIDField()
    address = models.CharField(max_length=80, blank=True)
    ended_at = models.DateTimeField()
    # By which name the gateway knows it, where that is its own; and when it last said what became of it.
    remote = models.CharField(max_length=40, blank=True)
    receipt_at = models.DateTimeField(null=True)
    # An administrator sent it once more since.
    resent = models.BooleanField(default=False)

    objects = PastDeliveryQuerySet.as_manager()

    class Meta(Delivering.Meta):
        indexes = [
            models.Index(fields=["township", "-ended_at", "-id"], name="pastdelivery_newest"),
            models.Index(fields=["township", "message_id"], name="pastdelivery_message"),
            models.Index(fields=["township", "delivery_id"], name="pastdelivery_of"),
            models.Index(
                fields=["township", "gateway_id", "remote"],
                name="pastdelivery_remote",
                condition=~Q(remote=""),
            ),
            models.Index(
                fields=["township", "-ended_at", "-id"],
                name="pastdelivery_trouble",
                condition=Q(state__in=("failed", "given_up", "unclear"), resent=False),
            ),
        ]


class TemplateVersionQuerySet(ManagedQuerySet["TemplateVersion"]):
    pass


class TemplateVersion(ChainedRow):
    """A place's own version of a template. A published one never changes; there is one draft at most."""

    key = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    zh = models.JSONField()
    en = models.JSONField()
    author = models.UUIDField(null=True)
    written_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    objects = TemplateVersionQuerySet.as_manager()

    class Meta(ChainedRow.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.UniqueConstraint(fields=["township", "key", "version"], name="templateversion_once"),
            models.UniqueConstraint(
                fields=["township", "key"], condition=Q(published_at=None), name="templateversion_one_draft"
            ),
        ]
