// Base maps under our own polygons: none, raster tiles of the installation, or Tianditu with its key.
export interface Base { id: string; tiles: string[]; by: string }

/** Without a setting there is none, and nothing is fetched. */
export function basesOf(element: HTMLElement): Base[] {
  const { tiles, tilesBy, tianditu } = element.dataset;
  if (tianditu) {
    const english = document.documentElement.lang.startsWith("en");
    const by = tilesBy || (english ? "Tianditu 天地图" : "天地图");
    return [
      { id: "tianditu-vec", tiles: wmts("vec", tianditu), by },
      { id: "tianditu-names", tiles: wmts(english ? "eva" : "cva", tianditu), by },
    ];
  }
  return tiles ? [{ id: "tiles", tiles: [tiles], by: tilesBy ?? "" }] : [];
}

/** One layer in web mercator (`_w`; its datum is CGCS2000, which lies where WGS 84 does), over eight hosts. */
export function wmts(layer: string, key: string): string[] {
  const asked = new URLSearchParams({
    SERVICE: "WMTS", REQUEST: "GetTile", VERSION: "1.0.0", LAYER: layer, STYLE: "default", TILEMATRIXSET: "w", FORMAT: "tiles",
  });
  return [0, 1, 2, 3, 4, 5, 6, 7].map(
    (host) => `https://t${host}.tianditu.gov.cn/${layer}_w/wmts?${asked}&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=${encodeURIComponent(key)}`,
  );
}
