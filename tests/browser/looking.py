"""What to look at on every page: its words, its width, its size under a finger, and what axe finds."""

import re
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser.town import PEOPLE

LATIN = re.compile(r"[A-Za-z]{2,}(?:[ ,.;:'’-]+[A-Za-z]{2,}){2,}")
HAN = re.compile(r"[\u3400-\u9fff]+")
# Text that a person sees or hears, but for people's own words (.data) and what says its own language.
WORDS = """() => {
  const root = document.documentElement;
  const ours = element => element && element.closest("[lang]") === root
    && !element.closest(".data, script, style, code, kbd, svg, template, noscript");
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim();
    if (text && ours(walker.currentNode.parentElement)) found.push(text);
  }
  for (const name of ["alt", "title", "placeholder", "aria-label", "data-announce", "data-confirm"])
    for (const element of document.querySelectorAll(`[${name}]`))
      if (ours(element)) found.push(element.getAttribute(name));
  return [document.title, ...found];
}"""
WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const scrolls = element => {
    for (let at = element.parentElement; at && at !== document.body; at = at.parentElement)
      if (/auto|scroll|hidden|clip/.test(getComputedStyle(at).overflowX)) return true;
    return false;
  };
  const name = element => `${element.tagName}.${element.className}: ${element.textContent.slice(0, 40)}`;
  const beyond = element => element.getBoundingClientRect().right > width + 1 && !scrolls(element);
  const found = [...document.body.querySelectorAll("*")].filter(beyond);
  return ["the page", ...found.slice(0, 5).map(name)];
}"""
SMALL = """([within, size]) => [...document.querySelectorAll(within)]
  .map(element => [element.textContent.trim(), element.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.width < size || box.height < size))
  .map(([text, box]) => `${text}: ${Math.round(box.width)} × ${Math.round(box.height)}`)"""
AXE = """async rules => {
  const some = rules.length ? {runOnly: {type: "rule", values: rules}} : {};
  const {violations} = await axe.run(document, {resultTypes: ["violations"], ...some});
  const where = node => `${node.html.slice(0, 160)} — ${node.any.concat(node.all)[0]?.message ?? ""}`;
  return violations.filter(one => ["serious", "critical"].includes(one.impact))
    .map(one => `${one.id} (${one.help}): ${one.nodes.slice(0, 3).map(where).join(" | ")}`);
}"""


def foreign_words(page: Page, language: str) -> list[str]:
    """Text in the other language: a run of three Latin words, or a Han character."""
    pattern = HAN if language == "en" else LATIN
    texts = (_without_names(text) for text in page.evaluate(WORDS))
    return [text[:120] for text in texts if pattern.search(text)]


def too_wide(page: Page) -> list[str]:
    return list(page.evaluate(WIDE))


def too_small(page: Page, within: str, *, size: int) -> list[str]:
    return list(page.evaluate(SMALL, [within, size]))


def violations(page: Page, *rules: str) -> list[str]:
    """Serious and critical findings of axe, of some rules or of all."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return list(page.evaluate(AXE, list(rules)))


def _without_names(text: Any) -> str:
    """Titles and labels name people and what was searched for, in whatever language."""
    for name in (*PEOPLE.values(), "二号楼前", "没有这样的事"):
        text = text.replace(name, "")
    return str(text)
