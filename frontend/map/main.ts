// Maps of a page. The script that every page carries (app/maps.ts) fetches this one when a map is wanted.
import "maplibre-gl/dist/maplibre-gl.css";
import "./map.css";
import { borders } from "./borders";
import { page } from "./page";
import { picker } from "./picker";
import { small } from "./small";

const kinds: Record<string, (element: HTMLElement) => Promise<void>> = { borders, page, picker, small };

export async function open(element: HTMLElement): Promise<void> {
  await kinds[element.dataset.map ?? ""]?.(element);
}
