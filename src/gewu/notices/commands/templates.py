"""What administrators do with templates: draft a place's own wording, and publish it."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from gewu.kernel import clock, journal, text
from gewu.kernel.access import Actor
from gewu.kernel.canonical import canonical, sha256
from gewu.kernel.errors import Invalid, NotAllowed, NotFound, RuleBroken
from gewu.kernel.ids import new_id
from gewu.notices import rules
from gewu.notices.definition import LANGUAGES, newest
from gewu.notices.models import MANAGES, TemplateVersion
from gewu.notices.rules import LONGEST, PARTS

# What everybody in a group chat may read is not for a place to widen.
FIXED = frozenset({"address_check", "group", "masked"})
Said = Mapping[str, Mapping[str, str]]


@transaction.atomic
def draft_template(*, township: int, key: str, said: Said, actor: Actor) -> TemplateVersion:
    """Keep a draft of a place's own wording: `said["zh"]["title"]` … Invalid names every wrong part."""
    _require_manager(actor, township)
    if key not in newest() or key in FIXED:
        raise NotFound(_("There is no such template."))
    clean = _checked(key, said)
    row = _draft(township, key)
    if row is None:
        row = TemplateVersion(id=new_id(township), township=township, key=key, version=_next(township, key))
    row.zh, row.en, row.author, row.written_at = clean["zh"], clean["en"], actor.user, clock.now()
    journal.record(
        "notices.template_drafted",
        subject=row,
        actor=actor,
        write=["zh", "en", "author", "written_at"],
        template=key,
        version=row.version,
    )
    return row


@transaction.atomic
def publish_template(*, township: int, key: str, actor: Actor) -> TemplateVersion:
    """Put the draft in force. Messages from before keep the version they were made from."""
    row = _seen_draft(township, key, actor)
    row.published_at = clock.now()
    journal.record(
        "notices.template_published",
        subject=row,
        actor=actor,
        write=["published_at"],
        template=key,
        version=row.version,
        digest=sha256(canonical({"zh": row.zh, "en": row.en}).encode()).hex(),
    )
    return row


def _seen_draft(township: int, key: str, actor: Actor) -> TemplateVersion:
    _require_manager(actor, township)
    row = _draft(township, key)
    if row is None:
        raise RuleBroken(_("There is no draft of this template."))
    return row


def _draft(township: int, key: str) -> TemplateVersion | None:
    rows = TemplateVersion.objects.filter(township=township, key=key, published_at=None)
    return rows.select_for_update().first()


def _next(township: int, key: str) -> int:
    rows = TemplateVersion.objects.filter(township=township, key=key).order_by("-version")
    return (rows.values_list("version", flat=True).first() or 0) + 1


def _checked(key: str, said: Said) -> dict[str, dict[str, str]]:
    """The parts in both languages, or Invalid with `zh_title` and the like."""
    about = newest()[key].about
    wrong: dict[str, str] = {}
    clean: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        given = said.get(language, {})
        clean[language] = {part: _tidy(given.get(part, ""), f"{language}_{part}", part) for part in PARTS}
        for part, words in clean[language].items():
            if found := rules.wrong_in(part, words, about=about):
                wrong[f"{language}_{part}"] = _why(*found)
    if wrong:
        raise Invalid(_("Some answers cannot be accepted."), fields=wrong)
    return clean


def _tidy(given: str, field: str, part: str) -> str:
    """Safe to keep; how long it may really be is for the rules, which count what is filled in."""
    return text.clean(given, field=field, limit=2 * LONGEST[part], lines=False)


def _why(wrong: rules.Wrong, detail: str) -> str:
    match wrong:
        case "blank":
            return _("This is needed.")
        case "long":
            return _("This is too long: at most %(limit)s characters.") % {"limit": detail}
        case "unknown":
            return _("This message cannot fill in {%(name)s}.") % {"name": detail}
        case "link":
            return _("Without {link} nobody can open what the text is about.")
    return _("A curly bracket stands alone.")


def _require_manager(actor: Actor, township: int) -> None:
    manages = (post.scope for post in actor.posts if post.role == MANAGES)
    if not any(scope.low <= township <= scope.high for scope in manages):
        raise NotAllowed(_("Only the administrator of this place can do this."))
