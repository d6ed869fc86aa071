// Makes a passkey, or signs in with one. What the browser answers goes into the form, which is then sent as any other.
// Without scripts the form stays hidden, and the page says which other ways there are.

const form = document.querySelector("form[data-passkey]");

function toBytes(text) {
  const binary = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(binary, (sign) => sign.charCodeAt(0));
}

function toText(buffer) {
  const binary = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function question() {
  const options = JSON.parse(form.dataset.options);
  options.challenge = toBytes(options.challenge);
  if (options.user) options.user.id = toBytes(options.user.id);
  for (const one of options.excludeCredentials ?? []) one.id = toBytes(one.id);
  return options;
}

function answerOf(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = toText(credential.response[name]);
  }
  return { id: credential.id, rawId: toText(credential.rawId), type: credential.type, response };
}

async function ask(event) {
  event.preventDefault();
  const failed = form.querySelector("[role=alert]");
  failed.hidden = true;
  try {
    const credential = await navigator.credentials[form.dataset.passkey]({ publicKey: question() });
    form.elements.answer.value = JSON.stringify(answerOf(credential));
    form.removeEventListener("submit", ask);
    form.submit();
  } catch {
    failed.hidden = false;
  }
}

if (window.PublicKeyCredential) {
  form.hidden = false;
  form.addEventListener("submit", ask);
}
