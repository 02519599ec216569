// What the page says by itself: a toast, an alert, that the bot is typing, that the demo has ended.

const $ = (id) => document.getElementById(id);
const TOAST_LASTS = 3_500; // ms
const TYPING_LASTS = 5_000; // ms
let toasting = 0;
let typing = 0;
let idle = "bot";

export function toast(text) {
  clearTimeout(toasting);
  $("toast").textContent = text;
  $("toast").hidden = false;
  toasting = setTimeout(() => ($("toast").hidden = true), TOAST_LASTS);
}

export function alertBox(text) {
  $("alert-text").textContent = text;
  $("alert").showModal();
}

export function startTyping() {
  $("bot-status").textContent = "typing…";
  $("bot-status").className = "typing";
  clearTimeout(typing);
  typing = setTimeout(stopTyping, TYPING_LASTS);
}

// What stands below the name while nobody types.
export function setStatus(text) {
  idle = text;
  stopTyping();
}

export function stopTyping() {
  $("bot-status").textContent = idle;
  $("bot-status").className = "";
}

export function showEnded(ended) {
  $("ended").hidden = !ended;
  for (const id of ["nav", "main", "panel"]) $(id).inert = ended;
}
