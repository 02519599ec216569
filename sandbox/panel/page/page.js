// The panel's page: what it knows, as of now, and what can be done to it.

import { callLine, lineKey } from "./calls.js";
import { $, list, make, setText } from "./dom.js";
import { faultLine, makeForm, offer } from "./faults.js";
import { isMoving, orderCard } from "./orders.js";
import { send } from "./send.js";
import { tabs } from "./tabs.js";
import { ACTIONS, amount } from "./words.js";

const OFTEN = 700; // ms between two looks
let run = null;

function keyCard({ name }) {
  const card = make("div", "key");
  const balance = make("b");
  card.append(make("small", "", name), balance);
  card.show = ({ balance: left, currency }) => setText(balance, `${amount(left)} ${currency}`);
  return card;
}

function draw(state) {
  const moving = state.orders.filter(isMoving).length;
  setText($("summary"), `${state.services.toLocaleString("en")} services · ${moving} ${moving === 1 ? "order" : "orders"} moving`);
  setText($("dialect"), `Dialect: ${state.dialect.name}. ${state.dialect.about}`);
  setText($("n-orders"), `${state.orders.length || ""}`);
  setText($("n-faults"), `${state.faults.length || ""}`);
  const orders = state.orders.map((order) => ({ ...order, refills: state.refills.filter((refill) => refill.order === order.id) }));
  list($("keys"), state.keys, ({ name }) => name, keyCard);
  list($("cards"), orders, ({ id }) => id, orderCard);
  list($("active"), state.faults, ({ id }) => id, faultLine);
  list($("log"), state.calls, lineKey, callLine);
  offer(state.kinds);
  drawSwitches(state);
}

function drawSwitches({ down, speed }) {
  $("down").classList.toggle("off", down);
  setText($("up"), down ? "down" : "up");
  if (![...$("speed").options].some(({ value }) => Number(value) === speed)) $("speed").append(new Option(`${speed}×`, speed));
  if (document.activeElement !== $("speed")) $("speed").value = String(speed);
}

async function look() {
  const state = await (await fetch(`/sandbox/state?calls=${$("filter").value}`)).json();
  if (run && run !== state.run) return location.reload(); // a panel that was started anew has forgotten everything
  run = state.run;
  draw(state);
  parent.postMessage({ done: state.done }, "*"); // the chat page beside this one ticks its first steps
}

async function lookAgain() {
  const found = await look().then(() => true, () => false);
  $("ended").hidden = found;
  $("main").inert = !found;
}

$("down").onclick = () => send($("down").classList.contains("off") ? "/sandbox/up" : "/sandbox/down", {});
$("speed").onchange = ({ target }) => send("/sandbox/clock", { speed: Number(target.value) });
$("filter").onchange = lookAgain;
for (const [action, name] of Object.entries(ACTIONS)) {
  $("actions").append(new Option(`${name} (${action})`, action));
  $("filter").append(new Option(`${name} (${action})`, action));
}
document.addEventListener("changed", lookAgain);
document.addEventListener("keydown", ({ key }) => key === "Escape" && parent.postMessage({ key }, "*"));
makeForm();
tabs(document.querySelector("[role=tablist]"));
lookAgain();
setInterval(() => document.hidden || lookAgain(), OFTEN);
