"""Parts, members and findings of a draft in the language of whoever reads."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gewu.catalogue.category import Category
from gewu.catalogue.spoken import said
from gewu.deadlines.rules import Limit, Unit
from gewu.people import queries as people
from gewu.studio.checks import Finding, place_of
from gewu.studio.document import Sections
from gewu.studio.forms import Question

# Members of stages, moves and the frame as people call them; what is not here goes by its own description.
MEMBERS: Mapping[str, str | Promise] = {
    "due": gettext_lazy("May rest here at most"),
    "turn": gettext_lazy("Whose turn it is"),
    "public": gettext_lazy("Residents see"),
    "open": gettext_lazy("It is being worked on; the overall deadline runs"),
    "final": gettext_lazy("The end: nothing follows"),
    "awaits": gettext_lazy("The list it waits on"),
    "more": gettext_lazy("An extension lasts"),
    "admission": gettext_lazy("A community is given only what is on its list"),
    "inner": gettext_lazy("Offices settle it among themselves; no reporter waits"),
    "by": gettext_lazy("Who may"),
    "standard": gettext_lazy("Chooses a standard of the category"),
    "waiting": gettext_lazy("While the case waits"),
    "rest": gettext_lazy("The way beside handling may take"),
    "first": gettext_lazy("Begins with"),
    "title": gettext_lazy("Name"),
    "help": gettext_lazy("Help"),
    "button": gettext_lazy("The button says"),
    "done": gettext_lazy("The story says afterwards"),
    "label": gettext_lazy("Question"),
    "choices": gettext_lazy("Choices"),
    "needs": gettext_lazy("Must be answered"),
    "may": gettext_lazy("May be answered"),
    "duty": gettext_lazy("Usually done by"),
    "filing": gettext_lazy("Taken on when"),
    "closing": gettext_lazy("Done when"),
    "zh": gettext_lazy("In Chinese"),
    "en": gettext_lazy("In English"),
    "amount": gettext_lazy("How much"),
    "unit": gettext_lazy("Counted in"),
    "minLength": gettext_lazy("At least so many characters"),
    "maxLength": gettext_lazy("At most so many characters"),
    "minimum": gettext_lazy("Smallest"),
    "maximum": gettext_lazy("Largest"),
    "enum": gettext_lazy("Choices"),
    "x-shown": gettext_lazy("Who reads the answer"),
    "x-lines": gettext_lazy("Lines in the form"),
    "type": gettext_lazy("Kind"),
    "from": gettext_lazy("From"),
    "to": gettext_lazy("Leads to"),
    "report": gettext_lazy("The report"),
    "offer": gettext_lazy("Accepting or returning"),
    "short_hours": gettext_lazy("Within the limit itself, if it has at most so many working hours"),
    "offer.by": gettext_lazy("Else by this time of the next working day"),
    "photos": gettext_lazy("Photos that may come with it"),
    "again": gettext_lazy("When it is made again"),
    "count": gettext_lazy("From so many times on"),
    "ladder": gettext_lazy("The ladder"),
    "levels": gettext_lazy("Level"),
    "tier": gettext_lazy("Which"),
    "limit": gettext_lazy("Tries for at most"),
    "starts": gettext_lazy("Begins higher"),
    "why": gettext_lazy("Why"),
    "reminders": gettext_lazy("Reminders"),
    "before": gettext_lazy("When this share of the time is over"),
    "after": gettext_lazy("Again so long after the end"),
    "allowed": gettext_lazy("Allowed"),
    "wait": gettext_lazy("Putting off"),
    "pause": gettext_lazy("Pausing"),
    "extension": gettext_lazy("Extending"),
    "most": gettext_lazy("At most so many times"),
    "days": gettext_lazy("At most so many days"),
    "keeping": gettext_lazy("Keeping what ended"),
    "years": gettext_lazy("So many years; blank is for ever"),
    "basis": gettext_lazy("Who says so"),
}
VALUES: Mapping[str, str | Promise] = {
    "received": gettext_lazy("received"),
    "working": gettext_lazy("being worked on"),
    "done": gettext_lazy("done"),
    "not_now": gettext_lazy("not now"),
    "none": gettext_lazy("nobody"),
    "reporter": gettext_lazy("the reporter"),
    "no": gettext_lazy("not possible"),
    "only": gettext_lazy("only then"),
    "any": gettext_lazy("possible too"),
    "filing": gettext_lazy("for taking on"),
    "closing": gettext_lazy("for closing"),
    "staff": gettext_lazy("staff"),
    "released": gettext_lazy("everybody, once a person released it"),
    "string": gettext_lazy("text"),
    "integer": gettext_lazy("number"),
    "boolean": gettext_lazy("yes or no"),
    "rule": gettext_lazy("the rule itself"),
    "place": gettext_lazy("the place decided it"),
    "cell": gettext_lazy("cell"),
    "grid": gettext_lazy("grid"),
    "community": gettext_lazy("community"),
    "township": gettext_lazy("sub-district"),
    "county": gettext_lazy("district"),
    "city": gettext_lazy("city"),
    "province": gettext_lazy("province"),
    "urgent": gettext_lazy("it is urgent"),
    "department": gettext_lazy("only a department can do it"),
    "before": gettext_lazy("how it was found"),
    "after": gettext_lazy("how it is now"),
}
# The page on which a question begins; until it is kept it has no name.
NEW_QUESTION = "question:new"


class Names:
    """What the stages, moves and questions of one draft are called."""

    def __init__(self, sections: Sections, language: str, category: Callable[[str], Category | None]) -> None:
        self.language = language
        self._words: Mapping[str, Any] = sections.get(
            "words.en" if language.startswith("en") else "words.zh", {}
        )
        self._category = category

    def of(self, kind: str, key: str) -> str:
        """The title of a stage or move, the label of a question; the key itself where nothing is said."""
        group = {"stage": "stages", "move": "moves", "question": "fields"}[kind]
        named = self._words.get(group, {}).get(key, {})
        return str(named.get("title") or named.get("label") or key) if isinstance(named, dict) else key

    def part(self, part: str) -> str:
        """A page of the draft as a heading."""
        if part == NEW_QUESTION:
            return _("A new question")
        kind, _colon, key = part.partition(":")
        known: Mapping[str, tuple[str, Callable[[str], str]]] = {
            "stage": (_("Stage “%(name)s”"), lambda key: self.of("stage", key)),
            "move": (_("Step “%(name)s”"), lambda key: self.of("move", key.partition(".")[0])),
            "form": (_("Form “%(name)s”"), self.form),
            "question": (_("Question “%(name)s”"), lambda key: self.of("question", key)),
            "category": (_("Category “%(name)s”"), self._category_name),
            "section": ("%(name)s", self._section),
        }
        if kind not in known:
            return str(PARTS.get(kind, kind))
        pattern, named = known[kind]
        return pattern % {"name": named(key)}

    def _category_name(self, code: str) -> str:
        found = self._category(code)
        return found.name(self.language) if found else code

    def form(self, where: str) -> str:
        """What asks: the report, or a step by its place and name."""
        return member("report") if where == "report" else self.of("move", where.partition(".")[2])

    def _section(self, name: str) -> str:
        """What a whole section is about; its words are those of one language."""
        first, _dot, rest = name.partition(".")
        if first == "category":
            return self.part(f"category:{rest}")
        page = {"stages": "flow", "moves": "flow", "answers": "questions"}.get(first, first)
        return str(PARTS.get(page, page)) + (f" · {member(rest)}" if rest else "")

    def path(self, section: str, path: tuple[str, ...]) -> tuple[str, str]:
        """Where a difference lies: the part, and the member there."""
        part, at = self._move_part(path) if section == "moves" else place_of(section, path)
        return self.part(part), " · ".join(member(step) for step in at.split(".") if step)

    @staticmethod
    def _move_part(path: tuple[str, ...]) -> tuple[str, str]:
        return (f"move:{path[0].partition(' ')[0]}", ".".join(path[1:])) if path else ("flow", "")

    def value(self, value: Any, *, at: str = "") -> str:
        """A value as people say it."""
        if value in (None, "", []):
            return "—"
        if isinstance(value, dict):
            return _span(value)
        if isinstance(value, list):
            return " · ".join(self.value(one, at=at) for one in value)
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        return self._named(str(value), at)

    def _named(self, value: str, at: str) -> str:
        if at in {"needs", "may"}:
            return self.of("question", value)
        if at in {"from", "to", "first"}:
            return self.of("stage", value)
        if at in {"by", "turn"} and value not in VALUES:
            return role(value, self.language)
        return str(VALUES.get(value, value)) if at not in {"zh", "en"} else value


PARTS: Mapping[str, str | Promise] = {
    "flow": gettext_lazy("Stages and steps"),
    "questions": gettext_lazy("Questions"),
    "categories": gettext_lazy("Categories"),
    "frame": gettext_lazy("Numbers and the report"),
    "words": gettext_lazy("General words"),
    "import": gettext_lazy("Files brought in"),
    "table": gettext_lazy("Table brought in"),
}


def member(name: str) -> str:
    """One step of a path."""
    return str(MEMBERS.get(name, name))


def label(question: Question) -> tuple[str, str]:
    """Label and help of a question about a member."""
    known = MEMBERS.get(".".join(question.path[-2:])) or MEMBERS.get(question.path[-1])
    nested = [str(int(step) + 1) if step.isdigit() else member(step) for step in question.path[:-1]]
    own = str(known) if known else (question.help or question.title)
    return " · ".join([*nested, own]), ""


def role(key: str, language: str) -> str:
    """What a role is called; one nobody knows stands for itself."""
    try:
        return people.role_name(key, language)
    except KeyError:
        return key


def _span(value: Mapping[str, Any]) -> str:
    try:
        return said(Limit(int(value["amount"]), Unit(value["unit"])))
    except (KeyError, ValueError, TypeError):
        return " · ".join(f"{key} {one}" for key, one in value.items())


def finding(found: Finding, names: Names) -> str:
    """A finding as a sentence."""
    facts = found.facts
    match found.what:
        case "lost_stage":
            count = int(str(facts["count"]))
            sentence = ngettext(
                "The stage “%(stage)s” is gone, and %(count)d open case rests in it.",
                "The stage “%(stage)s” is gone, and %(count)d open cases rest in it.",
                count,
            )
            return sentence % {"stage": names.of("stage", str(facts["stage"])), "count": count}
        case "shape":
            return f"{facts['path']}: {facts['said']}" if facts["path"] else str(facts["said"])
        case "sense":
            return _sense(str(facts["said"]), names)
        case "supplied":
            sentence = _("%(by)s supplies “%(name)s”, so no form asks for it. Instead: %(instead)s.")
            return sentence % facts["en" if names.language.startswith("en") else "zh"]
    return str(SENTENCES[found.what]) % facts


SENTENCES: Mapping[str, str | Promise] = {
    "no_limit": gettext_lazy("Work rests here without a limit. Say how long it may."),
    "never_opposed": gettext_lazy(
        "Two of its conditions shut each other out: nobody could ever make this step."
    ),
    "never_waits": gettext_lazy(
        "It is for cases that wait, but from one of its stages nothing can be put off."
    ),
    "report_needs": gettext_lazy(
        "The forms at the counter and on the website do not ask it, so nobody could report any more."
        " Let it be answered or not."
    ),
    "no_choice": gettext_lazy("There is nothing to choose from: nobody can answer this question."),
    "crossed": gettext_lazy("The smallest is greater than the largest: nobody can answer this question."),
    "nobody_here": gettext_lazy("Nobody here holds one of its roles today."),
    "unknown_duty": gettext_lazy("There is no such duty: %(duty)s."),
    "standard_twice": gettext_lazy("A standard stands twice: %(standard)s."),
    "unknown_category": gettext_lazy("There is no category %(code)s."),
}
# What the catalogue's own checks say, by its pattern: `sense.py` and `words.py` speak English to programmers.
_SENSE: tuple[tuple[str, str | Promise], ...] = (
    (r"unknown stage '(?P<a>.*)'", gettext_lazy("There is no stage “%(a)s”.")),
    (r"no way leads here from the first stage", gettext_lazy("No step leads here from the beginning.")),
    (r"no way leads from here to an end", gettext_lazy("No step leads from here to an end.")),
    (r"is final, yet a move leaves it", gettext_lazy("It is an end, yet a step leads on.")),
    (r"is final, hence cannot be open", gettext_lazy("It is an end, so no deadline can run.")),
    (r"is not open, hence has no deadline", gettext_lazy("Nobody works here, so there is no limit.")),
    (r"unknown role '(?P<a>.*?)'( in turn)?", gettext_lazy("There is no role “%(a)s”.")),
    (
        r"it is the turn of '(?P<a>.*)', who has no move here",
        gettext_lazy("It is the turn of “%(a)s”, who has no step here."),
    ),
    (r"unknown guard '(?P<a>.*)'", gettext_lazy("There is no condition “%(a)s”.")),
    (r"asks '(?P<a>.*)' twice", gettext_lazy("It asks “%(a)s” twice.")),
    (r"unknown answer '(?P<a>.*)'", gettext_lazy("There is no question “%(a)s”.")),
    (r"no move asks for it", gettext_lazy("No step asks it: nobody can answer this question.")),
    (
        r"is free text, hence must be marked x-words",
        gettext_lazy("It is free text and must be kept as somebody's words."),
    ),
    (r"(?P<b>\w+) needs the answer '(?P<a>.*)'", gettext_lazy("What it does needs the question “%(a)s”.")),
    (r"(?P<b>\w+) needs the guard '(?P<a>.*)'", gettext_lazy("What it does needs the condition “%(a)s”.")),
    (
        r"names a standard, hence needs the answer 'standard'",
        gettext_lazy("It chooses a standard, so it has to ask for it."),
    ),
    (
        r"puts the reporter off, hence needs the answer 'reply'",
        gettext_lazy("It puts the reporter off, so there has to be a reply."),
    ),
    (r"leaves stage '(?P<a>.*)' twice", gettext_lazy("It leaves the stage “%(a)s” twice.")),
    (r"(?P<a>[\w.-]+) has no words", gettext_lazy("Words are missing: %(a)s.")),
    (
        r"(?P<a>[\w.-]+) has words but no meaning",
        gettext_lazy("Words without a meaning: %(a)s."),
    ),
)


def _sense(sentence: str, names: Names) -> str:
    for pattern, translated in _SENSE:
        if match := re.fullmatch(pattern, sentence):
            return str(translated) % match.groupdict()
    return sentence
