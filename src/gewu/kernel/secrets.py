"""Sealed values and blind indexes, with keys that are not in the database.

A sealed value is AES-256-GCM over the text, bound to its table, column and row: moved to another row it does
not open. The number of its key stands in it, so that a key can be changed while old values still open.
Identity numbers and phones are found again by a blind index, an HMAC over one normal spelling under a key of
its own.
"""

import hmac
import os
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from gewu.kernel.keys import KeyRing

_FORM = 1
_NONCE = 12
_HEAD = 3 + _NONCE


class CannotOpen(Exception):
    """The value was changed, belongs to another row, or its key is not here."""


@dataclass(frozen=True, slots=True)
class Home:
    """Where a sealed value lives, and the only place where it opens."""

    table: str
    column: str
    row: UUID

    def associated(self, head: bytes) -> bytes:
        parts = (b"gewu", head, self.table.encode(), self.column.encode(), self.row.bytes)
        return b"".join(len(part).to_bytes(2, "big") + part for part in parts)


@dataclass(frozen=True, slots=True, repr=False)
class Sealed:
    """A sealed value at home. Printing it shows nothing; `open` says the text."""

    stored: bytes
    home: Home

    def open(self) -> str:
        return unseal(self.stored, self.home)

    def __repr__(self) -> str:
        return f"<sealed {self.home.table}.{self.home.column}>"

    __str__ = __repr__


def seal(text: str, home: Home) -> bytes:
    """The bytes to store for a text at its home."""
    number, key = _ring("seal").newest()
    head = bytes([_FORM]) + number.to_bytes(2, "big")
    nonce = os.urandom(_NONCE)
    return head + nonce + AESGCM(key).encrypt(nonce, text.encode(), home.associated(head))


def sealer(table: str, column: str) -> Callable[[str, UUID], bytes]:
    """`seal` for one column of many rows, with the key of this moment: for rows that come by the thousand."""
    number, key = _ring("seal").newest()
    head = bytes([_FORM]) + number.to_bytes(2, "big")
    encrypt = AESGCM(key).encrypt

    def sealed(text: str, row: UUID) -> bytes:
        nonce = os.urandom(_NONCE)
        return head + nonce + encrypt(nonce, text.encode(), Home(table, column, row).associated(head))

    return sealed


def indexer(kind: str) -> Callable[[str], bytes]:
    """`blind_index` for many values of one kind, with the key of this moment."""
    _number, key = _ring("index").newest()
    start, normal = kind.encode() + b"\0", NORMAL[kind]
    return lambda value: hmac.digest(key, start + normal(value).encode(), sha256)


def unseal(stored: bytes, home: Home) -> str:
    """The text of stored bytes, or CannotOpen."""
    if not _looks_sealed(stored):
        raise CannotOpen(f"what stands in {home.table}.{home.column} is not sealed")
    head, nonce = stored[:3], stored[3:_HEAD]
    key = _ring("seal").numbered(int.from_bytes(head[1:], "big"))
    if key is None:
        raise CannotOpen(f"the key of a value in {home.table}.{home.column} is not in the key folder")
    try:
        return AESGCM(key).decrypt(nonce, stored[_HEAD:], home.associated(head)).decode()
    except InvalidTag as changed:
        raise CannotOpen(f"a value in {home.table}.{home.column} was changed or moved") from changed


def needs_new_seal(stored: bytes) -> bool:
    """Whether a value was sealed with an older key than the newest."""
    return int.from_bytes(stored[1:3], "big") != _ring("seal").newest()[0]


def newest_key() -> int:
    """The number of the key that seals now, looked for on disk: another process may have added it."""
    return _ring("seal").every(make=True)[-1][0]


def rotate() -> int:
    """Add a new sealing key and return its number. Old values keep opening with the old one.

    `resealing.start()` then seals them again.
    """
    return _ring("seal").add()


def blind_index(kind: str, value: str) -> bytes:
    """What equal values of a kind ("phone", "identity_number", "name") share and nobody can turn back."""
    _number, key = _ring("index").newest()
    return hmac.digest(key, kind.encode() + b"\0" + NORMAL[kind](value).encode(), sha256)


def normal_phone(value: str) -> str:
    """Digits only, without the country code of China."""
    digits = "".join(c for c in unicodedata.normalize("NFKC", value) if c.isdigit())
    for prefix in ("0086", "86"):
        if digits.startswith(prefix) and len(digits) == 11 + len(prefix):
            return digits.removeprefix(prefix)
    return digits


def _normal_identity(value: str) -> str:
    return "".join(unicodedata.normalize("NFKC", value).upper().split())


def _normal_name(value: str) -> str:
    return "".join(unicodedata.normalize("NFKC", value).split()).casefold()


NORMAL: dict[str, Callable[[str], str]] = {
    "phone": normal_phone,
    "identity_number": _normal_identity,
    "name": _normal_name,
    # Who wants a case solved: an account or a device.
    "interest": str,
}


def mask_phone(phone: str) -> str:
    """`138****8000`; shorter numbers keep their last two digits."""
    digits = normal_phone(phone)
    if len(digits) < 7:
        return "*" * max(len(digits) - 2, 3) + digits[-2:]
    return f"{digits[:3]}****{digits[-4:]}"


def mask_name(name: str) -> str:
    """`张**`: the first character and as many stars as follow."""
    return name[:1] + "*" * max(len(name) - 1, 1) if name else ""


def mask_identity(number: str) -> str:
    """`370***********002X`: the province and the last four, never the day of birth."""
    if len(number) < 15:
        return "*" * len(number)
    return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}"


class _SealedAttribute(DeferredAttribute):
    """Seals a text the moment it is assigned, so that a row never carries it in clear."""

    field: "EncryptedField[object, object]"

    def __get__(self, instance: models.Model | None, cls: type[models.Model] | None = None) -> Any:
        stored = super().__get__(instance, cls)
        if instance is None or stored is None:
            return stored
        return Sealed(stored, self.field.home(instance))

    def __set__(self, instance: models.Model, value: object) -> None:
        instance.__dict__[self.field.attname] = self._stored(instance, value)

    def _stored(self, instance: models.Model, value: object) -> bytes | None:
        match value:
            case None:
                return None
            case str():
                return seal(value, self.field.home(instance))
            case Sealed() if value.home == self.field.home(instance):
                return value.stored
            case Sealed():
                raise ValueError(f"{value!r} belongs to another row or column: open it and assign the text")
            case bytes() | memoryview() if _looks_sealed(bytes(value)):
                return bytes(value)
        raise TypeError(f"{self.field} takes a text or a sealed value, not {type(value).__name__}")


_Set_contra = TypeVar("_Set_contra", contravariant=True)
_Got_co = TypeVar("_Got_co", covariant=True)

if TYPE_CHECKING:
    # mypy's plugin reads what a field takes and gives from parameters that do not exist at run time.
    class _Bytes(models.BinaryField[_Set_contra, _Got_co]): ...
else:

    class _Bytes(models.BinaryField):
        def __class_getitem__(cls, _parameters):
            return cls


class EncryptedField(_Bytes[_Set_contra, _Got_co]):
    """A text that the database holds sealed.

    Assign a `str` (the row's id must be known: `objects.create(id=…, phone="…")`, or `row.phone = "…"` and
    `row.write("phone")`); read a `Sealed` and call `.open()`. `update(phone="…")` and filters refuse: they do
    not know the row. Find by a `blind_index` column beside it.
    """

    _pyi_private_set_type: str | Sealed | None
    _pyi_private_get_type: Sealed  # type: ignore[assignment] # read back as more than bytes
    descriptor_class = _SealedAttribute

    def home(self, instance: models.Model) -> Home:
        row = instance.pk
        if not isinstance(row, UUID):
            raise TypeError(f"{self} can only be set on a row whose id is known")
        return Home(self.model._meta.db_table, str(self.column), row)

    def get_prep_value(self, value: object) -> object:
        if isinstance(value, Sealed):
            return value.stored
        if value is None or (isinstance(value, bytes | memoryview) and _looks_sealed(bytes(value))):
            return value
        raise TypeError(f"{self} cannot be stored or compared in clear")

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        raise TypeError(f"{self} cannot be searched: use a blind index")

    def value_to_string(self, obj: models.Model) -> str:
        raise TypeError(f"{self} is not written out")


def _looks_sealed(stored: bytes) -> bool:
    return len(stored) >= _HEAD + 16 and stored[0] == _FORM


def _ring(purpose: str) -> KeyRing:
    return KeyRing(settings.DATA / "keys", purpose)
