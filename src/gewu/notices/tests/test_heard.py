"""Every kind of entry is heard by somebody, or stands here with the reason why nobody is told of it."""

from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

import gewu
from gewu.notices.definition import told_kinds

UNHEARD: dict[str, str] = {
    # Cases
    "case.file_added": "it lies on the page of the case; the note or the move beside it tells",
    "case.released": "residents see it on the public page; colleagues have nothing to do",
    "case.withheld": "likewise",
    "case.contact_opened": "kept for auditors, who look for themselves",
    "case.recounted": "`calendar.published` tells once of what would be hundreds",
    "case.erased": "a supervisor decided it, and figures stay",
    # After closing
    "aftercare.called": "an answer is a move of the case, and that one tells; a try is the caller's own",
    "aftercare.bundle_asked": "whoever asked knows",
    "aftercare.kept_longer": "it comes back on the list when its day is over",
    "aftercare.erased": "a supervisor decided it",
    # Supervision, ledgers
    "supervision.dismissed": "nobody was asked for an answer yet",
    "supervision.judged": "what follows from it is a supervision, and that one tells",
    "clearance.signed": "it stands on the page of the level above",
    # Routing
    "joint.agreed": "read on the page of agreements",
    "joint.noted": "likewise",
    "joint.ended": "likewise",
    "joint.planned": "every office finds its stops on its first page",
    "joint.visited": "read on the page of the batch",
    "joint.found": "a case that came of it tells by itself",
    "joint.closed": "read on the page of the batch",
    "layers.loaded": "read on the page of the layer",
    "layers.carried": "likewise",
    "layers.area_made": "likewise",
    "layers.area_changed": "likewise",
    "layers.area_retired": "likewise",
    "routing.rule_made": "read on the page of the rules; what a rule does is a move, which tells",
    "routing.rule_changed": "likewise",
    "routing.rule_deleted": "likewise",
    "routing.rule_restored": "likewise",
    "routing.learned": "suggestions are shown with their date",
    # Finding
    "finding.export_asked": "whoever asked sees how far it is",
    "finding.export_written": "likewise",
    "finding.export_fetched": "kept for auditors",
    "finding.export_stopped": "by whoever asked",
    "finding.export_failed": "stands on the page of one's exports",
    "finding.export_gone": "announced on the page from the first day",
    "finding.person_sought": "kept for auditors",
    # Studio
    "draft.started": "drafts are read on their page",
    "draft.changed": "likewise",
    "draft.undone": "likewise",
    "draft.returned": "likewise, with the remark",
    "draft.published": "new cases show it; old ones keep the definition they were born with",
    "draft.withdrawn": "nothing changes",
    # Programs
    "open311.key_issued": "administrators do it themselves",
    "open311.key_limited": "likewise",
    "open311.key_renewed": "likewise",
    "open311.key_ended": "likewise",
    # Notices
    "notices.chosen": "by whoever chose",
    "notices.gateway_added": "administrators do it themselves",
    "notices.gateway_changed": "likewise",
    "notices.gateway_switched": "likewise",
    "notices.resent": "likewise",
    "notices.template_drafted": "likewise",
    "notices.template_published": "likewise",
    # Evidence, calendar
    "evidence.verification_asked": "its outcome tells, if something was found",
    "evidence.proof_exported": "whoever made it holds it",
    "calendar.recounted": "`calendar.published` told that deadlines would change",
    # People
    "user.created": "an invitation goes to the person by hand",
    "user.edited": "the person sees it on the next page",
    "user.deactivated": "the account is closed: nobody could read it",
    "user.activated": "told by whoever opens it, before anybody can sign in",
    "user.left": "posts and work were handed over before",
    "user.returned": "a post follows, and that one tells",
    "user.language_set": "the person's own wish",
    "user.unlocked": "the person asked for it",
    "user.factor_renamed": "a name",
    "user.recovery_codes_made": "comes with a second factor, which tells",
    "device.known": "the person's own word",
    "session.ended": "felt at once",
    "organisation.created": "offices hear through their people's posts",
    "organisation.edited": "likewise",
    "organisation.closed": "likewise",
    "organisation.reopened": "likewise",
    "invitation.sent": "the link goes to the person by hand",
    "invitation.withdrawn": "the link says it",
    "invitation.accepted": "seen in the list of people",
    "token.revoked": "nothing acts any more",
    "people.loaded": "before anybody works there",
}


def kinds() -> set[str]:
    names = [f"gewu.{app.name}.journal_kinds" for app in iter_modules(gewu.__path__) if app.ispkg]
    return {kind for name in names if find_spec(name) for kind in import_module(name).KINDS}


def test_every_kind_is_heard_or_it_is_said_why_not() -> None:
    assert sorted(kinds() - told_kinds() - UNHEARD.keys()) == []


def test_no_reason_is_left_over() -> None:
    assert sorted(UNHEARD.keys() & told_kinds() | UNHEARD.keys() - kinds()) == []
    assert sorted(told_kinds() - kinds()) == []
