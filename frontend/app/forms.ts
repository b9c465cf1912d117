// A form is sent once, warns before words are lost, and its search boxes answer while one types.
import { say } from "./page";

const busy = (form: HTMLFormElement): HTMLButtonElement[] =>
  [...form.querySelectorAll<HTMLButtonElement>("button:not([type=button])")];

document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  if (form.method.toLowerCase() !== "post") return;
  if (form.dataset.sending) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  const question = (event.submitter as HTMLElement | null)?.dataset.confirm;
  if (question && !window.confirm(question)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  form.dataset.sending = "yes";
  delete form.dataset.changed;
  for (const button of busy(form)) if (button === event.submitter) button.classList.add("busy");
  window.setTimeout(() => release(form), 20000);
}, { capture: true });

function release(form: HTMLFormElement): void {
  delete form.dataset.sending;
  for (const button of busy(form)) button.classList.remove("busy");
}

document.addEventListener("htmx:finally:request", () => {
  document.querySelectorAll<HTMLFormElement>("form[data-sending]").forEach(release);
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll<HTMLFormElement>("form[data-sending]").forEach(release);
});

document.addEventListener("input", (event) => {
  const form = (event.target as Element).closest<HTMLFormElement>("form[data-keep]");
  if (form) form.dataset.changed = "yes";
});
window.addEventListener("beforeunload", (event) => {
  if (document.querySelector("form[data-changed]:not([data-sending])")) event.preventDefault();
});

// <form data-submit-on-change>: filters answer at once; without a script there is a button.
document.addEventListener("change", (event) => {
  const form = (event.target as Element).closest<HTMLFormElement>("form[data-submit-on-change]");
  form?.requestSubmit();
});

// <textarea maxlength data-count>: say how much room is left once it gets tight.
document.addEventListener("input", (event) => {
  const area = event.target as HTMLTextAreaElement;
  if (!(area instanceof HTMLTextAreaElement) || area.maxLength < 1) return;
  const left = area.maxLength - area.value.length;
  const line = area.closest(".field")?.querySelector("[data-left]");
  if (line) line.textContent = left < 60 ? say("left").replace("{}", String(left)) : "";
});

// Menus close when one clicks elsewhere or presses Escape.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu[open]")) {
    if (!menu.contains(event.target as Node)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary")?.focus();
  }
});
