// Only what cannot be done without a script; every page of a wizard works when this file never arrives.

// Outside a question of a wizard, a page with an error is the answer to a post. Make it a page like any other, so that
// Back does not ask to send again.
history.replaceState(null, "", location.href);
