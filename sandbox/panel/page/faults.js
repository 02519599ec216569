// Faults: the form that switches one on, and those that are on.

import { $, button, make, setText } from "./dom.js";
import { send } from "./send.js";
import { aboutFault, actionName, faultName } from "./words.js";

export function makeForm() {
  $("kinds").onchange = tell;
  $("fault").onsubmit = (event) => {
    event.preventDefault();
    const wish = Object.fromEntries(new FormData(event.target));
    send("/sandbox/faults", { kind: wish.kind, action: wish.action || null, times: wish.times ? Number(wish.times) : null, probability: Number(wish.probability) });
  };
}

export function offer(kinds) {
  if ($("kinds").options.length) return;
  $("kinds").append(...kinds.map((kind) => new Option(faultName(kind), kind)));
  $("kinds").value = "lost_answer"; // the one to try first
  $("actions").value = "add";
  tell();
}

function tell() {
  setText($("about-kind"), aboutFault($("kinds").value));
}

export function faultLine({ id, kind, action }) {
  const line = make("li");
  const often = make("small");
  const words = make("span");
  words.append(make("b", "", faultName(kind)), ` · ${action ? actionName(action) : "All calls"} · `, often);
  line.append(words, button("Off", `: ${faultName(kind)}`, () => send(`/sandbox/faults?id=${id}`, null, "DELETE")));
  line.show = ({ times, probability }) => setText(often, oftenOf(times, probability));
  return line;
}

function oftenOf(times, probability) {
  const often = times === null ? "until switched off" : times === 1 ? "once" : `${times} more times`;
  return probability < 1 ? `${often}, ${probability * 100} % chance` : often;
}
