"""What the codes of the registers are called on pages."""

from django.utils.translation import gettext_lazy

OUTCOMES = {
    "met": gettext_lazy("Somebody was met"),
    "away": gettext_lazy("Nobody was in"),
    "refused": gettext_lazy("Did not wish a visit"),
    "gone": gettext_lazy("Lives there no more"),
}
SOURCES = {
    "exchanged": gettext_lazy("sent by an office"),
    "window": gettext_lazy("at the window"),
    "door": gettext_lazy("at the door"),
    "phone": gettext_lazy("by phone"),
    "self": gettext_lazy("by the person"),
    "paper": gettext_lazy("from a paper sheet"),
}
PURPOSES = {
    "visit": gettext_lazy("To visit them"),
    "service": gettext_lazy("To do them a service"),
    "check": gettext_lazy("To compare with a document"),
    "case": gettext_lazy("To work on a case"),
    "emergency": gettext_lazy("In an emergency"),
    "request": gettext_lazy("The person asked for it"),
    "audit": gettext_lazy("To audit"),
}
WHYS = {
    "ended": gettext_lazy("It applies no more"),
    "withdrawn": gettext_lazy("The person takes it back"),
    "left": gettext_lazy("They moved away"),
    "mistake": gettext_lazy("It was entered by mistake"),
}
BASES = {
    "law": gettext_lazy("By law or rule"),
    "self": gettext_lazy("By their own word"),
    "exchanged": gettext_lazy("Sent by an office"),
}
CLASSES = {
    "open": gettext_lazy("open to view"),
    "masked": gettext_lazy("masked"),
    "protected": gettext_lazy("protected"),
    "sealed": gettext_lazy("sealed"),
}
TONES = {
    "here": "done",
    "whole": "done",
    "standing": "done",
    "open": "done",
    "sound": "done",
    "away": "paused",
    "damaged": "late",
    "missing": "late",
}
RHYTHMS = {
    "month": gettext_lazy("every month"),
    "quarter": gettext_lazy("every quarter"),
    "half": gettext_lazy("every half year"),
    "year": gettext_lazy("every year"),
}
DEEDS = {
    "recorded": gettext_lazy("You wrote into this record"),
    "confirmed": gettext_lazy("You confirmed what stands here"),
    "enrolled": gettext_lazy("You took it into a programme"),
    "written": gettext_lazy("You wrote fields of a programme"),
    "visited": gettext_lazy("You noted a visit"),
}
# What a file tells of its journal: what was written, never who looked.
TOLD = {
    "register.recorded": gettext_lazy("Written"),
    "register.decided": gettext_lazy("A disputed value was decided"),
    "register.visited": gettext_lazy("Visited"),
    "register.taken_back": gettext_lazy("Taken back"),
    "register.placed": gettext_lazy("Put at another address"),
    "register.state": gettext_lazy("Its state changed"),
    "register.handed_over": gettext_lazy("Handed over to another township"),
    "register.put_back": gettext_lazy("An import was undone"),
    "register.united": gettext_lazy("Two records were made one"),
    "register.parted": gettext_lazy("Made two records again"),
    "register.forgotten": gettext_lazy("Erased"),
    "household.members": gettext_lazy("Who lives here changed"),
    "person.seated": gettext_lazy("Put into a household by an import"),
    "person.linked": gettext_lazy("An account was linked"),
    "person.unlinked": gettext_lazy("The account was taken away"),
}
