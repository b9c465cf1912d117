"""The pages of redraws: drafts, the editor with its list, what a draft moves."""

from gewu.redraw.pages.acts import act, begin, bring_in, draw
from gewu.redraw.pages.drafts import moves, one_draft, overview

__all__ = ["act", "begin", "bring_in", "draw", "moves", "one_draft", "overview"]
