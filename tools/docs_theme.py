"""How the handbook looks and is ordered: the builder's configuration for one language."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HEADING = re.compile(r"^# (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the handbook: its folder in docs/, its code, where its pages lie below /docs/."""

    key: str
    code: str
    name: str
    folder: str
    title: str
    about: str


LANGUAGES = (
    Language("zh", "zh-Hans", "简体中文", "", "格物手册", "网格化社会治理平台格物的使用手册"),
    Language("en", "en", "English", "en", "Gewu handbook", "How to work with Gewu, the platform for grids"),
)
# The builder translates its pages, but not yet what its search says.
SEARCH_WORDS: dict[str, dict[str, str]] = {
    "en": {},
    "zh": {
        "result": "条结果",
        "results": "条结果",
        "No results": "没有找到",
        "Loading search\\u2026": "正在准备搜索……",
        "Search results": "搜索结果",
        "Search": "搜索",
        "Filters": "筛选",
        "Tags": "标签",
    },
}
FEATURES = (
    "content.code.copy",
    "navigation.footer",
    "navigation.indexes",
    "navigation.sections",
    "navigation.top",
    "search.highlight",
    "toc.follow",
)
PALETTES = (
    ("(prefers-color-scheme: light)", "default", "lucide/sun", "暗色", "Dark colours"),
    ("(prefers-color-scheme: dark)", "slate", "lucide/moon", "亮色", "Light colours"),
)
EXTENSIONS = """
[project.markdown_extensions]
admonition = {}
attr_list = {}
def_list = {}
md_in_html = {}
pymdownx.details = {}
pymdownx.highlight.pygments_lang_class = true
pymdownx.inlinehilite = {}
pymdownx.superfences = {}
# Alignment as an attribute: a style attribute would break our content policy.
tables.use_align_attribute = true
toc.permalink = false
toc.slugify = { object = "pymdownx.slugs.slugify", kwds = { case = "lower" } }
"""


def configuration(language: Language, sections: Sequence[dict[str, Any]], pages: Path) -> str:
    """zensical.toml: JSON's strings, lists and booleans are also TOML's."""
    alternates = ", ".join(
        f"{{ name = {_text(one.name)}, link = './', lang = {_text(one.code)} }}" for one in LANGUAGES
    )
    palettes = "".join(_palette(language, *palette) for palette in PALETTES)
    return f"""[project]
site_name = {_text(language.title)}
site_description = {_text(language.about)}
docs_dir = "pages"
site_dir = "site"
extra_css = ["site.css"]
nav = [{", ".join(_entry(section, language, pages) for section in sections)}]

[project.theme]
language = {_text(language.key)}
font = false
logo = "mark.svg"
favicon = "mark.svg"
features = {json.dumps(FEATURES)}
{palettes}
[project.extra]
generator = false
alternate = [{alternates}]
{EXTENSIONS}"""


def _palette(language: Language, media: str, scheme: str, icon: str, zh: str, en: str) -> str:
    return f"""
[[project.theme.palette]]
media = {_text(media)}
scheme = {_text(scheme)}
toggle.icon = {_text(icon)}
toggle.name = {_text(zh if language.key == "zh" else en)}
"""


def _entry(section: dict[str, Any], language: Language, pages: Path) -> str:
    """A section with its pages, or a page that stands alone; a page is called by its first heading."""
    if "page" in section:
        return _page(section["page"], pages)
    inside = [_page(name, pages) for name in section["pages"]]
    if section.get("decisions"):
        inside += [
            _page(f"decisions/{path.stem}", pages) for path in sorted((pages / "decisions").glob("0*.md"))
        ]
    return f"{{ {_text(section[language.key])} = [{', '.join(inside)}] }}"


def _page(name: str, pages: Path) -> str:
    heading = HEADING.search((pages / f"{name}.md").read_text(encoding="utf-8"))
    return f"{{ {_text(heading.group(1) if heading else name)} = {_text(f'{name}.md')} }}"


def _text(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)
