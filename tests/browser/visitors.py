"""People in front of browsers, each with cookies of their own, and what their pages complained about."""

import re
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

from tests.browser.serving import Site
from tests.browser.town import PASSWORD

PHONE, LAPTOP = (390, 844), (1366, 768)
WHERE = {"longitude": 117.7005, "latitude": 34.8015}
TELL_OF_VIOLATIONS = """
addEventListener("securitypolicyviolation",
  event => console.error("refused by the policy:", event.violatedDirective, event.blockedURI));
"""
# Chromium writes a line for every answer of 400 and above; those are the application's words, not faults.
SAID_NO = re.compile(r"^Failed to load resource: the server responded with a status of 4(0[0349]|22|29)")
# What Chromium says of drawing without a graphics card.
SOFTWARE = re.compile(r"^\[\.WebGL|software WebGL|GL Driver Message")


@dataclass
class Visitors:
    """Everybody who came in one test."""

    browser: Browser
    site: Site
    signed_in: dict[str, Any]
    complaints: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def come(self, role: str = "", *, size: tuple[int, int] = PHONE, **more: Any) -> Page:
        """A page of a fresh browser; with a role, of somebody who has signed in."""
        if role and role not in self.signed_in:
            self._sign_in(role)
        return self._open(size, storage_state=self.signed_in.get(role), **more)

    def leave(self) -> None:
        for context in self.contexts:
            context.close()

    def _open(self, size: tuple[int, int], **more: Any) -> Page:
        options = {
            "locale": "zh-CN",
            "timezone_id": "Asia/Shanghai",
            "geolocation": WHERE,
            "permissions": ["geolocation"],
            "has_touch": size == PHONE,
            "reduced_motion": "reduce",
        }
        context = self.browser.new_context(
            base_url=self.site.address, viewport={"width": size[0], "height": size[1]}, **(options | more)
        )
        context.set_default_timeout(15_000)
        context.add_init_script(TELL_OF_VIOLATIONS)
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.complaints.append(f"error on the page: {error.error}"))
        context.on("request", self._see_request)
        context.on("response", self._see_response)
        self.contexts.append(context)
        return context.new_page()

    def _sign_in(self, role: str) -> None:
        page = self._open(PHONE)
        page.goto("/accounts/login/")
        page.fill("input[name=login]", role)
        page.fill("input[name=password]", PASSWORD)
        page.click("form[action='/accounts/login/'] button.primary")
        page.wait_for_url(lambda url: "/accounts/" not in url)
        self.signed_in[role] = page.context.storage_state()

    def _hear(self, message: ConsoleMessage) -> None:
        allowed = SAID_NO.match(message.text) and "/static/" not in str(message.location.get("url"))
        allowed = allowed or SOFTWARE.search(message.text)
        if message.type in {"error", "warning"} and not allowed:
            where = message.page.url if message.page else ""
            self.complaints.append(f"console on {where}: {message.text}")

    def _see_request(self, request: Request) -> None:
        if request.url.endswith("/csp-report"):
            self.complaints.append(f"content policy: {request.post_data}")
        elif not request.url.startswith((self.site.address, "blob:", "data:")):
            self.complaints.append(f"asked somebody else: {request.url}")

    def _see_response(self, response: Response) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.status} from {response.url}")
