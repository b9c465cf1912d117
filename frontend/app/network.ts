// One honest line about the network on the phone of a grid worker.
import { onContent, say } from "./page";

function tell(): void {
  const line = document.querySelector<HTMLElement>("[data-network]");
  if (!line) return;
  line.classList.toggle("down", !navigator.onLine);
  line.textContent = navigator.onLine ? say("online") : say("offline");
}

onContent(tell);
window.addEventListener("online", tell);
window.addEventListener("offline", tell);
