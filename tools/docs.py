"""`make docs`: the handbook, from docs/{zh,en} and what is made from code, into site/docs, served at /docs/.

Needs no Django and no network. Any warning fails: a link that leads nowhere, a page of one language only.
"""

import hashlib
import html
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from tools.docs_made import MADE
from tools.docs_theme import LANGUAGES, SEARCH_WORDS, Language, configuration

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
SITE = ROOT / "site"
SHOTS, DECISIONS = DOCS / "shots", DOCS / "decisions"
MARK = ROOT / "frontend" / "assets" / "mark.svg"

# From docs/<language>/ to what both languages share: one step less once all lies in one folder.
SHARED = re.compile(r"\]\(((?:\.\./)*)\.\./(shots|decisions)/")
# Whoever looks for how to do a thing does not look for why it was made so.
UNSEARCHED = "---\nsearch:\n  exclude: true\n---\n\n"
MARKER = re.compile(r"<!-- made: ([a-z]+) -->")
INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
SWITCH = re.compile(r'href="[^"]*" hreflang="([A-Za-z-]+)"')
# Behind these the builder's script looks for a map of the whole site. Every page links to its twin already.
ALTERNATE = re.compile(r'<link rel="alternate"[^>]*>')
# Here the search puts a style element into its own tree. Our content policy forbids that; a sheet may be set.
STYLE = re.compile(r'(\w+)\.appendChild\(\w+\("style",\{\},(\w+)\.toString\(\)\)\)')
SHEET = r"(sheet=>{sheet.replaceSync(\2.toString());\1.adoptedStyleSheets=[sheet]})(new CSSStyleSheet)"
PICTURE = re.compile(r'<img ([^>]*?)src="([^"]+)"')


class Wrong(Exception):
    """The handbook cannot be made; the message says what to mend."""


def main() -> None:
    try:
        built = build()
    except Wrong as reason:
        sys.exit(str(reason))
    print(f"{built} pages in {SITE.relative_to(ROOT)}/docs; a running Gewu serves them at /docs/")


def build(target: Path = SITE) -> int:
    """Make the whole handbook anew and put it in its place at once; the number of its pages."""
    if lonely := set(pages("zh") ^ pages("en")):
        raise Wrong(f"These pages exist in one language only: {', '.join(sorted(lonely))}")
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "docs"
        for language in LANGUAGES:
            _build(language, Path(folder) / language.key, made / language.folder)
        target.mkdir(exist_ok=True)
        shutil.rmtree(target / "docs", ignore_errors=True)
        shutil.copytree(made, target / "docs")
    return sum(1 for _ in (target / "docs").rglob("index.html"))


def pages(language: str) -> set[str]:
    """The pages people wrote, as paths from docs/<language>."""
    folder = DOCS / language
    return {str(path.relative_to(folder)) for path in folder.rglob("*.md")}


def _build(language: Language, stage: Path, target: Path) -> None:
    written = stage / "pages"
    for page in sorted(pages(language.key)):
        _write(written / page, staged(DOCS / language.key / page, language))
    for decision in DECISIONS.glob("*.md"):
        _write(written / "decisions" / decision.name, UNSEARCHED + decision.read_text(encoding="utf-8"))
    _copy_shared(language, written)
    nav = tomllib.loads((DOCS / "nav.toml").read_text(encoding="utf-8"))["sections"]
    _write(stage / "zensical.toml", configuration(language, nav, written))
    _run_builder(stage)
    target.mkdir(parents=True, exist_ok=True)
    shutil.copytree(stage / "site", target, dirs_exist_ok=True)
    (target / "404.html").unlink(missing_ok=True)
    _tame(target, language)
    for path in _of_language(target, language):
        path.write_text(finished(path, target, language), encoding="utf-8")


def staged(page: Path, language: Language) -> str:
    """A page as the builder gets it: links into shared folders shortened, made parts filled in."""
    text = SHARED.sub(r"](\1\2/", page.read_text(encoding="utf-8"))
    return MARKER.sub(lambda found: MADE[found.group(1)](language.key), text)


def _copy_shared(language: Language, written: Path) -> None:
    shutil.copytree(SHOTS / language.key, written / "shots" / language.key)
    shutil.copy(MARK, written / "mark.svg")
    shutil.copy(DOCS / "site.css", written / "site.css")


def _run_builder(stage: Path) -> None:
    builder = Path(sys.executable).with_name("zensical")
    command = [builder, "build", "--clean", "--strict", "--config-file", stage / "zensical.toml"]
    done = subprocess.run(
        command, cwd=stage, text=True, capture_output=True, check=False, env=os.environ | {"NO_COLOR": "1"}
    )
    if done.returncode:
        raise Wrong(re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr.partition("Traceback")[0]))


def _of_language(target: Path, language: Language) -> Iterator[Path]:
    """The HTML pages just built: those of a language in a folder inside are not ours."""
    others = [target / other.folder for other in LANGUAGES if other != language and other.folder]
    for path in target.rglob("*.html"):
        if not any(path.is_relative_to(folder) for folder in others):
            yield path


def finished(path: Path, target: Path, language: Language) -> str:
    """A built page, made fit for our content policy, for the other language and for slow lines."""
    text = INLINE.sub(lambda found: _script(found.group(1), path, target), path.read_text(encoding="utf-8"))
    text = SWITCH.sub(lambda found: _switch(found.group(1), path, _root(target, language)), text)
    text = ALTERNATE.sub("", text)
    return PICTURE.sub(lambda found: _picture(found, path), text)


def _tame(target: Path, language: Language) -> None:
    """The builder's script, made fit for our content policy, and its search in the reader's words."""
    (bundle,) = (target / "assets" / "javascripts").glob("bundle.*.js")
    text, changes = STYLE.subn(SHEET, bundle.read_text(encoding="utf-8"))
    if changes != 1:
        raise Wrong(f"{bundle.name} sets its style in another way than it did: see STYLE in tools/docs.py")
    for english, word in SEARCH_WORDS[language.key].items():
        text = text.replace(f'"{english}"', f'"{word}"')
    bundle.write_text(text, encoding="utf-8")


def _script(content: str, path: Path, target: Path) -> str:
    """Our pages run no inline script, so what the theme writes inline becomes a file."""
    name = f"assets/inline/{hashlib.sha256(content.encode()).hexdigest()[:12]}.js"
    _write(target / name, content)
    return f'<script src="{_relative(target / name, path)}"></script>'


def _root(target: Path, language: Language) -> Path:
    return target.parent if language.folder else target


def _switch(code: str, path: Path, root: Path) -> str:
    """The same page in another language."""
    folders = [one.folder for one in LANGUAGES if one.folder]
    page = path.parent.relative_to(root)
    plain = page.relative_to(page.parts[0]) if page.parts and page.parts[0] in folders else page
    there = next(one for one in LANGUAGES if one.code == code)
    return f'href="{_relative(root / there.folder / plain, path)}/" hreflang="{code}"'


def _picture(found: re.Match[str], path: Path) -> str:
    """Its size, so that the page does not jump while it comes; and only when it is scrolled to."""
    file = path.parent / html.unescape(found.group(2))
    if file.suffix == ".svg":
        return found.group(0)
    if not file.exists():
        raise Wrong(f"{path}: there is no picture {found.group(2)}")
    with Image.open(file) as picture:
        width, height = picture.size
    size = f'width="{width}" height="{height}" loading="lazy"'
    return f'<img {found.group(1)}src="{found.group(2)}" {size}'


def _relative(place: Path, page: Path) -> str:
    return os.path.relpath(place, page.parent)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
