// How a swap behaves: refusals land in the form that asked, focus follows, and nothing is sent twice.
import htmx from "htmx.org";
import { announce, focusOn, say } from "./page";

interface Context {
  sourceElement: Element;
  target: Element | string;
  swap: string;
  select?: string;
  push?: string | null;
  replace?: string | null;
  request: { method: string; headers: Record<string, string> };
  response?: { status: number; headers: Headers };
  text?: string;
}

const contextOf = (event: Event): Context => (event as CustomEvent<{ ctx: Context }>).detail.ctx;

document.addEventListener("htmx:config:request", (event) => {
  const token = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content;
  const { request } = contextOf(event);
  if (token && request.method !== "GET") request.headers["X-CSRFToken"] = token;
});

/** What asks by itself now and then: it takes no message off the page, shows none and no line of progress. */
const isQuiet = (ctx: Context | undefined): boolean => Boolean(ctx?.sourceElement?.closest("[data-quiet]"));

/** Where a refusal is shown: the slot of the form that asked, or the one of the page. */
function slotOf(source: Element): Element | null {
  const form = source.closest("form, [data-refusals]");
  return form?.querySelector("[data-refusal]") ?? document.getElementById("refusal");
}

document.addEventListener("htmx:after:request", (event) => {
  const ctx = contextOf(event);
  if (!ctx.response) return;
  if (isQuiet(ctx)) {
    if (!ctx.response.headers.has("Gewu-Bell") && !ctx.response.headers.has("Gewu-Part")) ctx.swap = "none";
    return;
  }
  const refused = ctx.response.headers.has("Gewu-Refusal");
  if (!refused && ctx.response.status < 500) return;
  // A proxy's error page is not ours: it must not land inside a case.
  if (!refused) ctx.text = unreachable().outerHTML;
  const slot = refused ? slotOf(ctx.sourceElement) : document.getElementById("refusal");
  if (!slot) return;
  ctx.target = slot;
  ctx.swap = "innerHTML";
  ctx.push = ctx.replace = null;
  delete ctx.select;
});

document.addEventListener("htmx:before:request", (event) => {
  if (!isQuiet(contextOf(event))) document.documentElement.classList.add("working");
});
document.addEventListener("htmx:finally:request", () => document.documentElement.classList.remove("working"));

document.addEventListener("htmx:after:swap", (event) => {
  const ctx = contextOf(event);
  if (isQuiet(ctx)) return;
  if (ctx.response?.headers.has("Gewu-Refusal") || (ctx.response?.status ?? 0) >= 500) {
    const alert = (ctx.target as Element).querySelector<HTMLElement>("[role=alert]");
    if (alert) {
      markFields(alert);
      focusOn(alert);
    }
    return;
  }
  document.querySelectorAll("#refusal > *, [data-refusal] > *").forEach((old) => old.remove());
  const region = document.querySelector<HTMLElement>("[data-focus]");
  if (region) {
    region.removeAttribute("data-focus");
    focusOn(region);
    announce(region.dataset.announce ?? document.title);
  }
});

/** Put each field's message beside the field, as a page drawn by the server would. */
function markFields(alert: HTMLElement): void {
  const form = alert.closest("form");
  form?.querySelectorAll(".error.sent").forEach((old) => old.remove());
  form?.querySelectorAll(".field.wrong").forEach((field) => field.classList.remove("wrong"));
  for (const link of alert.querySelectorAll<HTMLAnchorElement>("a[data-field]")) {
    const box = document.getElementById(`field-${link.dataset.field}`);
    if (!box) continue;
    box.classList.add("wrong");
    const line = document.createElement("p");
    line.className = "error sent";
    line.textContent = link.dataset.error ?? link.textContent;
    box.append(line);
  }
}

document.addEventListener("htmx:error", (event) => {
  const ctx = contextOf(event);
  if (ctx?.request && !isQuiet(ctx)) document.getElementById("refusal")?.replaceChildren(unreachable());
});

function unreachable(): HTMLElement {
  const message = document.createElement("p");
  message.className = "notice bad";
  message.setAttribute("role", "alert");
  message.textContent = say("unreachable");
  return message;
}

htmx.config.history = "reload";
