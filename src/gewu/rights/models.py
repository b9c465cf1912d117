"""What people ask for, what is to be erased, which look-ups were unusual, and the words on each."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from gewu.kernel.access import Actor
from gewu.kernel.models import AboutQuerySet, ChainedRow, Operational, OperationalQuerySet, WordsAbout
from gewu.kernel.secrets import EncryptedField
from gewu.rights.rules import Because, Erasing, Judgement, Kind, Proof, State

# Who sits at the window and answers, who sees that it is answered, who agrees to an erasure, who judges.
TAKING = frozenset({"clerk", "chief"})
SEEING = TAKING | {"supervisor", "auditor"}
AGREEING = frozenset({"clerk", "supervisor"})
JUDGING = frozenset({"auditor"})


def in_township(actor: Actor, roles: frozenset[str]) -> Q:
    """Rows of the townships that posts of these roles look after as a whole; a chief's community apart."""
    seen = Q(pk__in=())
    for post in actor.posts:
        if post.role in roles:
            home = Q(township__gte=post.scope.low, township__lte=post.scope.high)
            seen |= home & (Q(in_community=post.scope.area) if post.role == "chief" else Q())
    return seen


class AskQuerySet(OperationalQuerySet["Ask"]):
    def visible_to(self, actor: Actor) -> Self:
        """Asks of the place one answers for, and one's own."""
        seen = in_township(actor, SEEING)
        if actor.user:
            seen |= Q(township__gt=0, asked_by=actor.user, via="online")
        return self.filter(seen)


class Ask(ChainedRow):
    """Something a person asks for. `field` and `programme` say what of; `offered` is a value, sealed."""

    number = models.CharField(max_length=14)
    kind = models.CharField(max_length=12)
    person = models.UUIDField()
    in_community = models.UUIDField(null=True)
    via = models.CharField(max_length=8)
    proof = models.CharField(max_length=10)
    field = models.CharField(max_length=40, blank=True)
    enrolment = models.UUIDField(null=True)
    offered = EncryptedField(null=True)
    state = models.CharField(max_length=10, default=State.OPEN)
    # What became of it: taken, claimed (a shared source says otherwise), erasing, withdrawn, handed_out.
    outcome = models.CharField(max_length=12, blank=True)
    ground = models.CharField(max_length=16, blank=True)
    asked_by = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    objects = AskQuerySet.as_manager()

    class Meta(ChainedRow.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.UniqueConstraint(fields=["township", "number"], name="rights_ask_number"),
            models.CheckConstraint(condition=Q(kind__in=list(Kind)), name="rights_ask_kind_known"),
            models.CheckConstraint(condition=Q(proof__in=list(Proof)), name="rights_ask_proof_known"),
            models.CheckConstraint(condition=Q(state__in=list(State)), name="rights_ask_state_known"),
            models.CheckConstraint(condition=Q(via__in=("window", "online")), name="rights_ask_via_known"),
        ]
        indexes = [
            models.Index(fields=["township", "state", "due_at", "id"], name="rights_ask_due"),
            models.Index(fields=["township", "person"], name="rights_ask_person"),
            models.Index(fields=["asked_by"], name="rights_ask_by", condition=Q(via="online")),
        ]


class ErasureQuerySet(OperationalQuerySet["Erasure"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those of the place one answers for."""
        return self.filter(in_township(actor, SEEING))


class Erasure(ChainedRow):
    """Something to be erased: an enrolment's values, or all that is held of a person (`enrolment` None)."""

    person = models.UUIDField()
    enrolment = models.UUIDField(null=True)
    programme = models.CharField(max_length=40, blank=True)
    in_community = models.UUIDField(null=True)
    because = models.CharField(max_length=10)
    ask = models.UUIDField(null=True)
    state = models.CharField(max_length=6, default=Erasing.DUE)
    proposed_by = models.UUIDField(null=True)
    due_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    objects = ErasureQuerySet.as_manager()

    class Meta(ChainedRow.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.UniqueConstraint(
                fields=["township", "person", "enrolment"],
                condition=Q(state=Erasing.DUE),
                nulls_distinct=False,
                name="rights_erasure_once",
            ),
            models.CheckConstraint(condition=Q(state__in=list(Erasing)), name="rights_erasure_state_known"),
            models.CheckConstraint(
                condition=Q(because__in=list(Because)), name="rights_erasure_because_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=Erasing.DONE)
                | Q(proposed_by=None)
                | ~Q(proposed_by=models.F("decided_by")),
                name="rights_erasure_two_persons",
            ),
        ]
        indexes = [models.Index(fields=["township", "state", "-due_at", "-id"], name="rights_erasure_state")]


class OddityQuerySet(OperationalQuerySet["Oddity"]):
    def visible_to(self, actor: Actor) -> Self:
        """For those who audit the township."""
        return self.filter(in_township(actor, JUDGING))


class Oddity(ChainedRow):
    """Unusual look-ups of one user on one day, by one rule, for a person to judge."""

    rule = models.CharField(max_length=20)
    user = models.UUIDField()
    day = models.DateField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    count = models.PositiveIntegerField()
    subjects = ArrayField(models.UUIDField(), default=list)
    state = models.CharField(max_length=15, default=Judgement.OPEN)
    judged_by = models.UUIDField(null=True)
    judged_at = models.DateTimeField(null=True)

    objects = OddityQuerySet.as_manager()

    class Meta(ChainedRow.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.UniqueConstraint(fields=["township", "rule", "user", "day"], name="rights_oddity_once"),
            models.CheckConstraint(condition=Q(state__in=list(Judgement)), name="rights_oddity_state_known"),
        ]
        indexes = [models.Index(fields=["township", "state", "-last_at", "-id"], name="rights_oddity_state")]


class WordsQuerySet(AboutQuerySet["Words"]):
    pass


class Words(WordsAbout):
    """What somebody asked or answered in words; the entry carries the salted digest."""

    objects = WordsQuerySet.as_manager()

    class Meta(WordsAbout.Meta):
        constraints = [*Operational.Meta.constraints]
        indexes = [models.Index(fields=["township", "subject_id", "entry"], name="rights_words_of")]
