"""What anybody may read: the places' own published figures, and what the checks find in them."""

from django.urls import path

from gewu.checkups.pages import public

urlpatterns = [path("published-figures/", public.published_figures, name="published-figures")]
