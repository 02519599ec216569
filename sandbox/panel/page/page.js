// The panel's page: what it knows, twice a second, and what one can do to it.

const $ = (id) => document.getElementById(id);
const OPEN = ["Pending", "Processing", "In progress"];
const KINDS = {
  slow: "Answers 5 seconds late.",
  no_answer: "Holds the call and never answers; the order is not taken.",
  lost_answer: "Takes the order, then cuts the connection: nobody hears of it.",
  reset: "Resets the connection; nothing is taken.",
  http_500: "An error page with status 500.",
  http_502: "An error page with status 502.",
  html: "A maintenance page with status 200.",
  garbage: "JSON that breaks off.",
  wrong_types: "JSON with the wrong kinds of values.",
  rate_limit: "Too many requests (429).",
  wrong_key: "Says that the API key is wrong.",
  no_funds: "Says that the account has not enough funds.",
  redirect: "Redirects elsewhere.",
};

async function send(path, body, method = "POST") {
  await fetch(path, { method, headers: { "Content-Type": "application/json" }, body: body && JSON.stringify(body) });
  await look();
}

function make(tag, className = "", text = "") {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.textContent = text;
  return node;
}

function stateOf(word) {
  return make("span", `state ${word}`, word);
}

function button(label, path) {
  const node = make("button", "", label);
  node.onclick = () => send(path, {});
  return node;
}

function orderCard(order, refills) {
  const card = make("article", "order");
  const head = make("header");
  head.append(make("b", "", order.id), make("span", "", order.name), stateOf(order.state));
  const bar = make("div", "bar");
  const share = order.quantity ? order.delivered / order.quantity : order.state === "Completed" ? 1 : 0;
  bar.append(make("i"));
  bar.firstChild.style.width = `${share * 100}%`;
  const facts = make("p", "facts");
  const counts = order.quantity ? `${order.delivered.toLocaleString()} of ${order.quantity.toLocaleString()} · ` : "";
  facts.append(make("b", "", `${counts}$${Number(order.charge)}`), ` · ${parameters(order.sent)}`);
  card.append(head, bar, facts, pushes(order, refills));
  return card;
}

function parameters(sent) {
  return Object.entries(sent).filter(([name]) => name !== "service").map(([name, value]) => `${name}: ${short(value)}`).join(" · ");
}

function short(value) {
  const line = value.replaceAll("\n", " ⏎ ");
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}

function pushes(order, refills) {
  const row = make("div", "push");
  if (OPEN.includes(order.state)) {
    for (const push of ["start", "finish", "partial", "cancel"]) row.append(button(push[0].toUpperCase() + push.slice(1), `/sandbox/orders/${order.id}/${push}`));
    if (order.cancel_asked) row.append(make("span", "state Canceled", "cancel asked for"));
  }
  for (const refill of refills) {
    row.append(stateOf(refill.state));
    row.lastChild.textContent = `refill ${refill.id}: ${refill.state}`;
    if (["Pending", "In progress"].includes(refill.state)) row.append(button("Complete", `/sandbox/refills/${refill.id}/complete`), button("Reject", `/sandbox/refills/${refill.id}/reject`));
  }
  return row;
}

function callLine(call) {
  const line = make("li");
  line.append(make("time", "", new Date(call.at * 1000).toLocaleTimeString()), make("b", call.fault ? "fault" : "", call.action || "?"));
  const rest = make("code", "", `${call.key} ${parameters(call.sent)}`);
  rest.append(make("br"), make("small", call.fault ? "fault" : "", call.fault ? `fault: ${call.fault}` : call.answer));
  line.append(rest);
  return line;
}

function faultLine(fault) {
  const line = make("li");
  const often = fault.times ? `${fault.times} more` : "until switched off";
  const chance = fault.probability < 1 ? `, ${fault.probability * 100} %` : "";
  const off = make("button", "", "Off");
  off.onclick = () => send(`/sandbox/faults?id=${fault.id}`, null, "DELETE");
  line.append(make("span", "", `${fault.kind} at ${fault.action || "every call"} (${often}${chance})`), off);
  return line;
}

function keyCard({ name, balance, currency }) {
  const card = make("div", "key");
  const amount = Number(balance).toLocaleString(undefined, { minimumFractionDigits: 2, maximumFractionDigits: 5 });
  card.append(make("small", "", name), make("b", "", `${amount} ${currency}`));
  return card;
}

let drawn = "";

// Redraws only what changed, so that a button under the pointer stays where it is.
function draw(state) {
  const now = JSON.stringify(state);
  if (now === drawn) return;
  drawn = now;
  const moving = state.orders.filter(({ state: word }) => OPEN.includes(word)).length;
  $("summary").textContent = `${state.services.toLocaleString()} services · ${moving} orders moving`;
  $("n-orders").textContent = state.orders.length || "";
  $("n-faults").textContent = state.faults.length || "";
  $("keys").replaceChildren(...state.keys.map(keyCard));
  const cards = state.orders.map((order) => orderCard(order, state.refills.filter((refill) => refill.order === order.id)));
  $("orders").replaceChildren(...(cards.length ? cards : [make("p", "none", "No orders yet. Place one in the chat and watch it move here.")]));
  $("active").replaceChildren(...state.faults.map(faultLine));
  $("log").replaceChildren(...[...state.calls].reverse().map(callLine));
  $("down").ariaPressed = String(state.down);
  $("down").textContent = state.down ? "Panel is down" : "Panel is up";
  if (![...$("speed").options].some(({ value }) => Number(value) === state.speed)) $("speed").append(new Option(`${state.speed}×`, state.speed));
  $("speed").value = String(state.speed);
  if (!$("kinds").options.length) state.kinds.forEach((kind) => $("kinds").append(new Option(kind.replaceAll("_", " "), kind)));
  $("about-kind").textContent = KINDS[$("kinds").value] || "";
}

async function look() {
  try {
    draw(await (await fetch("/sandbox/state")).json());
  } catch {
    $("summary").textContent = "The sandbox has ended.";
  }
}

$("down").onclick = ({ target }) => send(target.ariaPressed === "true" ? "/sandbox/up" : "/sandbox/down", {});
$("speed").onchange = ({ target }) => send("/sandbox/clock", { speed: Number(target.value) });
$("kinds").onchange = ({ target }) => ($("about-kind").textContent = KINDS[target.value]);
$("fault").onsubmit = (event) => {
  event.preventDefault();
  const wish = Object.fromEntries(new FormData(event.target));
  send("/sandbox/faults", { kind: wish.kind, action: wish.action || null, times: wish.times ? Number(wish.times) : null, probability: Number(wish.probability) });
};
for (const tab of document.querySelectorAll("[role=tab]")) {
  tab.onclick = () => {
    for (const other of document.querySelectorAll("[role=tab]")) {
      other.ariaSelected = String(other === tab);
      $(other.dataset.tab).hidden = other !== tab;
    }
  };
}
look();
setInterval(look, 700);
