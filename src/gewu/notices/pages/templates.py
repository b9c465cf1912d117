"""Templates of a place: what holds, a draft with its preview, publishing."""

from collections.abc import Mapping
from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gewu.catalogue import queries as catalogue
from gewu.kernel import clock
from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import NotFound
from gewu.notices import commands, queries
from gewu.notices.commands.templates import FIXED
from gewu.notices.definition import LANGUAGES, Template, newest
from gewu.notices.models import MANAGES
from gewu.notices.pages.towns import town, towns
from gewu.notices.queries.templates import in_force, template_of, texts
from gewu.notices.queries.wording import sample
from gewu.notices.rules import LONGEST, PARTS, PLACEHOLDERS
from gewu.people.access import for_roles
from gewu.people.queries import organisations_of
from gewu.places import queries as places
from gewu.ui.forms import Field
from gewu.ui.redraw import redraw_with

Wrong = Mapping[str, str]
TAGS = {"zh": "zh-Hans", "en": "en"}


@require_safe
@for_roles(MANAGES)
def every(request: ActorRequest) -> HttpResponse:
    """Every template with the version that holds in the place."""
    township, language = town(request), get_language() or ""
    keys = [key for key in newest() if key not in FIXED]
    refs = in_force(keys, township)
    found = texts(refs.values())
    own = queries.templates.own_keys(request.actor, township)
    rows = [
        {
            "key": key,
            "words": found[refs[key]].in_language(language),
            "ref": refs[key],
            "has_draft": key in own and own[key].published_at is None,
        }
        for key in keys
        if refs[key] in found
    ]
    said = {"rows": rows, "towns": towns(request), "township": township}
    return render(request, "notices/templates.html", said)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(MANAGES)
def one(request: ActorRequest, template: str) -> HttpResponse:
    """A template to write anew: saving keeps a draft and shows what it would say."""
    if template not in newest() or template in FIXED:
        raise NotFound(_("There is no such template."))
    township = town(request)

    def draw(message: str = "", wrong: Wrong | None = None) -> HttpResponse:
        said = _page(request, template, township, wrong or {})
        return render(request, "notices/template.html", said | {"message": "" if wrong else message})

    if request.method != "POST":
        return draw()
    redraw_with(request, draw)
    given: dict[str, dict[str, str]] = {
        language: {part: request.POST.get(f"{language}_{part}", "") for part in PARTS}
        for language in LANGUAGES
    }
    commands.draft_template(township=township, key=template, said=given, actor=request.actor)
    messages.success(request, _("The draft is kept. Below is what it would say."))
    return redirect(f"{reverse('notices:template', args=[template])}?place={township}")


@require_POST
@for_roles(MANAGES)
def publish(request: ActorRequest, template: str) -> HttpResponse:
    township = town(request)
    row = commands.publish_template(township=township, key=template, actor=request.actor)
    messages.success(request, _("Version %(version)d holds from now on.") % {"version": row.version})
    return redirect(f"{reverse('notices:template', args=[template])}?place={township}")


def _page(request: ActorRequest, key: str, township: int, wrong: Wrong) -> dict[str, object]:
    versions = queries.templates.versions(request.actor, township, key)
    draft = next((row for row in versions if row.published_at is None), None)
    ref = in_force([key], township)[key]
    shown = template_of(draft) if draft else texts([ref])[ref]
    return {
        "key": key,
        "title": texts([ref])[ref].in_language(get_language() or "").title,
        "ref": ref,
        "township": township,
        "town": towns(request)[str(township)],
        "draft": draft,
        "versions": [row for row in versions if row.published_at is not None],
        "placeholders": sorted(PLACEHOLDERS[shown.about]),
        "forms": [(language, _fields(request, shown, language, wrong)) for language in LANGUAGES],
        "fields": [field for language in LANGUAGES for field in _fields(request, shown, language, wrong)],
        "samples": _samples(shown, township) if not wrong else [],
    }


def _fields(request: ActorRequest, shown: Template, language: str, wrong: Wrong) -> list[Field]:
    labels = {"title": _("Title"), "text": _("Text in the inbox and in e-mails"), "short": _("Text message")}
    words = shown.in_language(language)
    return [
        Field(
            name=f"{language}_{part}",
            label=labels[part],
            kind="text" if part == "title" else "long",
            required=True,
            rows=2,
            max_length=LONGEST[part],
            language=TAGS[language],
            value=request.POST.get(f"{language}_{part}", words.part(part)),
            error=wrong.get(f"{language}_{part}", ""),
        )
        for part in PARTS
    ]


def _samples(shown: Template, township: int) -> list[tuple[str, object]]:
    """What it would say of a made-up case, in both languages."""
    return [(language, sample(shown, _values(township), language)) for language in ("zh-hans", "en")]


def _values(township: int) -> dict[str, object]:
    locality = places.locality_of(township)
    offices = organisations_of(township)
    due = clock.now() + timedelta(hours=26)
    return {
        "number": f"{locality.letters if locality else 'XX'}0101000100",
        "type": "event",
        "category": catalogue.categories(public_only=True)[0].code,
        "stage": "dispatched",
        "place": str(places.area_by_code(str(township)).id),
        "office": str(offices[0].id) if offices else None,
        "due": due.isoformat(),
        "review_on": due.date().isoformat(),
        "role": "gridworker",
        "first_day": due.date().isoformat(),
        "last_day": (due + timedelta(days=6)).date().isoformat(),
        "count": 3,
        "demands": 4,
        "numbers": f"{locality.letters if locality else 'XX'}0101000100",
    }
