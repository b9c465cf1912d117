"""The places' own published figures, for everybody: what they say, and what the checks find in it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from gewu.checkups import words
from gewu.checkups.pages.shown import plain
from gewu.checkups.published import contradictions, found, published


@require_safe
@cache_control(private=True, max_age=300)
def published_figures(request: HttpRequest) -> HttpResponse:
    """The contradictions first, then every figure with the sentence it stands in."""
    spoken = words.language()
    sentences = {one.name: (one, words.sentence(one.check.key, one.wrong.said)) for one in found()}
    told = [
        {
            "number": one.number,
            "title": one.title.in_language(spoken),
            "findings": [
                (words.place_name(sentences[name][0].place), sentences[name][1]) for name in one.findings
            ],
        }
        for one in contradictions()
    ]
    reports = [
        {
            "name": one.names.in_language(spoken),
            "of": one,
            "figures": [
                (words.item_name(figure.item), plain(figure.value), figure.text) for figure in one.figures
            ],
        }
        for one in published().values()
    ]
    return render(request, "checkups/published.html", {"contradictions": told, "reports": reports})
