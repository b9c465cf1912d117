from django.urls import path

from gewu.registers.pages import provenance

app_name = "provenance"
urlpatterns = [
    path("claims/", provenance.disputes, name="disputes"),
    path("claims/decide/", provenance.decided, name="decide"),
    path("rates/", provenance.rates, name="rates"),
    path("rates/<slug:kind>/<str:what>/", provenance.behind, name="behind"),
]
