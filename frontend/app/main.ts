// What every page carries: htmx under our conventions, and the few things a page does better with a script.
// Every form and link works without any of it.
import "./addresses";
import "./swaps";
import "./clocks";
import "./field";
import "./files";
import "./find";
import "./folds";
// Before the forms: a passkey is shown first, and then its form is sent.
import "./passkeys";
import "./forms";
import "./keys";
import "./maps";
import "./network";
import "./pick";
import "./places";

document.documentElement.classList.add("js");
