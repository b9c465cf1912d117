// Builds everything the browser gets into src/gewu/ui/static/gewu/. Every entry is one self-contained file, so that
// the server may rename it by its digest; nothing is fetched from anywhere else at run time.
import { cp, mkdir, rm } from "node:fs/promises";
import { existsSync } from "node:fs";
import { context, build } from "esbuild";

const out = "src/gewu/ui/static/gewu";
const entries = {
  app: "frontend/app/main.ts",
  map: "frontend/map/main.ts",
  editor: "frontend/map/editor/main.ts",
  "map-worker": "node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs",
};
const present = Object.fromEntries(Object.entries(entries).filter(([, path]) => existsSync(path)));
const common = {
  outdir: out,
  bundle: true,
  minify: true,
  target: ["chrome100", "safari15.4", "firefox100"],
  legalComments: "linked",
  logLevel: "info",
};
const scripts = { ...common, entryPoints: present, format: "esm" };
const styles = {
  ...common,
  entryPoints: { app: "frontend/styles/app.css" },
  loader: { ".svg": "dataurl" },
};

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await cp("frontend/assets", out, { recursive: true });
if (process.argv.includes("--watch")) {
  for (const options of [scripts, styles]) await (await context(options)).watch();
} else {
  await Promise.all([build(scripts), build(styles)]);
}
