// Photos chosen for a report are shown before they are sent.
import { onContent } from "./page";

function show(input: HTMLInputElement): void {
  const list = input.closest(".file-drop")?.querySelector<HTMLElement>(".file-chosen");
  if (!list) return;
  list.querySelectorAll("img").forEach((image) => URL.revokeObjectURL(image.src));
  list.replaceChildren(...[...(input.files ?? [])].map(preview));
  measure(input, list);
}

// A file the server would refuse is not sent at all: minutes of waiting for a "no" are saved.
function measure(input: HTMLInputElement, list: HTMLElement): void {
  const most = Number(input.dataset.most ?? 0);
  const large = most > 0 && [...(input.files ?? [])].some((file) => file.size > most);
  const said = large ? (input.dataset.tooLarge ?? "") : "";
  input.setCustomValidity(said);
  if (!large) return;
  const item = document.createElement("li");
  item.className = "error";
  item.textContent = said;
  list.append(item);
  input.reportValidity();
}

function preview(file: File): HTMLElement {
  const item = document.createElement("li");
  if (/^image\/(jpeg|png|webp|gif)$/.test(file.type)) {
    const image = document.createElement("img");
    image.src = URL.createObjectURL(file);
    image.alt = file.name;
    item.append(image);
  } else {
    item.textContent = file.name;
  }
  return item;
}

onContent((root) => {
  for (const input of root.querySelectorAll<HTMLInputElement>(".file-drop input[type=file]:not([data-shown])")) {
    input.dataset.shown = "yes";
    input.addEventListener("change", () => show(input));
  }
});
