"""The tables of the five registers, and who lives in which household."""

from django.db import models
from django.db.models import F, Q

from gewu.kernel.models import Operational, OperationalQuerySet
from gewu.kernel.secrets import EncryptedField
from gewu.registers.models.base import HERE, RegisterQuerySet, RegisterRow, meta_of

# Of the registers that hold a row for everybody or every door: the fields they need.
NEEDED = {
    "person": ("name", "identity_number", "sex", "born", "phone", "registered_here"),
    "household": ("kind",),
    "dwelling": ("door", "use", "owner_name"),
}
_PERSON = meta_of("person", "here", NEEDED["person"])
_HOUSEHOLD = meta_of("household", "whole", NEEDED["household"])
_DWELLING = meta_of("dwelling", "standing", NEEDED["dwelling"])
_ESTABLISHMENT, _FACILITY = meta_of("firm", "open"), meta_of("facility", "sound")


class PersonQuerySet(RegisterQuerySet["Person"]):
    """Persons."""


class Person(RegisterRow):
    """Somebody who lives, or lived, in the township. `state`: here, away, moved, died."""

    identity_number = EncryptedField(null=True)
    identity_index = models.BinaryField(null=True)
    phone = EncryptedField(null=True)
    phone_index = models.BinaryField(null=True)
    born = models.DateField(null=True)
    sex = models.CharField(max_length=8, blank=True)
    # The household they are in now, and its dwelling: told by `Member`, kept here for lists.
    household = models.UUIDField(null=True)
    dwelling = models.UUIDField(null=True)
    user = models.UUIDField(null=True)
    died_on = models.DateField(null=True)

    objects = PersonQuerySet.as_manager()

    class Meta(RegisterRow.Meta):
        constraints = [
            *_PERSON[0],
            models.UniqueConstraint(
                fields=["township", "identity_index"],
                condition=Q(identity_index__isnull=False, went_to="", merged_into=None),
                name="registers_person_identity_once",
            ),
            models.UniqueConstraint(
                fields=["township", "user"],
                condition=Q(user__isnull=False, state__in=["here", "away"]),
                name="registers_person_account_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["here", "away", "moved", "died", "merged"]),
                name="registers_person_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="died") | Q(household=None), name="registers_person_dead_live_nowhere"
            ),
        ]
        indexes = [
            *_PERSON[1],
            models.Index(fields=["township", "phone_index"], name="registers_person_phone"),
            models.Index(fields=["township", "identity_index"], name="registers_person_identity"),
            models.Index(fields=["township", "household"], name="registers_person_household"),
            models.Index(fields=["township", "born", "id"], name="registers_person_born", condition=HERE),
            models.Index(fields=["user"], name="registers_person_user", condition=Q(user__isnull=False)),
        ]


class HouseholdQuerySet(RegisterQuerySet["Household"]):
    """Households."""


class Household(RegisterRow):
    """People who live together. `name` is its head's. `state`: whole, dissolved."""

    dwelling = models.UUIDField(null=True)
    head = models.UUIDField(null=True)
    size = models.PositiveSmallIntegerField(default=0)
    ended_on = models.DateField(null=True)

    objects = HouseholdQuerySet.as_manager()

    class Meta(RegisterRow.Meta):
        constraints = [
            *_HOUSEHOLD[0],
            models.CheckConstraint(
                condition=Q(state__in=["whole", "dissolved"]), name="registers_household_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="whole") | Q(size=0), name="registers_household_dissolved_are_empty"
            ),
        ]
        indexes = [
            *_HOUSEHOLD[1],
            models.Index(fields=["township", "dwelling"], name="registers_household_dwelling"),
        ]


class MemberQuerySet(OperationalQuerySet["Member"]):
    """Memberships, named by township and household or person."""


class Member(Operational):
    """A person in a household, from a day until a day (None: still). Never rewritten, only ended."""

    person = models.UUIDField()
    household = models.UUIDField()
    relation = models.CharField(max_length=20)
    since = models.DateField()
    until = models.DateField(null=True)
    # How it began and ended: born, came, moved, married, split, merged, listed; left, died, moved …
    began = models.CharField(max_length=12)
    ended = models.CharField(max_length=12, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta(Operational.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.UniqueConstraint(
                fields=["township", "person"],
                condition=Q(until=None),
                name="registers_member_in_one_household",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="registers_member_ends_after_start"
            ),
        ]
        indexes = [
            models.Index(fields=["township", "household", "since"], name="registers_member_household"),
            models.Index(fields=["township", "person", "since"], name="registers_member_person"),
        ]


class DwellingQuerySet(RegisterQuerySet["Dwelling"]):
    """Dwellings."""


class Dwelling(RegisterRow):
    """A flat or a village house; `name` is its door, such as 2单元501室. `state`: standing, gone."""

    # own, let, empty, shared, other: what it is used for now.
    use = models.CharField(max_length=12, default="own")

    objects = DwellingQuerySet.as_manager()

    class Meta(RegisterRow.Meta):
        constraints = [
            *_DWELLING[0],
            models.UniqueConstraint(
                fields=["township", "building", "name"],
                condition=Q(state="standing", building__isnull=False),
                name="registers_dwelling_door_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["standing", "gone"]), name="registers_dwelling_state_known"
            ),
        ]
        indexes = [
            *_DWELLING[1],
            models.Index(fields=["township", "address"], name="registers_dwelling_address"),
        ]


class EstablishmentQuerySet(RegisterQuerySet["Establishment"]):
    """Establishments."""


class Establishment(RegisterRow):
    """A unit, an enterprise, a shop. `state`: open, closed."""

    kind = models.CharField(max_length=20)
    credit_code = models.CharField(max_length=18, blank=True)
    phone = EncryptedField(null=True)
    phone_index = models.BinaryField(null=True)
    ended_on = models.DateField(null=True)

    objects = EstablishmentQuerySet.as_manager()

    class Meta(RegisterRow.Meta):
        constraints = [
            *_ESTABLISHMENT[0],
            models.CheckConstraint(
                condition=Q(state__in=["open", "closed"]), name="registers_establishment_state_known"
            ),
        ]
        indexes = [
            *_ESTABLISHMENT[1],
            models.Index(
                fields=["township", "credit_code"], name="registers_firm_code", condition=~Q(credit_code="")
            ),
            models.Index(fields=["township", "phone_index"], name="registers_firm_phone"),
        ]


class FacilityQuerySet(RegisterQuerySet["Facility"]):
    """Facilities."""


class Facility(RegisterRow):
    """A city component 部件: a manhole cover, a lamp. `state`: sound, damaged, missing, removed."""

    object_code = models.CharField(max_length=16, blank=True)
    kind = models.CharField(max_length=4)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)

    objects = FacilityQuerySet.as_manager()

    class Meta(RegisterRow.Meta):
        constraints = [
            *_FACILITY[0],
            models.UniqueConstraint(
                fields=["township", "object_code"],
                condition=~Q(object_code=""),
                name="registers_facility_code_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["sound", "damaged", "missing", "removed"]),
                name="registers_facility_state_known",
            ),
        ]
        indexes = [*_FACILITY[1]]


TABLES: dict[str, type[RegisterRow]] = {
    "person": Person,
    "household": Household,
    "dwelling": Dwelling,
    "establishment": Establishment,
    "facility": Facility,
}
