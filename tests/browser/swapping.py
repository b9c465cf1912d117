"""A small site with no database: a list, a form that refuses, a form that succeeds slowly."""

import time

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import engines
from django.urls import include, path
from django.views.i18n import set_language

from gewu.config import csp
from gewu.kernel.errors import Conflict, Invalid
from gewu.ui.forms import Field

PAGE = """{% extends "ui/desk.html" %}{% load i18n gewu %}
{% block top %}<input class="input" data-search aria-label="search">{% endblock %}
{% block content %}
<ul class="rows" data-rows>
<li><a class="entry" href="#1">one</a></li>
<li><a class="entry" href="#2">two</a></li></ul>
<form id="refused" method="post" action="/refuse"
hx-post="/refuse" hx-target="#case" hx-swap="outerHTML">
{% csrf_token %}<div data-refusal></div>{% field phone %}<button class="button">refuse me</button></form>
<form id="moved" method="post" action="/move"
hx-post="/move" hx-target="#case" hx-swap="outerHTML" hx-push-url="true">
{% csrf_token %}<button class="button">move</button></form>
<button id="broken" class="button" hx-post="/broken" hx-target="#case">broken</button>
<button id="stale" class="button" hx-post="/stale" hx-target="#case">stale</button>
<p id="case">{% partialdef case inline %}<span>the case</span>{% endpartialdef %}</p>{% endblock %}"""
DONE = '<section id="case" data-focus data-announce="It was moved"><h2>moved {{ moves }}</h2></section>'
INLINE = '<!doctype html><title>inline</title><script>document.title = "it ran"</script>'
moves = 0


def page(request: HttpRequest) -> HttpResponse:
    context = {"phone": Field(name="phone", label="Phone", kind="phone")}
    return HttpResponse(engines["django"].from_string(PAGE).render(context, request))


def refuse(request: HttpRequest) -> HttpResponse:
    raise Invalid("Look again.", fields={"phone": f"{request.POST['phone']} is too short."})


def stale(request: HttpRequest) -> HttpResponse:
    raise Conflict("Somebody was faster.")


def move(request: HttpRequest) -> HttpResponse:
    global moves  # noqa: PLW0603 – the whole state of this site
    time.sleep(0.3)
    moves += 1
    return HttpResponseRedirect("/moved")


def moved(request: HttpRequest) -> HttpResponse:
    return HttpResponse(engines["django"].from_string(DONE).render({"moves": moves}, request))


def broken(request: HttpRequest) -> HttpResponse:
    return HttpResponse("<h1>502 Bad Gateway</h1>", status=502)


def inline(request: HttpRequest) -> HttpResponse:
    return HttpResponse(INLINE)


urlpatterns = [
    path("", page),
    path("refuse", refuse),
    path("stale", stale),
    path("move", move),
    path("moved", moved),
    path("inline", inline),
    path("broken", broken),
    path("accounts/login/", page, name="account_login"),
    path("csp-report", csp.report),
    path("language", set_language, name="set_language"),
    path("", include("gewu.ui.urls")),
]
handler404 = "gewu.config.refusals.page_not_found"
