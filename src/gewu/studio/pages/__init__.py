"""The studio's pages: what holds where, drafts with their parts, and what is done with them."""

from gewu.studio.pages.acts import act, start
from gewu.studio.pages.drafts import one_draft, room
from gewu.studio.pages.edit import edit
from gewu.studio.pages.moving import as_files, bring_in
from gewu.studio.pages.overview import overview
from gewu.studio.pages.tables import table

__all__ = ["act", "as_files", "bring_in", "edit", "one_draft", "overview", "room", "start", "table"]
