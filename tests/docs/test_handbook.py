"""The handbook: the same pages in both languages, our own pictures, links that lead somewhere, our policy."""

import re
import tomllib
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from django.test import Client, override_settings
from tools import docs, docs_made
from tools.shots_list import SHOTS

from gewu.config import csp, handbook

# One process builds the handbook, once.
pytestmark = pytest.mark.xdist_group("handbook")
LANGUAGES = ("zh", "en")
PICTURE = re.compile(r"!\[[^\]]+\]\((?:\.\./)+shots/([a-z]+)/([a-z0-9-]+)\.webp\)")
TAKEN = {shot.name for shot in SHOTS}
WRITTEN = [(language, page) for language in LANGUAGES for page in sorted(docs.pages(language))]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    docs.build(folder)
    return folder / "docs"


def test_both_languages_have_the_same_pages() -> None:
    assert docs.pages("zh") == docs.pages("en")


def test_every_page_is_in_the_order_of_the_handbook() -> None:
    sections = tomllib.loads((docs.DOCS / "nav.toml").read_text(encoding="utf-8"))["sections"]
    named = [f"{page}.md" for section in sections for page in section.get("pages", [section.get("page")])]
    assert sorted(named) == sorted(docs.pages("zh"))


@pytest.mark.parametrize(("language", "page"), WRITTEN, ids=map("/".join, WRITTEN))
def test_a_page_shows_pictures_in_its_own_language(language: str, page: str) -> None:
    shown = PICTURE.findall((docs.DOCS / language / page).read_text(encoding="utf-8"))
    assert shown
    assert {of for of, _ in shown} == {language}
    assert {name for _, name in shown} <= TAKEN
    assert [name for _, name in shown if not (docs.SHOTS / language / f"{name}.webp").exists()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_is_shown_somewhere_and_none_is_left_over(language: str) -> None:
    texts = [path.read_text(encoding="utf-8") for path in (docs.DOCS / language).rglob("*.md")]
    shown = {name for text in texts for _, name in PICTURE.findall(text)}
    kept = {path.stem for path in (docs.SHOTS / language).iterdir()}
    assert shown == TAKEN == kept


def test_pages_of_both_languages_show_the_same_pictures() -> None:
    def shown(language: str, page: str) -> list[str]:
        text = (docs.DOCS / language / page).read_text(encoding="utf-8")
        return [name for _, name in PICTURE.findall(text)]

    assert [page for page in docs.pages("zh") if shown("zh", page) != shown("en", page)] == []


def test_what_is_made_from_english_tables_is_all_said_in_chinese() -> None:
    missing = {
        name
        for page, heading, words in docs_made.TRANSLATED
        for name, *_ in docs_made.cells_of(page, heading)
        if name not in docs_made.chinese_of(words)
    }
    assert missing == set(), "say them in docs/zh.toml, or in definitions/words/journal.zh.toml"


def test_the_chinese_glossary_has_every_term() -> None:
    glossary = (docs.ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
    terms = {line.split("|")[1].strip() for line in glossary.splitlines() if line.startswith("| ")} - {"Term"}
    chinese = (docs.DOCS / "zh" / "reference" / "glossary.md").read_text(encoding="utf-8")
    assert {term for term in terms if f"| {term} |" not in chinese} == set()


def test_every_room_leads_to_a_page_that_exists() -> None:
    led = {page for _, page in (*handbook.PAGES, *handbook.ROLES)} - {"roles"} | {"start"}
    assert {page for page in led if f"{page}.md" not in docs.pages("zh")} == set()


class Seen(HTMLParser):
    """What a page loads and where it leads."""

    def __init__(self) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.leads: list[str] = []
        self.against_policy: list[str] = []
        self._script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "style" or "style" in given or any(name.startswith("on") for name in given):
            self.against_policy.append(f"<{tag} {attrs}>")
        if tag in {"img", "script", "link", "iframe", "source"} and given.get("rel") != "canonical":
            self.loads += [given[name] for name in ("src", "href") if name in given]
        if tag == "a" and "href" in given:
            self.leads.append(given["href"])
        self._script = tag == "script" and "src" not in given and given.get("type") != "application/json"

    def handle_data(self, data: str) -> None:
        if self._script and data.strip():
            self.against_policy.append(data[:60])

    def handle_endtag(self, tag: str) -> None:
        self._script = False


def _pages(built: Path) -> Iterator[tuple[Path, Seen]]:
    for path in sorted(built.rglob("*.html")):
        seen = Seen()
        seen.feed(path.read_text(encoding="utf-8"))
        yield path, seen


def test_the_built_pages_keep_to_the_content_policy(built: Path) -> None:
    strays = {str(path.relative_to(built)): seen.against_policy for path, seen in _pages(built)}
    assert {path: found for path, found in strays.items() if found} == {}


def test_the_built_pages_load_nothing_from_elsewhere(built: Path) -> None:
    assert [load for _, seen in _pages(built) for load in seen.loads if urlsplit(load).netloc] == []


def test_everything_a_built_page_loads_or_leads_to_is_there(built: Path) -> None:
    gone = []
    for path, seen in _pages(built):
        for address in (*seen.loads, *seen.leads):
            parts = urlsplit(address)
            if parts.scheme or parts.netloc or not parts.path:
                continue
            place = path.parent / unquote(parts.path)
            if not (place / "index.html" if place.is_dir() else place).exists():
                gone.append(f"{path.relative_to(built)}: {address}")
    assert gone == []


def test_each_page_leads_to_itself_in_the_other_language(built: Path) -> None:
    for path, seen in _pages(built):
        page = path.parent.relative_to(built)
        twin = page.relative_to("en") if page.parts[:1] == ("en",) else Path("en") / page
        leads = {(path.parent / lead).resolve() for lead in seen.leads if not urlsplit(lead).scheme}
        assert (built / twin).resolve() in leads, page


def test_the_application_serves_the_handbook_under_its_own_policy(built: Path) -> None:
    with override_settings(WHITENOISE_ROOT=built.parent, WHITENOISE_INDEX_FILE=True):
        reader = Client()
        answer = reader.get("/docs/clerk/")
        assert answer.status_code == 200
        assert "受理员" in b"".join(answer.streaming_content).decode()
        assert answer["Content-Security-Policy"] == csp.policy()
        assert "Clerks" in b"".join(reader.get("/docs/en/clerk/").streaming_content).decode()


@pytest.mark.parametrize(
    ("path", "language", "address"),
    [
        ("/", "zh-hans", "/docs/resident/"),
        ("/map/", "en", "/docs/en/map/"),
        ("/accounts/login/", "zh-hans", "/docs/account/"),
    ],
)
def test_a_page_offers_the_help_that_fits_it(
    path: str, language: str, address: str, built: Path, db: None
) -> None:
    with override_settings(WHITENOISE_ROOT=built.parent):
        page = Client(headers={"Cookie": f"django_language={language}"}).get(path)
    assert f'href="{address}"' in page.content.decode()


def test_without_a_built_handbook_no_help_is_offered(db: None) -> None:
    with override_settings(WHITENOISE_ROOT=None):
        assert "/docs/" not in Client().get("/").content.decode()
