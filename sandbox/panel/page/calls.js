// The log of calls: what changes something stands alone, a run of routine checks is one line.

import { asParts, make, setText } from "./dom.js";
import { actionName, faultName } from "./words.js";

export const lineKey = ({ number, checks }) => `${number}${checks ? " checks" : ""}`;

export function callLine(call) {
  return call.checks ? checksLine() : singleLine(call);
}

function checksLine() {
  const line = make("li", "checks");
  const [time, what] = [make("time"), make("p")];
  line.append(time, what);
  line.show = ({ at, checks }) => {
    setText(time, clock(at));
    const counts = Object.entries(checks).sort(([, one], [, other]) => other - one);
    setText(what, `Routine checks: ${counts.map(([action, times]) => `${actionName(action)} × ${times}`).join(", ")}`);
  };
  return line;
}

function singleLine(call) {
  const line = make("li");
  const action = make("b", call.fault ? "fault" : "", actionName(call.action));
  const asked = make("p", "sent");
  asked.append(make("span", "", call.key), ...asParts(call.sent));
  const answer = make("code");
  const what = make("div");
  what.append(asked, answer);
  line.append(make("time", "", clock(call.at)), action, what);
  line.show = ({ fault, answer: text }) => {
    const answered = text === "null" ? "" : text;
    setText(answer, fault ? `${faultName(fault)}${answered && ` · ${answered}`}` : answered || "…");
    answer.className = fault ? "fault" : "";
  };
  return line;
}

function clock(at) {
  return new Date(at * 1000).toLocaleTimeString([], { timeStyle: "medium" });
}
