// Photos chosen for a report are shown before they are sent.
import { onContent } from "./page";

function show(input: HTMLInputElement): void {
  const list = input.closest(".file-drop")?.querySelector<HTMLElement>(".file-chosen");
  if (!list) return;
  list.querySelectorAll("img").forEach((image) => URL.revokeObjectURL(image.src));
  list.replaceChildren(...[...(input.files ?? [])].map(preview));
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
