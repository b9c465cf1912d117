"""Which page of the handbook says more about the page somebody is on."""

from django.conf import settings
from django.utils.translation import get_language

from gewu.kernel.access import ActorRequest

# By the beginning of the path; the first that fits. `roles` means: the page of the role that is signed in.
PAGES = (
    ("/registers/", "registers"),
    ("/desk/staffing/", "operations/place"),
    ("/desk/people/", "admin"),
    ("/desk/catalogue/", "reference/catalogue"),
    ("/desk/deadlines/", "deadlines"),
    ("/desk/evidence/", "auditor"),
    ("/desk/open311/", "open311"),
    ("/desk/notices/", "notices"),
    ("/me/notices/", "notices"),
    ("/desk/", "roles"),
    ("/field/", "roles"),
    ("/map/", "map"),
    ("/me/", "account"),
    ("/accounts/", "account"),
    ("/api/", "api"),
    ("/", "resident"),
)
# Of somebody with several posts, the one whose work fills the day.
ROLES = (
    ("clerk", "clerk"),
    ("dispatcher", "dispatcher"),
    ("handler", "handler"),
    ("gridworker", "gridworker"),
    ("assistant", "gridworker"),
    ("gridlead", "gridworker"),
    ("checker", "checker"),
    ("chief", "supervisor"),
    ("supervisor", "supervisor"),
    ("overseer", "supervisor"),
    ("auditor", "auditor"),
    ("admin", "admin"),
)


def address_for(request: ActorRequest) -> str:
    """The page in the reader's language, or nothing where the handbook is not served."""
    if settings.WHITENOISE_ROOT is None:
        return ""
    language = "" if (get_language() or "").startswith("zh") else "en/"
    return f"/docs/{language}{page_for(request)}/"


def page_for(request: ActorRequest) -> str:
    """The page's name, as in docs/nav.toml."""
    page = next(page for beginning, page in PAGES if request.path.startswith(beginning))
    if page != "roles":
        return page
    roles = request.actor.roles if hasattr(request, "actor") else frozenset()
    return next((page for role, page in ROLES if role in roles), "start")
