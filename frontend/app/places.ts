// "Use where I am": fills a place field from the device, only when the person asks for it.
import { say } from "./page";

function fill(box: HTMLElement, position: GeolocationPosition): void {
  const set = (part: string, value: string): void => {
    const input = box.querySelector<HTMLInputElement>(`input[data-part="${part}"]`);
    if (input) {
      input.value = value;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
  };
  set("lon", position.coords.longitude.toFixed(6));
  set("lat", position.coords.latitude.toFixed(6));
  tell(box, say("located").replace("{}", String(Math.round(position.coords.accuracy))));
}

function tell(box: HTMLElement, text: string): void {
  const line = box.querySelector<HTMLElement>("[data-located]");
  if (line) line.textContent = text;
}

document.addEventListener("click", (event) => {
  const button = (event.target as Element).closest<HTMLElement>("[data-locate]");
  const box = button?.closest<HTMLElement>(".place");
  if (!button || !box) return;
  tell(box, say("locating"));
  navigator.geolocation.getCurrentPosition(
    (position) => fill(box, position),
    () => tell(box, say("nowhere")),
    { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 },
  );
});
