"""The tables of cases. A row holds what lists and rules need; the words of people have a table of their own.

`visible_to` is the only door to cases: rows, lists, counts, maps and searches go through the same reaches.
"""

from functools import reduce
from operator import or_
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from gewu.cases.reach import by_office, by_person, by_place, homes, reaches, within_part
from gewu.cases.tied import CaseInterest, CaseTie
from gewu.kernel.access import AccessClass, Actor
from gewu.kernel.models import ChainedRow, Operational, OperationalQuerySet, Salted
from gewu.kernel.secrets import EncryptedField

# Django finds the tables of another module through this one.
BESIDE = (CaseTie, CaseInterest)
OPEN_WORK = Q(awaits__gt="")
HELD = OPEN_WORK & Q(holder_org__isnull=False)
IN_HAND = OPEN_WORK & Q(holder_user__isnull=False)
OFFERED = Q(offered_org__isnull=False)
URGENT_FIRST = ("awaits", "due_at", "id")
PUBLIC = Q(access_class=int(AccessClass.OPEN))
BY_USER = Q(reporter_user__isnull=False)
CLIMBS = Q(level_due_at__isnull=False)
RAISED = OPEN_WORK & Q(raised__gt=0)
REMINDED = Q(remind_at__isnull=False)


def _index(name: str, *fields: str, when: Q | None = None) -> models.Index:
    return models.Index(fields=fields, name=name, condition=when)


class CaseQuerySet(OperationalQuerySet["Case"]):
    def visible_to(self, actor: Actor) -> Self:
        """Cases at a place the actor looks after, or in which it or one of its organisations has a part."""
        ways = [*reaches(actor), *_by_part(actor)]
        if not ways:
            return self.none()
        seen = Q()
        for way in ways:
            seen |= way
        return self.filter(seen)

    def seen_from_posts(self, actor: Actor) -> Self:
        """What the actor's posts reach, but not what it merely reported."""
        ways = [*(way for post in actor.posts for way in by_place(post)), *by_office(actor), *_by_part(actor)]
        if not ways:
            return self.none()
        return self.filter(reduce(or_, ways))

    def reached_by(self, actor: Actor) -> tuple[Self, ...]:
        """The same cases as one queryset per way, each of which one index serves; merge them page by page."""
        # What lies in an inbox is among the parts of its office, so the inboxes need no pages of their own.
        places = [way for post in actor.posts for way in by_place(post)]
        ways = dict.fromkeys([*places, *by_person(actor), *_by_part(actor)])
        return tuple(self.filter(way) for way in ways)


class Case(ChainedRow):
    """One thing that was reported, from its report to the archive."""

    number = models.CharField(max_length=14)
    type_key = models.CharField(max_length=40)
    definition_id = models.UUIDField()
    category = models.CharField(max_length=40)
    source = models.CharField(max_length=20)
    access_class = models.SmallIntegerField(default=int(AccessClass.OPEN))

    # Where it happened never changes; the level columns say who is responsible now.
    happened_in = models.UUIDField(null=True)
    boundary_version = models.UUIDField(null=True)
    at_place = models.UUIDField(null=True)
    in_community = models.UUIDField(null=True)
    in_grid = models.UUIDField(null=True)
    in_cell = models.UUIDField(null=True)
    # Where it was counted before a redraw gave it to another grid while it was open; else null.
    reported_grid = models.UUIDField(null=True)
    reported_cell = models.UUIDField(null=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    # The system in which the point was given; lon and lat are WGS 84 whatever it was.
    crs = models.CharField(max_length=10, blank=True)
    address = models.CharField(max_length=200, blank=True)

    stage = models.CharField(max_length=40)
    turn = models.CharField(max_length=20, blank=True)
    awaits = models.CharField(max_length=20, blank=True)
    offered_org = models.UUIDField(null=True)
    holder_org = models.UUIDField(null=True)
    holder_user = models.UUIDField(null=True)
    handlers = ArrayField(models.UUIDField(), default=list)
    # Offices asked to help that have not answered; the first of the staff to have had it.
    helpers = ArrayField(models.UUIDField(), default=list)
    received_by = models.UUIDField(null=True)
    suggested_org = models.UUIDField(null=True)
    return_asked = models.BooleanField(default=False)
    returned_in_row = models.PositiveSmallIntegerField(default=0)
    returned_by = ArrayField(models.UUIDField(), default=list)
    bound = models.BooleanField(default=False)
    # The case this one is a part of, of the same township; and how many parts of this one are not over.
    parent = models.UUIDField(null=True)
    open_parts = models.PositiveSmallIntegerField(default=0)
    standard = models.CharField(max_length=40, blank=True)
    reporter_user = models.UUIDField(null=True)
    answers = models.JSONField(default=dict)
    returns = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    reported_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    stage_since = models.DateTimeField()
    # Since when the clock of the stage runs: being put off changes how a case stands, not that.
    clock_since = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    case_due_at = models.DateTimeField()
    # A calendar that is not published yet may still move one of the two.
    provisional = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True)
    first_closed_at = models.DateTimeField(null=True)
    reopened_at = models.DateTimeField(null=True)

    # The ladder: which tier is responsible (`level`), until when, how often it went up, which one solved it.
    level = models.CharField(max_length=10, blank=True)
    level_since = models.DateTimeField(null=True)
    level_due_at = models.DateTimeField(null=True)
    raised = models.PositiveSmallIntegerField(default=0)
    solved_at = models.CharField(max_length=10, blank=True)
    remind_at = models.DateTimeField(null=True)
    reminded = models.PositiveSmallIntegerField(default=0)

    review_on = models.DateField(null=True)
    # When its clock stopped and went on, in turn; while it stands still, when it goes on by itself.
    stops = ArrayField(models.DateTimeField(), default=list)
    resumes_at = models.DateTimeField(null=True)
    put_offs = models.PositiveSmallIntegerField(default=0)
    pauses = models.PositiveSmallIntegerField(default=0)
    extended_at = ArrayField(models.DateTimeField(), default=list)
    # What the office asks for (an extension, an appeal), how far that is, and who may not decide about it.
    asks = models.CharField(max_length=20, blank=True)
    asked_by = ArrayField(models.UUIDField(), default=list)
    # The office was late, whatever was decided about that; statistics leave a granted appeal out.
    handled_late = models.BooleanField(default=False)
    appeal = models.CharField(max_length=10, blank=True)
    solved_on_spot = models.BooleanField(default=False)
    rating = models.PositiveSmallIntegerField(null=True)
    unhappy = models.BooleanField(default=False)
    released = models.BooleanField(default=False)
    # The words of the day on which it ended (catalogue.KeptWords), and when its own were erased.
    kept_words = models.UUIDField(null=True)
    erased_at = models.DateTimeField(null=True)

    # 件 and 件次: the earlier case this one became part of, and how many demands this one carries.
    merged_into = models.UUIDField(null=True)
    demands = models.PositiveIntegerField(default=1)

    objects = CaseQuerySet.as_manager()

    class Meta(ChainedRow.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.UniqueConstraint(fields=["township", "number"], name="case_number_once"),
            models.CheckConstraint(condition=Q(version__gte=1), name="case_version_positive"),
            models.CheckConstraint(
                condition=Q(awaits="") | Q(due_at__isnull=False), name="case_open_work_has_a_due_moment"
            ),
            models.CheckConstraint(
                condition=Q(rating=None) | Q(rating__range=(1, 5)), name="case_rating_one_to_five"
            ),
            models.CheckConstraint(
                condition=Q(lon=None, lat=None) | Q(lon__range=(-180, 180), lat__range=(-90, 90)),
                name="case_point_on_earth",
            ),
            models.CheckConstraint(
                condition=Q(lon=None, crs="") | Q(lon__isnull=False, crs__gt=""),
                name="case_point_knows_its_system",
            ),
            models.CheckConstraint(condition=Q(access_class__range=(0, 4)), name="case_class_known"),
            models.CheckConstraint(
                condition=Q(reopened_at=None, first_closed_at=None)
                | Q(reopened_at__isnull=False, first_closed_at__isnull=False),
                name="case_reopened_after_a_closing",
            ),
            models.CheckConstraint(
                condition=Q(resumes_at=None, review_on=None) | Q(resumes_at__isnull=False, stops__len__gt=0),
                name="case_standing_still_has_a_beginning",
            ),
            models.CheckConstraint(condition=Q(demands__gte=1), name="case_has_a_demand"),
            models.CheckConstraint(condition=Q(merged_into=None) | Q(awaits=""), name="case_merged_rests"),
        ]
        indexes = [
            # What waits for someone, most urgent first: one index per level of the tree, and one per inbox.
            _index("case_work_township", "township", *URGENT_FIRST, when=OPEN_WORK),
            _index(
                "case_work_community", "township", "in_community", "awaits", "due_at", "id", when=OPEN_WORK
            ),
            _index("case_work_grid", "township", "in_grid", "awaits", "due_at", "id", when=OPEN_WORK),
            _index("case_work_cell", "township", "in_cell", "awaits", "due_at", "id", when=OPEN_WORK),
            _index("case_work_held", "township", "holder_org", *URGENT_FIRST, when=HELD),
            _index("case_work_offered", "township", "offered_org", "due_at", "id", when=OFFERED),
            _index("case_work_person", "township", "holder_user", "due_at", "id", when=IN_HAND),
            # What goes up, what somebody is reminded of, and what was raised to a level.
            _index("case_level_due", "township", "level_due_at", "id", when=CLIMBS),
            _index("case_remind", "township", "remind_at", "id", when=REMINDED),
            _index("case_raised", "township", "level", "due_at", "id", when=RAISED),
            _index("case_due_township", "township", "due_at", "id", when=OPEN_WORK),
            _index("case_over", "township", "closed_at", "id", when=Q(awaits="", erased_at=None)),
            _index("case_asked_back", "township", "due_at", "id", when=Q(return_asked=True)),
            _index("case_parts", "township", "parent", "recorded_at", "id", when=Q(parent__isnull=False)),
            _index("case_resumes", "township", "resumes_at", "id", when=Q(resumes_at__isnull=False)),
            _index("case_asks", "township", "due_at", "id", when=Q(asks__gt="")),
            _index("case_no_grid", "township", "recorded_at", "id", when=OPEN_WORK & Q(at_place=None)),
            # Everything, newest first.
            _index("case_all_township", "township", "-recorded_at", "-id"),
            _index("case_all_community", "township", "in_community", "-recorded_at", "-id"),
            _index("case_all_grid", "township", "in_grid", "-recorded_at", "-id"),
            _index("case_all_cell", "township", "in_cell", "-recorded_at", "-id"),
            _index(
                "case_before_redraw",
                "township",
                "reported_grid",
                "reported_cell",
                when=Q(reported_grid__isnull=False),
            ),
            _index("case_reported_by", "reporter_user", "-recorded_at", "-id", when=BY_USER),
            # Open data: of some categories, what is still open, and what changed last.
            _index("case_open_data_category", "township", "category", "-recorded_at", "-id", when=PUBLIC),
            _index("case_open_data_open", "township", "-recorded_at", "-id", when=PUBLIC & Q(closed_at=None)),
            models.Index(
                "township",
                Coalesce("closed_at", "stage_since").desc(),
                models.F("id").desc(),
                name="case_open_data_changed",
                condition=PUBLIC,
            ),
            # A resident reads a number aloud and does not know the township's code.
            _index("case_number", "number"),
        ]


class CaseTextQuerySet(OperationalQuerySet["CaseText"]):
    """Words, named by township and case."""


class CaseText(Salted):
    """What a person wrote: never in the journal, which keeps a salted digest of it."""

    case_id = models.UUIDField()
    kind = models.CharField(max_length=40)
    text = models.TextField()
    author_role = models.CharField(max_length=20, blank=True)
    released = models.BooleanField(default=False)

    objects = CaseTextQuerySet.as_manager()

    class Meta(Operational.Meta):
        constraints = [*Operational.Meta.constraints]
        indexes = [_index("case_text_of_case", "township", "case_id", "entry")]


class CaseReporterQuerySet(OperationalQuerySet["CaseReporter"]):
    """Reporters, named by township and case."""


class CaseReporter(Operational):
    """Who told us, when that person left a name or a phone."""

    case_id = models.UUIDField()
    name = EncryptedField(null=True)
    phone = EncryptedField(null=True)
    phone_index = models.BinaryField(null=True)
    # Its owner ticked that texts about this report may go to the phone.
    tell = models.BooleanField(default=False)
    name_index = models.BinaryField(null=True)

    objects = CaseReporterQuerySet.as_manager()

    class Meta(Operational.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.UniqueConstraint(fields=["township", "case_id"], name="case_reporter_once"),
        ]
        indexes = [
            _index("case_reporter_phone", "township", "phone_index", when=Q(phone_index__isnull=False)),
            _index("case_reporter_name", "township", "name_index", when=Q(name_index__isnull=False)),
        ]


class Part(models.TextChoices):
    """The part an organisation has, or had, in a case."""

    OFFERED = "offered"
    HANDLER = "handler"
    HELPER = "helper"
    FORMER = "former"


class CaseParticipantQuerySet(OperationalQuerySet["CaseParticipant"]):
    """Parts, named by township and case."""


class CaseParticipant(Operational):
    """An organisation in a case. The present holder is also on the case's own row."""

    case_id = models.UUIDField()
    organisation = models.UUIDField()
    user = models.UUIDField(null=True)
    part = models.CharField(max_length=10, choices=Part.choices)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    objects = CaseParticipantQuerySet.as_manager()

    class Meta(Operational.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.UniqueConstraint(
                fields=["township", "case_id", "organisation"], name="case_participant_once"
            ),
            models.CheckConstraint(condition=Q(part__in=Part.values), name="case_participant_part_known"),
        ]
        indexes = [
            _index("case_participant_cases", "township", "organisation", "case_id"),
            _index(
                "case_participant_helping", "township", "organisation", "case_id", when=Q(part=Part.HELPER)
            ),
        ]


class Shot(models.TextChoices):
    """What a file of a case shows."""

    BEFORE = "before"
    AFTER = "after"
    SCENE = "scene"


class CaseFileQuerySet(OperationalQuerySet["CaseFile"]):
    """Links to files, named by township and case."""


class CaseFile(Operational):
    """A file of the kernel that belongs to a case."""

    case_id = models.UUIDField()
    file_id = models.UUIDField()
    kind = models.CharField(max_length=10, choices=Shot.choices)
    author = models.UUIDField(null=True)
    added_at = models.DateTimeField()
    entry = models.PositiveIntegerField()
    released = models.BooleanField(default=False)

    objects = CaseFileQuerySet.as_manager()

    class Meta(Operational.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.UniqueConstraint(fields=["township", "case_id", "file_id"], name="case_file_once"),
            models.CheckConstraint(condition=Q(kind__in=Shot.values), name="case_file_kind_known"),
        ]


def _by_part(actor: Actor) -> list[Q]:
    """Cases that an organisation of the actor was offered, handles, helps with or once handled."""
    parts = CaseParticipant.objects.filter(township=OuterRef("township"), case_id=OuterRef("id"))
    return [
        home & within_part(post) & Q(Exists(parts.filter(organisation=post.organisation)))
        for post in actor.posts
        if post.organisation
        for home in homes(post.scope)
    ]
