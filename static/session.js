// Warns five minutes before the session ends, and clears the page when it has ended: somebody else may sit down here.

const WARNING_MINUTES = 5;
const MINUTE = 60 * 1000;
const dialog = document.getElementById("meer-tijd");
let timers = [];

// A new visit to the same address, not a reload: that would ask whether to send a form again. Without what stands
// behind #, after a link to a field or to the content: with it the browser would stay on the page and only scroll.
function comeAgain() {
  location.assign(location.pathname + location.search);
}

function startAgain() {
  const closes = new Date(Date.now() + dialog.dataset.minutes * MINUTE);
  const clock = { hour: "numeric", minute: "2-digit", timeZone: "Europe/Brussels" };
  const time = closes.toLocaleTimeString("nl-BE", clock).replace(":", ".");
  timers.forEach(clearTimeout);
  timers = [
    setTimeout(() => {
      dialog.querySelector("[data-closes]").textContent = `${time.replace(/^0/, "")} uur`;
      dialog.showModal();
    }, (dialog.dataset.minutes - WARNING_MINUTES) * MINUTE),
    setTimeout(comeAgain, dialog.dataset.minutes * MINUTE + 1000),
  ];
}

dialog.addEventListener("close", async () => {
  const answer = await fetch(dialog.dataset.address, { cache: "no-store" });
  if (answer.status === 204) startAgain();
  else comeAgain();
});
startAgain();
