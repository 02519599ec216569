// What the page says by itself: a toast, an alert, that the bot is typing, that the demo has ended.

const $ = (id) => document.getElementById(id);
const TOAST_LASTS = 3_500; // ms
const TYPING_LASTS = 5_000; // ms
let toasting = 0;
let typing = 0;

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

export function stopTyping() {
  $("bot-status").textContent = "bot";
  $("bot-status").className = "";
}

export function showEnded(ended) {
  $("ended").hidden = !ended;
  for (const id of ["nav", "main", "panel"]) $(id).inert = ended;
}
