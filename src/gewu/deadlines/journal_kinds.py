"""What can be read in the journal about calendars."""

KINDS: dict[str, str] = {
    "calendar.recounted": "Open cases of a township were counted anew on it: how many, how many moved.",
    "calendar.published": "A calendar year was brought in: its days off and worked weekends hold from now.",
}
