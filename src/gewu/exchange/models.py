"""Tables of the exchange: imports with their rows and findings, mappings, comparisons, pairs, lists."""

from functools import reduce
from operator import or_
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from gewu.exchange.rules import WORKERS
from gewu.kernel.access import Actor
from gewu.kernel.models import ChainedRow, Operational, OperationalQuerySet
from gewu.kernel.secrets import EncryptedField, Sealed

Seal = EncryptedField[str | Sealed, Sealed]
MaybeSeal = EncryptedField[str | Sealed | None, Sealed | None]


def _homes(actor: Actor, *roles: str) -> Q | None:
    """The townships where the actor's posts work with whole registers."""
    wanted = roles or WORKERS
    ranges = {(post.scope.low, post.scope.high) for post in actor.posts if post.role in wanted}
    asked = [
        Q(township=low) if low == high else Q(township__range=(low, high)) for low, high in sorted(ranges)
    ]
    return reduce(or_, asked) if asked else None


class State(models.TextChoices):
    """How far an import has come."""

    READING = "reading"
    LAID = "laid"
    CHECKING = "checking"
    CHECKED = "checked"
    GOING = "going"
    DONE = "done"
    REFUSED = "refused"
    STOPPED = "stopped"
    UNDOING = "undoing"
    UNDONE = "undone"


class ImportQuerySet(OperationalQuerySet["Import"]):
    def visible_to(self, actor: Actor) -> Self:
        """Everything that was brought into the townships one works for."""
        homes = _homes(actor)
        return self.filter(homes) if homes is not None else self.none()


class Import(ChainedRow):
    """One workbook on its way in, or set beside the registers (`aim`)."""

    owner = models.UUIDField()
    aim = models.CharField(max_length=10, default="import")
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    file_id = models.UUIDField(null=True)
    # What the file's other sheets are, and where its headings stand.
    sheets = models.JSONField(default=list)
    sheet = models.CharField(max_length=100, blank=True)
    header = models.PositiveSmallIntegerField(default=0)
    depth = models.PositiveSmallIntegerField(default=1)
    headings = models.JSONField(default=list)
    shape = models.CharField(max_length=32, blank=True)
    mapping = models.JSONField(default=dict)
    remembered = models.BooleanField(default=False)
    # Where the values come from: how they reached us, who gave them, of which day they are.
    source = models.CharField(max_length=12, default="exchanged")
    office = models.CharField(max_length=80, blank=True)
    day = models.DateField()
    crs = models.CharField(max_length=12, blank=True)
    all_or_none = models.BooleanField(default=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.READING)
    said = models.CharField(max_length=40, blank=True)
    facts = models.JSONField(default=dict)
    # Rows of the table; those that can be taken, cannot, stand there twice, say nothing.
    rows = models.PositiveIntegerField(default=0)
    good = models.PositiveIntegerField(default=0)
    bad = models.PositiveIntegerField(default=0)
    twice = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    findings = models.PositiveIntegerField(default=0)
    # What checks of data health say of rows that can be taken.
    doubts = models.PositiveIntegerField(default=0)
    # What became of them.
    created = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    to_check = models.PositiveIntegerField(default=0)
    claims = models.PositiveIntegerField(default=0)
    taken_back = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)
    # How many chunks the running step has finished.
    cursor = models.PositiveIntegerField(default=0)
    steps = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    objects = ImportQuerySet.as_manager()

    class Meta(ChainedRow.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.CheckConstraint(condition=Q(state__in=State.values), name="exchange_import_state_known"),
            models.CheckConstraint(
                condition=Q(aim__in=("import", "compare")), name="exchange_import_aim_known"
            ),
        ]
        indexes = [models.Index(fields=["township", "-asked_at"], name="exchange_import_newest")]

    @property
    def running(self) -> bool:
        """Whether a worker has it in hand."""
        return self.state in {State.READING, State.CHECKING, State.GOING, State.UNDOING}

    @property
    def per_cent(self) -> int:
        """How far the running step is."""
        return min(99, 100 * self.cursor // self.steps) if self.steps else 0


class ChunkQuerySet(OperationalQuerySet["Chunk"]):
    """Rows on their way in; who may see them is their import's business."""


class Chunk(Operational):
    """Some hundred rows of an import, sealed: as they stand in the file, and as they were understood."""

    import_id = models.UUIDField()
    number = models.PositiveIntegerField()
    first = models.PositiveIntegerField()
    count = models.PositiveSmallIntegerField()
    rows: "Seal" = EncryptedField()
    understood: "MaybeSeal" = EncryptedField(null=True)
    # Of the strong keys of its rows: sixteen bytes each of their blind indexes.
    marks = models.BinaryField(default=bytes)

    objects = ChunkQuerySet.as_manager()

    class Meta(Operational.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.UniqueConstraint(fields=["township", "import_id", "number"], name="exchange_chunk_number"),
        ]


class FindingQuerySet(OperationalQuerySet["Finding"]):
    """Findings of an import; who may see them is their import's business."""


class Finding(Operational):
    """One cell that cannot be taken. `shown` is masked; the cell itself stays sealed in its chunk.

    With a `check_key` its row can be taken, and breaks a check of data health: `facts` fill its sentence.
    """

    import_id = models.UUIDField()
    row = models.PositiveIntegerField()
    column = models.SmallIntegerField()
    code = models.CharField(max_length=30)
    shown = models.CharField(max_length=60, blank=True)
    check_key = models.CharField(max_length=48, blank=True, default="")
    facts = models.JSONField(default=dict)

    objects = FindingQuerySet.as_manager()

    class Meta(Operational.Meta):
        indexes = [models.Index(fields=["township", "import_id", "row"], name="exchange_finding_rows")]


class LandedQuerySet(OperationalQuerySet["Landed"]):
    """What an import left in the registers; who may see it is their import's business."""


class Landed(Operational):
    """One record that an import made or changed: what taking it back needs."""

    import_id = models.UUIDField()
    row = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    how = models.CharField(max_length=10)
    # The record before it was changed, and how many entries its journal had when it was left.
    before: "MaybeSeal" = EncryptedField(null=True)
    left = models.PositiveIntegerField(default=0)
    # After an undo: "back", or "kept" for what somebody changed since.
    undone = models.CharField(max_length=5, blank=True)

    objects = LandedQuerySet.as_manager()

    class Meta(Operational.Meta):
        indexes = [models.Index(fields=["township", "import_id", "row"], name="exchange_landed_rows")]


class DifferenceQuerySet(OperationalQuerySet["Difference"]):
    """Differences of a comparison; who may see them is their import's business."""


class Difference(Operational):
    """One field of a person that a file says otherwise (`differs`), or whom it does not have (`only_here`).

    `to_check` is a row that may be about this person: `offered` is then all that it says.
    `state`: open, taken (their value holds now, or it is them), claimed (offered, and to be decided), left.
    """

    import_id = models.UUIDField()
    result = models.CharField(max_length=10)
    row = models.PositiveIntegerField(default=0)
    subject = models.UUIDField()
    field = models.CharField(max_length=40, blank=True)
    # Their value as JSON.
    offered: "MaybeSeal" = EncryptedField(null=True)
    state = models.CharField(max_length=8, default="open")
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    objects = DifferenceQuerySet.as_manager()

    class Meta(Operational.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.CheckConstraint(
                condition=Q(result__in=("differs", "only_here", "to_check")),
                name="exchange_difference_result_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("open", "taken", "claimed", "left")),
                name="exchange_difference_state_known",
            ),
        ]
        indexes = [
            models.Index(fields=["township", "import_id", "result", "id"], name="exchange_difference_list")
        ]


class ShapeQuerySet(OperationalQuerySet["Shape"]):
    """Remembered mappings of a township."""


class Shape(Operational):
    """Which column was which, for tables of one form from one sender."""

    kind = models.CharField(max_length=20)
    office = models.CharField(max_length=80, blank=True)
    shape = models.CharField(max_length=32)
    mapping = models.JSONField(default=dict)
    times = models.PositiveIntegerField(default=1)
    used_at = models.DateTimeField()

    objects = ShapeQuerySet.as_manager()

    class Meta(Operational.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.UniqueConstraint(
                fields=["township", "kind", "shape", "office"], name="exchange_shape_once"
            ),
        ]


class PairQuerySet(OperationalQuerySet["Pair"]):
    def visible_to(self, actor: Actor) -> Self:
        """For clerks: both records are shown side by side."""
        homes = _homes(actor, "clerk")
        return self.filter(homes) if homes is not None else self.none()


class Pair(ChainedRow):
    """Two records that may be one person. `state`: open, united, apart (it was decided that they are two)."""

    left = models.UUIDField()
    right = models.UUIDField()
    matcher = models.CharField(max_length=30)
    state = models.CharField(max_length=8, default="open")
    found_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    # Of two that were made one: which was kept, both as they were, how many entries each had after.
    winner = models.UUIDField(null=True)
    before: "MaybeSeal" = EncryptedField(null=True)
    stamp_winner = models.PositiveIntegerField(default=0)
    stamp_loser = models.PositiveIntegerField(default=0)

    objects = PairQuerySet.as_manager()

    class Meta(ChainedRow.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.UniqueConstraint(fields=["township", "left", "right"], name="exchange_pair_once"),
            models.CheckConstraint(
                condition=Q(state__in=("open", "united", "apart")), name="exchange_pair_state_known"
            ),
        ]
        indexes = [models.Index(fields=["township", "state", "matcher", "id"], name="exchange_pair_list")]


class TakenOutQuerySet(OperationalQuerySet["TakenOut"]):
    def visible_to(self, actor: Actor) -> Self:
        """What was taken out of the townships one works for."""
        homes = _homes(actor)
        return self.filter(homes) if homes is not None else self.none()


class TakenOut(ChainedRow):
    """A list of a register that left the house: who, what for, which columns, how many rows."""

    owner = models.UUIDField()
    table = models.UUIDField(null=True)
    kind = models.CharField(max_length=20)
    columns = models.JSONField(default=list)
    form = models.CharField(max_length=4)
    full = models.BooleanField(default=False)
    purpose = models.CharField(max_length=20)
    # In the person's own words; it stands in the file, never in the journal.
    reason = models.CharField(max_length=100, blank=True)
    rows = models.PositiveIntegerField(default=0)
    # Whom the list names: they may ask who got what of them. Counts name nobody.
    subjects = ArrayField(models.UUIDField(), default=list)
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    objects = TakenOutQuerySet.as_manager()

    class Meta(ChainedRow.Meta):
        indexes = [models.Index(fields=["township", "-at"], name="exchange_takenout_newest")]


class OutwardQuerySet(OperationalQuerySet["Outward"]):
    def visible_to(self, actor: Actor) -> Self:
        """For clerks: the tables of the townships they work for."""
        homes = _homes(actor, "clerk")
        return self.filter(homes, removed_at=None) if homes is not None else self.none()


class Outward(Operational):
    """One table out of the registers for one office, kept as a mapping: columns in its order and words."""

    name = models.CharField(max_length=60)
    office = models.CharField(max_length=80)
    kind = models.CharField(max_length=20)
    # [{"field": …, "heading": …}], and what to count by instead of listing rows.
    columns = models.JSONField(default=list)
    count_by = models.CharField(max_length=40, blank=True)
    # Which rows (wanting.Only), and on which day of the month it is made by itself; 0 for none.
    only = models.JSONField(default=dict)
    day = models.PositiveSmallIntegerField(default=0)
    made_by = models.UUIDField()
    made_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    objects = OutwardQuerySet.as_manager()


class EditionQuerySet(OperationalQuerySet["Edition"]):
    def visible_to(self, actor: Actor) -> Self:
        """For clerks: they look at a table before it is handed over."""
        homes = _homes(actor, "clerk")
        return self.filter(homes) if homes is not None else self.none()


class Edition(ChainedRow):
    """A table of one month. `state`: waiting to be looked at, handed (over), dropped (not this month)."""

    table = models.UUIDField()
    # 2026-11.
    month = models.CharField(max_length=7)
    state = models.CharField(max_length=8, default="waiting")
    rows = models.PositiveIntegerField(default=0)
    # The table as it was asked for that month, and its values, unmasked: see editions.Kept.
    content: "MaybeSeal" = EncryptedField(null=True)
    made_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    objects = EditionQuerySet.as_manager()

    class Meta(ChainedRow.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.UniqueConstraint(fields=["township", "table", "month"], name="exchange_edition_once"),
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "handed", "dropped")), name="exchange_edition_state_known"
            ),
        ]
        indexes = [models.Index(fields=["township", "state", "-made_at"], name="exchange_edition_list")]
