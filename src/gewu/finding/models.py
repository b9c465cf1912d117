"""The tables of finding: the index of words, saved filters, exports, batches, and who looked for whom."""

from functools import reduce
from operator import or_
from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from gewu.kernel.access import Actor
from gewu.kernel.models import ChainedRow, Operational, OperationalQuerySet


class CaseWordsQuerySet(OperationalQuerySet["CaseWords"]):
    """Index rows, named by township. They hold no rights: whoever reads them asks the engine for each."""


class CaseWords(Operational):
    """What one case says, as it is looked up (finding.segments). Its id is the case's own."""

    recorded_at = models.DateTimeField()
    words = SearchVectorField()

    objects = CaseWordsQuerySet.as_manager()

    class Meta(Operational.Meta):
        indexes = [GinIndex(fields=["words"], name="finding_words")]


class SavedFilterQuerySet(OperationalQuerySet["SavedFilter"]):
    def visible_to(self, actor: Actor) -> Self:
        """One's own, and what colleagues of the same post share: the same role, place and office."""
        homes = [Q(township=home) for home in sorted({post.scope.low for post in actor.posts})]
        if actor.user is None or not homes:
            return self.none()
        mine = Q(owner=actor.user)
        for post in actor.posts:
            mine |= Q(shared=True, role=post.role, area=post.scope.area, organisation=post.organisation)
        return self.filter(reduce(or_, homes), mine, removed_at=None)


class SavedFilter(Operational):
    """A list and how it is narrowed, under a name of one's own."""

    owner = models.UUIDField()
    name = models.CharField(max_length=30)
    list_key = models.CharField(max_length=20)
    query = models.CharField(max_length=600)
    # The post it was made under: colleagues who hold the same one may share it.
    role = models.CharField(max_length=20)
    area = models.UUIDField()
    organisation = models.UUIDField(null=True)
    shared = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    objects = SavedFilterQuerySet.as_manager()

    class Meta(Operational.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.UniqueConstraint(
                fields=["township", "owner", "name"],
                condition=Q(removed_at=None),
                name="finding_filter_name_once",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="finding_filter_named"),
        ]
        indexes = [
            models.Index(fields=["township", "owner"], name="finding_filter_own"),
            models.Index(
                fields=["township", "role", "area"], condition=Q(shared=True), name="finding_filter_shared"
            ),
        ]


class State(models.TextChoices):
    """How far work that is done aside has come."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"
    GONE = "gone"


class ExportQuerySet(OperationalQuerySet["Export"]):
    def visible_to(self, actor: Actor) -> Self:
        """One's own exports."""
        homes = [Q(township=home) for home in sorted({post.scope.low for post in actor.posts})]
        return self.filter(reduce(or_, homes), owner=actor.user) if actor.user and homes else self.none()


class Export(ChainedRow):
    """A list or a search written into a file, for a purpose that stands in the file itself."""

    owner = models.UUIDField()
    list_key = models.CharField(max_length=20)
    query = models.CharField(max_length=600)
    form = models.CharField(max_length=4)
    purpose = models.CharField(max_length=20)
    # In the person's own words; it stands in the file, never in the journal.
    reason = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    rows = models.PositiveIntegerField(default=0)
    most = models.PositiveIntegerField()
    file_id = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    fetched = models.PositiveSmallIntegerField(default=0)

    objects = ExportQuerySet.as_manager()

    class Meta(ChainedRow.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.CheckConstraint(condition=Q(form__in=("xlsx", "csv")), name="finding_export_form_known"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="finding_export_state_known"),
        ]
        indexes = [models.Index(fields=["township", "owner", "-asked_at"], name="finding_export_own")]


class BatchQuerySet(OperationalQuerySet["Batch"]):
    def visible_to(self, actor: Actor) -> Self:
        """One's own batches."""
        homes = [Q(township=home) for home in sorted({post.scope.low for post in actor.posts})]
        return self.filter(reduce(or_, homes), owner=actor.user) if actor.user and homes else self.none()


class Batch(Operational):
    """One move for many cases, each moved for itself; what was typed is forgotten when all are done."""

    owner = models.UUIDField()
    move = models.CharField(max_length=40)
    type_key = models.CharField(max_length=40)
    list_key = models.CharField(max_length=20, blank=True)
    data = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    language = models.CharField(max_length=10)
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    objects = BatchQuerySet.as_manager()

    class Meta(Operational.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.CheckConstraint(condition=Q(state__in=State.values), name="finding_batch_state_known"),
        ]
        indexes = [models.Index(fields=["township", "owner", "-asked_at"], name="finding_batch_own")]


class Outcome(models.TextChoices):
    """What became of one case of a batch."""

    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"
    CHANGED = "changed"


class BatchRowQuerySet(OperationalQuerySet["BatchRow"]):
    """Rows of batches, named by township and batch."""


class BatchRow(Operational):
    """One case of a batch, and what became of it."""

    batch_id = models.UUIDField()
    place = models.PositiveSmallIntegerField()
    case_id = models.UUIDField()
    number = models.CharField(max_length=14)
    seen_version = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.WAITING)
    # The sentence of the refusal, as the person would have read it on the page of the case.
    said = models.CharField(max_length=300, blank=True)

    objects = BatchRowQuerySet.as_manager()

    class Meta(Operational.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.UniqueConstraint(
                fields=["township", "batch_id", "case_id"], name="finding_batch_case_once"
            ),
        ]
        indexes = [models.Index(fields=["township", "batch_id", "place"], name="finding_batch_rows")]


class LookupQuerySet(OperationalQuerySet["Lookup"]):
    def visible_to(self, actor: Actor) -> Self:
        """For those who audit the township."""
        seen = [Q(township__range=(p.scope.low, p.scope.high)) for p in actor.posts if p.role == "auditor"]
        return self.filter(reduce(or_, seen)) if seen else self.none()


class Lookup(ChainedRow):
    """Somebody looked for a person. Who it was for is kept as a blind index: findable, not readable."""

    user = models.UUIDField()
    by = models.CharField(max_length=10)
    purpose = models.CharField(max_length=20)
    sought = models.BinaryField(max_length=32)
    found = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()

    objects = LookupQuerySet.as_manager()

    class Meta(ChainedRow.Meta):
        indexes = [models.Index(fields=["township", "-at"], name="finding_lookup_newest")]

    @property
    def sign(self) -> str:
        """Equal for equal phones or names, and nothing more."""
        return bytes(self.sought).hex()[:8]
