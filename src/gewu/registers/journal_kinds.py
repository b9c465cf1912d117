"""What the journal tells about the registers."""

KINDS = {
    "register.recorded": "A row was written: which fields were taken, confirmed or disputed.",
    "register.decided": "Between values of a field it was decided: which field, taken, kept or to be asked.",
    "register.opened": "Values of a row were opened in full: which, and what for.",
    "register.placed": "A row was given another address: its building and its place.",
    "register.state": "A row has another state: a person moved or died, a shop closed, a cover was damaged.",
    "register.forgotten": "What was held of a person was erased: the basis for holding it had ended.",
    "register.handed_over": "A record goes on in another township, under another number.",
    "household.members": "Who lives in a household changed: who came, who left, how.",
    "enrolment.begun": "Somebody was taken into a programme: which, on which basis.",
    "enrolment.recorded": "Fields of a programme were written for somebody.",
    "enrolment.ended": "Somebody left a programme: why, and until when its values are kept.",
    "enrolment.erased": "The values of an ended enrolment were erased.",
    "register.visited": "Somebody was visited: how it ended, how many fields were confirmed or changed.",
    "programme.asked": "A legal basis was entered for a programme that is off.",
    "programme.switched": "A programme was switched on or off in a township.",
    "person.seated": "An import put somebody who lived nowhere into a household.",
    "register.put_back": "An import was taken back: the row is as it was before.",
    "register.united": "Two records of one person became one: which, how many fields it gave.",
    "register.parted": "Two records that had been united are two again.",
}
