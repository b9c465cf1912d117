"""Worklists as pages: a table of what waits, or the list at the left of an open case."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gewu.cases import queries
from gewu.cases.pages.counts import counted
from gewu.cases.pages.narrowing import Narrowed, narrowed
from gewu.cases.queries import CaseRow, Worklist
from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import NotFound
from gewu.kernel.paging import Page
from gewu.people.access import staff_only

SIZE = 50


@dataclass(frozen=True, slots=True)
class Shown:
    """One list as a page shows it."""

    of: Worklist
    page: Page[CaseRow]
    narrowed: Narrowed
    first: bool

    @property
    def key(self) -> str:
        return self.of.key

    @property
    def query(self) -> str:
        """The filters in force, as a query string."""
        return self.narrowed.query

    @property
    def demands(self) -> int:
        """件次 beside 件, where all of the list is on the page; 0 where each matter was asked for once."""
        items = self.page.items if self.first and self.page.next is None else ()
        asked = sum(row.demands for row in items if not row.merged)
        return asked if asked > sum(1 for row in items if not row.merged) else 0

    @property
    def count(self) -> str:
        """How many: counted when everything is on the page, else the honest beginning."""
        if not self.narrowed.chips:
            return self.of.shown
        if self.first and self.page.next is None:
            return str(len(self.page.items))
        return f"{len(self.page.items)}+" if self.first else ""


@require_safe
@staff_only
def one_list(request: ActorRequest, key: str) -> HttpResponse:
    """A worklist over the whole width; its next rows alone when a swap asks for them."""
    shown = shown_list(request, key)
    more = "HX-Request" in request.headers and not shown.first
    response = render(
        request, f"cases/list.html{'#rows' if more else ''}", {"shown": shown, "rows": shown.page}
    )
    patch_vary_headers(response, ("HX-Request",))
    return response


def shown_list(request: ActorRequest, key: str) -> Shown:
    """A list of the actor with its filters, or NotFound."""
    of = next((one for one in counted(request) if one.key == key), None)
    if of is None:
        raise NotFound(_("There is no such list, or it is not part of your post."))
    by = narrowed(request, key)
    after = request.GET.get("after") or None
    page = queries.worklist(request.actor, key, chosen=by.chosen, after=after, size=SIZE)
    return Shown(of, page, by, first=after is None)
