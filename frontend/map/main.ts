// Maps of a page: made when they come into view, so that a page without one in sight costs nothing.
import "maplibre-gl/dist/maplibre-gl.css";
import "./map.css";
import { page } from "./page";
import { picker } from "./picker";
import { small } from "./small";

const kinds: Record<string, (element: HTMLElement) => Promise<void>> = { page, picker, small };

const seen = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    seen.unobserve(target);
    const element = target as HTMLElement;
    void kinds[element.dataset.map ?? ""]?.(element);
  }
}, { rootMargin: "200px" });

function find(): void {
  for (const element of document.querySelectorAll<HTMLElement>("[data-map]:not([data-found])")) {
    element.dataset.found = "";
    seen.observe(element);
  }
}

find();
document.addEventListener("htmx:after:swap", find);
