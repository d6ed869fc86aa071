// Says when a field has to be checked: when somebody leaves it with something new in it. The server checks, htmx shows.
// Nothing is asked while somebody types, and nothing moves while a button is being pressed: it would slip away from
// under the finger. What was wrong when the form was last sent stays in the summary on top until it is sent again.

const CHECKED = "[hx-trigger=leave]";
const known = new Map();
const waiting = new Set();
let pressed = false;
let sent = false;

function texts(group) {
  return [...group.querySelectorAll("input")].map((box) => box.value.trim());
}

function leave(group) {
  const now = texts(group);
  const filled = now.filter(Boolean).length;
  const here = document.activeElement;
  if (sent || group.contains(here) || now.join("\n") === known.get(group)) return;
  // Half a date, and in no other field yet: whoever taps beside the boxes may come back for the rest.
  if (filled > 0 && filled < now.length && !here.matches("a, button, input")) return;
  known.set(group, now.join("\n"));
  group.dispatchEvent(new Event("leave"));
}

function leaveWaiting() {
  if (pressed) return;
  for (const group of waiting) leave(group);
  waiting.clear();
}

for (const group of document.querySelectorAll(CHECKED)) known.set(group, texts(group).join("\n"));

document.addEventListener("mousedown", () => { pressed = true; }, true);
document.addEventListener("mouseup", () => {
  pressed = false;
  setTimeout(leaveWaiting); // after the click, which may send the form
}, true);
document.addEventListener("submit", () => { sent = true; });

document.addEventListener("focusout", (event) => {
  const group = event.target.closest(CHECKED);
  if (!group) return;
  waiting.add(group);
  setTimeout(leaveWaiting); // only then the focus is where it goes
});

document.addEventListener("htmx:before:swap", (event) => {
  const group = event.target;
  if (!group.matches(CHECKED) || (!pressed && !group.contains(document.activeElement))) return;
  // Somebody is back in the field, or presses a button: the answer can wait.
  event.preventDefault();
  known.delete(group);
  if (pressed) waiting.add(group);
});
