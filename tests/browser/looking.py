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
# Text in a box that is too small for it and hides the rest; an ellipsis says that there is more.
CUT = """() => {
  const own = element => [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
  const hides = style => /hidden|clip/.test(style.overflowX + style.overflowY);
  const boxed = element => {
    const style = getComputedStyle(element), box = element.getBoundingClientRect();
    if (!hides(style) || style.textOverflow === "ellipsis" || style.webkitLineClamp !== "none") return false;
    if (box.width <= 2 || box.height <= 2 || style.visibility === "hidden") return false;
    return element.scrollWidth > element.clientWidth + 2 || element.scrollHeight > element.clientHeight + 2;
  };
  return [...document.body.querySelectorAll("*")]
    .filter(element => own(element) && boxed(element) && !element.closest("svg, canvas, .map-canvas"))
    .slice(0, 5)
    .map(element => `cut off: ${element.className} ${element.textContent.trim().slice(0, 40)}`);
}"""
# What has the focus shows it and is not under something else (WCAG 2.4.7, 2.4.11).
FOCUS = """() => {
  const at = document.activeElement;
  if (!at || at === document.body || at.tagName === "CANVAS") return [];
  const name = `${at.tagName}.${at.className} ${at.name ?? ""} ${at.textContent.trim().slice(0, 30)}`;
  const marks = element => {
    const {outlineStyle, outlineWidth, boxShadow} = getComputedStyle(element);
    return (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2) || boxShadow !== "none";
  };
  const label = at.labels?.[0];
  if (![at, at.parentElement, label].some(element => element && marks(element))) return [`no mark: ${name}`];
  const box = (label && at.getBoundingClientRect().width < 2 ? label : at).getBoundingClientRect();
  const x = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 1);
  const y = Math.min(Math.max(box.top + Math.min(box.height / 2, 12), 1), innerHeight - 1);
  if (box.bottom <= 0 || box.top >= innerHeight) return [`out of sight: ${name}`];
  const top = document.elementFromPoint(x, y);
  const same = top && (at.contains(top) || top.contains(at) || label?.contains(top));
  return same ? [] : [`under ${top?.tagName}.${top?.className}: ${name}`];
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


def cut_off(page: Page) -> list[str]:
    return list(page.evaluate(CUT))


def hidden_focus(page: Page) -> list[str]:
    return list(page.evaluate(FOCUS))


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
