"""How a person is found and ordered: Chinese names by their pinyin."""

from pypinyin import lazy_pinyin

from gewu.people.models import User

LONGEST = 400


def search_text_of(user: User) -> str:
    """Pinyin, its initials, the name and the username, small: what a list is ordered by and searched in."""
    syllables = lazy_pinyin(user.name)
    said = ("".join(syllables), "".join(part[:1] for part in syllables), user.name, user.username)
    return " ".join(said).lower()[:LONGEST]
