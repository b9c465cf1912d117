"""What can be read in the journal about notices: codes, ids and numbers, never words or addresses."""

KINDS: dict[str, str] = {
    "notices.chosen": "A person chose channels, quiet hours and digest; which channels, never the addresses.",
    "notices.gateway_added": "A way out was added for a place: its kind.",
    "notices.gateway_changed": "A way out was changed: which of its settings, never a key.",
    "notices.gateway_switched": "A way out was switched on or off.",
    "notices.resent": "An administrator sent a delivery once more; how it had ended before.",
    "notices.template_drafted": "A template was drafted for a place.",
    "notices.template_published": "A version of a template is in force for a place from now on; its digest.",
}
