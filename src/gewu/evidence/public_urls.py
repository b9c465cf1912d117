"""What strangers need to check a proof: the keys, and the script."""

from django.urls import path

from gewu.evidence.pages import public

urlpatterns = [
    path(".well-known/gewu-seals.json", public.register, name="evidence-register"),
    path("evidence/check_proof.py", public.script, name="evidence-script"),
]
