"""What can be read in the journal of cards, plates and print runs."""

KINDS: dict[str, str] = {
    "signage.agreed": "Somebody agreed that their work phone or work photo stands on the contact card.",
    "signage.withdrawn": "Somebody took that back: it is off the card from this moment.",
    "signage.handed_out": "Contact cards were given out at a house: how many, refused, nobody at home.",
    "signage.plates_listed": "A plate was put on the list: big for an area, small for a house or its unit.",
    "signage.plate_seen": "A plate was looked at: up, damaged, missing; with the case that follows.",
    "signage.size_noted": "Why an area is larger or smaller than meant was noted: with how many households.",
    "signage.print_asked": "Somebody had cards, maps or plates drawn as PDF: which, of how many places.",
    "signage.print_made": "The PDF is made: how many pages' worth, and its digest.",
}
