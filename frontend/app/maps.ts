// Maps weigh a megabyte: their script and styles come when a map comes into view, or, where a page shows a picture
// of it, when somebody opens it.
import { onContent } from "./page";

interface Maps { open(element: HTMLElement): Promise<void> }

const styled = new Map<string, Promise<void>>();

function style(address: string): Promise<void> {
  const known = styled.get(address);
  if (known) return known;
  const link = document.createElement("link");
  const here = new Promise<void>((done) => {
    link.addEventListener("load", () => done());
    link.addEventListener("error", () => done());
  });
  link.rel = "stylesheet";
  link.href = address;
  document.head.append(link);
  styled.set(address, here);
  return here;
}

async function open(element: HTMLElement): Promise<void> {
  const { script, styles } = element.dataset;
  if (!script || !styles || element.dataset.opened !== undefined) return;
  element.dataset.opened = "";
  const [maps] = await Promise.all([import(new URL(script, location.href).href) as Promise<Maps>, style(styles)]);
  await maps.open(element);
}

const seen = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    seen.unobserve(target);
    void open(target as HTMLElement);
  }
}, { rootMargin: "200px" });

onContent((root) => {
  for (const element of root.querySelectorAll<HTMLElement>("[data-map]:not([data-found])")) {
    element.dataset.found = "";
    if (element.dataset.map !== "small") seen.observe(element);
  }
});

document.addEventListener("click", (event) => {
  const button = (event.target as Element).closest<HTMLElement>("[data-open-map]");
  const element = button?.closest(".map")?.querySelector<HTMLElement>("[data-map]");
  if (!button || !element) return;
  void open(element).then(() => {
    button.hidden = true;
    element.querySelector<HTMLElement>("canvas")?.focus();
  });
});
