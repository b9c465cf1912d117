"""Paper sheets: printed with what is known, filled in at the door, typed by one and blind by another."""
