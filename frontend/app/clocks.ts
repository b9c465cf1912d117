// A clock drawn by the server ages; this keeps it true while the page stays open.
import { say } from "./page";

const minute = 60_000;

function words(minutes: number): string {
  const units = say("units").split(",");
  const parts: [number, string][] = [
    [Math.floor(minutes / 1440), units[0] ?? "d"],
    [Math.floor((minutes % 1440) / 60), units[1] ?? "h"],
    [minutes % 60, units[2] ?? "min"],
  ];
  const first = parts.findIndex(([amount]) => amount > 0);
  const shown = first < 0 ? parts.slice(2) : parts.slice(first, first + 2).filter(([amount]) => amount > 0);
  return shown.map(([amount, unit]) => `${amount} ${unit}`).join(" ");
}

function tick(): void {
  const now = Date.now() - skew;
  for (const clock of document.querySelectorAll<HTMLTimeElement>("time[data-due]")) {
    const left = Date.parse(clock.dateTime) - now;
    const late = left < 0;
    const figure = clock.querySelector("b");
    if (figure) figure.textContent = say(late ? "late" : "remaining").replace("{}", words(Math.floor(Math.abs(left) / minute)));
    if (late && !clock.classList.contains("clock-late")) {
      clock.classList.remove("clock-soon");
      clock.classList.add("clock-late");
      const shape = clock.querySelector("use");
      const href = shape?.getAttribute("href");
      if (href) shape?.setAttribute("href", href.replace(/#.*$/, "#state-late"));
    }
  }
}

// The server's time is the right one; a phone's clock may be off by hours.
const sent = Date.parse(document.body?.dataset.now ?? "");
const skew = Number.isNaN(sent) ? 0 : Date.now() - sent;
if (!Number.isNaN(sent)) window.setInterval(tick, 30_000);
