"""Recovery codes: ten words of letters that cannot be mistaken for each other, each good for one sign-in."""

import secrets
import unicodedata

COUNT, LENGTH = 10, 10
# No 0 and O, no 1, I and L, no U and V: codes are read from paper.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTWXYZ"


def new_codes() -> tuple[str, ...]:
    """Fresh codes of some 48 random bits each, written `ABCDE-FGHJK`."""
    drawn = ("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)) for _ in range(COUNT))
    return tuple(f"{code[:5]}-{code[5:]}" for code in drawn)


def plain(typed: str) -> str:
    """What was typed without spaces and dashes, in capitals and narrow letters."""
    narrow = unicodedata.normalize("NFKC", typed).upper()
    return "".join(character for character in narrow if character.isalnum())
