// <form data-passkey="create|get">: the browser makes or shows a passkey, then the form is sent with what it said.
// The challenge stands in data-options, or is fetched from data-challenge when the button is pressed.
import { onContent } from "./page";

type Told = Record<string, unknown>;

const decode = (text: string): ArrayBuffer => {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0)).buffer;
};
const encode = (bytes: ArrayBuffer | null): string | undefined => {
  if (!bytes) return undefined;
  const plain = Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join("");
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
};

/** Passkeys are bound to a name: an address of digits has none. */
const possible = (): boolean =>
  window.isSecureContext && "PublicKeyCredential" in window && !/^[\d.]+$|:/.test(window.location.hostname);

onContent((root) => {
  for (const form of root.querySelectorAll<HTMLFormElement>("form[data-passkey]")) {
    if (possible()) form.hidden = false;
    else if (form.dataset.passkey === "create") tell(form, "insecure");
  }
});

document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  if (!form.dataset.passkey || form.dataset.shown) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  void show(form);
}, { capture: true });

async function show(form: HTMLFormElement): Promise<void> {
  tell(form, "");
  if (!possible()) return tell(form, "insecure");
  const options = await challenge(form);
  if (!options) return tell(form, "unreachable");
  try {
    const credential = form.dataset.passkey === "create" ? await make(options) : await get(options);
    const field = form.elements.namedItem("credential") as HTMLInputElement;
    field.value = JSON.stringify(credential);
    form.dataset.shown = "yes";
    form.requestSubmit();
  } catch (refused) {
    if (!(refused instanceof DOMException)) throw refused;
    tell(form, "refused");
  }
}

async function challenge(form: HTMLFormElement): Promise<Told | null> {
  if (form.dataset.options) return JSON.parse(form.dataset.options) as Told;
  const answer = await fetch(form.dataset.challenge ?? "", { headers: { Accept: "application/json" } }).catch(() => null);
  return answer?.ok ? ((await answer.json()) as Told) : null;
}

async function make(told: Told): Promise<Told> {
  const asked = told.publicKey as Told & { user: Told; excludeCredentials?: Told[] };
  const publicKey = {
    ...asked,
    challenge: decode(String(asked.challenge)),
    user: { ...asked.user, id: decode(String(asked.user.id)) },
    excludeCredentials: (asked.excludeCredentials ?? []).map(known),
  } as unknown as PublicKeyCredentialCreationOptions;
  const made = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential;
  const said = made.response as AuthenticatorAttestationResponse;
  return plain(made, {
    clientDataJSON: encode(said.clientDataJSON),
    attestationObject: encode(said.attestationObject),
  });
}

async function get(told: Told): Promise<Told> {
  const asked = told.publicKey as Told & { allowCredentials?: Told[] };
  const publicKey = {
    ...asked,
    challenge: decode(String(asked.challenge)),
    allowCredentials: (asked.allowCredentials ?? []).map(known),
  } as unknown as PublicKeyCredentialRequestOptions;
  const shown = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential;
  const said = shown.response as AuthenticatorAssertionResponse;
  return plain(shown, {
    clientDataJSON: encode(said.clientDataJSON),
    authenticatorData: encode(said.authenticatorData),
    signature: encode(said.signature),
    userHandle: encode(said.userHandle),
  });
}

const known = (credential: Told): Told => ({ ...credential, id: decode(String(credential.id)) });

const plain = (credential: PublicKeyCredential, response: Told): Told => ({
  id: credential.id,
  rawId: encode(credential.rawId),
  type: credential.type,
  response,
  clientExtensionResults: credential.getClientExtensionResults(),
});

function tell(form: HTMLFormElement, why: "" | "insecure" | "refused" | "unreachable"): void {
  const line = form.querySelector<HTMLElement>("[data-says]");
  if (!line) return;
  line.textContent = why ? (line.dataset[why] ?? "") : "";
  line.hidden = !why;
}
