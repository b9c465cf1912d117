// A small map in a page: a pin, an area lit, or both.
import { areaOf, draw, light, pin, show } from "./canvas";

export async function small(element: HTMLElement): Promise<void> {
  const canvas = await draw(element, { gentle: true });
  if (!canvas) return;
  const { area, lon, lat } = element.dataset;
  const lit = area ? areaOf(canvas, area) : undefined;
  if (lit) {
    light(canvas, lit.properties.id);
    show(canvas, lit);
  }
  if (lon && lat) {
    const at: [number, number] = [Number(lon), Number(lat)];
    pin(canvas, at);
    canvas.map.jumpTo({ center: at, zoom: Math.max(canvas.map.getZoom(), 15.2) });
  }
}
