"""What can be read in the journal about calendars."""

KINDS: dict[str, str] = {
    "calendar.published": "A calendar year was brought in: its days off and worked weekends hold from now.",
}
