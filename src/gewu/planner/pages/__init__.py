"""The pages of the planner: asking, watching, comparing, one proposal, taking it over."""

from gewu.planner.pages.asking import start
from gewu.planner.pages.comparing import one_run, printed
from gewu.planner.pages.pictures import picture, today_picture
from gewu.planner.pages.proposals import adopt, one_proposal

__all__ = ["adopt", "one_proposal", "one_run", "picture", "printed", "start", "today_picture"]
