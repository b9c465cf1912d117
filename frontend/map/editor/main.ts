// Drawing borders with Terra Draw: a line that splits, a line that becomes a border, a shape that becomes a grid.
// Points jump to corners of grids that are near, else to streets. The server decides what comes of it.
import { TerraDraw, TerraDrawLineStringMode, TerraDrawPolygonMode } from "terra-draw";
import { TerraDrawMapLibreGLAdapter } from "terra-draw-maplibre-gl-adapter";
import type { Board } from "../borders";

type At = [number, number];
// So near (pixels) a point jumps to a corner; half as near to a street.
const JUMP = 14;

export function start(board: Board): void {
  const { canvas, tools } = board;
  const colour = getComputedStyle(document.documentElement).getPropertyValue("--red").trim() as `#${string}`;
  const corners = (): At[] => board.draft().features.flatMap((grid) => grid.geometry.coordinates.flat() as At[]);
  const streets = canvas.sheet.features.flatMap((one) => (one.properties.kind !== "area" && one.geometry.type === "LineString" ? [one.geometry.coordinates as At[]] : []));
  const snapping = { toCustom: (event: { lng: number; lat: number }): At | undefined => near(board, [event.lng, event.lat], corners(), streets) };
  const pen = new TerraDraw({
    adapter: new TerraDrawMapLibreGLAdapter({ map: canvas.map }),
    modes: [
      new TerraDrawLineStringMode({ snapping, styles: { lineStringColor: colour, lineStringWidth: 3, closingPointColor: colour, snappingPointColor: colour } }),
      new TerraDrawPolygonMode({ snapping, styles: { fillColor: colour, fillOpacity: 0.15, outlineColor: colour, outlineWidth: 3, closingPointColor: colour, snappingPointColor: colour } }),
    ],
  });
  pen.start();
  const stop = tools.querySelector<HTMLButtonElement>('[data-tool=""]');
  let tool = "";

  function rest(): void {
    tool = "";
    // The click that ended a line is still on its way to the map: it chooses no grid.
    window.setTimeout(() => { if (!tool) delete tools.dataset.drawing; }, 300);
    pen.setMode("static");
    pen.clear();
    board.hint("");
    if (stop) stop.hidden = true;
    for (const button of tools.querySelectorAll("[data-tool]")) button.removeAttribute("aria-pressed");
  }

  function take(button: HTMLElement): void {
    const wanted = button.dataset.tool ?? "";
    const needed = { split: [1, 1, tools.dataset.sayOne], shift: [2, 2, tools.dataset.sayTwo], merge: [2, 500, tools.dataset.saySome] }[wanted] as [number, number, string] | undefined;
    rest();
    if (!wanted) return;
    if (needed && (board.chosen.size < needed[0] || board.chosen.size > needed[1])) {
      board.hint(needed[2]);
      return;
    }
    if (wanted === "merge") {
      board.send({ kind: "merge" }, [...board.chosen]);
      return;
    }
    tool = wanted;
    tools.dataset.drawing = wanted;
    button.setAttribute("aria-pressed", "true");
    if (stop) stop.hidden = false;
    board.hint((wanted === "draw" ? tools.dataset.sayShape : tools.dataset.sayLine) ?? "");
    pen.setMode(wanted === "draw" ? "polygon" : "linestring");
    canvas.map.getCanvas().focus();
  }

  pen.on("finish", (id) => {
    const shape = pen.getSnapshotFeature(id);
    const [one, other] = [...board.chosen];
    const kind = tool;
    rest();
    if (!shape) return;
    const points = (shape.geometry.type === "Polygon" ? shape.geometry.coordinates[0] : shape.geometry.coordinates) as At[];
    const written = JSON.stringify(points.map(([lon, lat]) => [Number(lon.toFixed(7)), Number(lat.toFixed(7))]));
    if (kind === "split") board.send({ kind, key: one ?? "", line: written });
    else if (kind === "shift") board.send({ kind, one: one ?? "", other: other ?? "", line: written });
    else if (kind === "draw") board.send({ kind, ring: written, community: home(board, points) });
  });
  tools.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-tool]");
    if (button) take(button);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && tool) rest();
  });
  rest();
  tools.dataset.ready = "";
}

/** The community of the grid under the middle of a shape: the list beside the map then shows it. */
function home(board: Board, points: At[]): string {
  const { map } = board.canvas;
  const [west, south, east, north] = points.reduce(([w, s, e, n], [lon, lat]) => [Math.min(w, lon), Math.min(s, lat), Math.max(e, lon), Math.max(n, lat)], [180, 90, -180, -90] as [number, number, number, number]);
  const hit = map.queryRenderedFeatures(map.project([(west + east) / 2, (south + north) / 2]), { layers: ["draft-ground"] })[0];
  return String(hit?.properties.community ?? "");
}

/** The nearest corner within reach, else the nearest point of a street. */
function near(board: Board, at: At, corners: At[], streets: At[][]): At | undefined {
  const { map } = board.canvas;
  const here = map.project(at);
  const away = (point: At): number => {
    const there = map.project(point);
    return Math.hypot(there.x - here.x, there.y - here.y);
  };
  const degrees = Math.abs(map.unproject([here.x + 2 * JUMP, here.y]).lng - at[0]);
  const close = corners.filter(([lon, lat]) => Math.abs(lon - at[0]) < degrees && Math.abs(lat - at[1]) < degrees);
  const corner = best(close, away);
  if (corner && away(corner) <= JUMP) return corner;
  const feet = streets.flatMap((line) => line.slice(1).map((end, n) => foot(at, line[n] ?? end, end)));
  const beside = best(feet.filter(([lon, lat]) => Math.abs(lon - at[0]) < degrees && Math.abs(lat - at[1]) < degrees), away);
  return beside && away(beside) <= JUMP / 2 ? beside : undefined;
}

const best = (points: At[], away: (point: At) => number): At | undefined =>
  points.reduce<At | undefined>((found, point) => (found === undefined || away(point) < away(found) ? point : found), undefined);

function foot(at: At, start: At, end: At): At {
  const [dx, dy] = [end[0] - start[0], end[1] - start[1]];
  const length = dx * dx + dy * dy;
  const t = length ? Math.max(0, Math.min(1, ((at[0] - start[0]) * dx + (at[1] - start[1]) * dy) / length)) : 0;
  return [start[0] + t * dx, start[1] + t * dy];
}
