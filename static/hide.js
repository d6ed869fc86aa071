// Hides the screen of a counter when nobody touched it for a while: somebody else may stand in front of it.

const MILLISECONDS = 1000;
const TELL_AT_MOST_EVERY = 10 * MILLISECONDS;
const { seconds, address, alive } = document.currentScript.dataset;
// Whoever works in one tab is there for the other tabs too.
const tabs = new BroadcastChannel("aan-het-werk");
let timer;
let told = Date.now();

function hide() {
  location.assign(address);
}

function startAgain() {
  clearTimeout(timer);
  timer = setTimeout(hide, seconds * MILLISECONDS);
}

async function act() {
  startAgain();
  if (Date.now() - told < TELL_AT_MOST_EVERY) return;
  told = Date.now();
  tabs.postMessage("");
  const answer = await fetch(alive, { cache: "no-store" }).catch(() => null);
  if (answer && answer.status !== 204) hide();
}

for (const kind of ["keydown", "pointerdown", "pointermove", "wheel"]) addEventListener(kind, act, { passive: true });
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
tabs.addEventListener("message", startAgain);
tabs.postMessage("");
startAgain();
