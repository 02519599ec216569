// The panel's page: what it knows, as of now, and what one can do to it.

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

function button(label, act) {
  const node = make("button", "", label);
  node.type = "button";
  node.onclick = act;
  return node;
}

function push(label, path) {
  return button(label, () => send(path, {}));
}

function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

function setState(node, word, text = word) {
  node.className = `state ${word}`;
  setText(node, text);
}

// Shows items in a list, one node each: a node that is still wanted stays, so that no click or focus is lost.
function list(box, items, keyOf, build) {
  const known = box.known || new Map();
  box.known = new Map();
  items.forEach((item, place) => {
    const node = known.get(keyOf(item)) || build(item);
    box.known.set(keyOf(item), node);
    node.show?.(item);
    if (box.children[place] !== node) box.insertBefore(node, box.children[place] || null);
  });
  while (box.children.length > items.length) box.lastChild.remove();
}

function orderCard({ id, name, sent }) {
  const card = make("article", "order");
  const head = make("header");
  const [state, bar, counts, asked, pushes] = [make("span"), make("div", "bar"), make("p", "counts"), make("p", "sent"), make("div", "push")];
  const title = make("bdi", "", name);
  title.title = name;
  title.dir = "ltr";  // a name in Arabic letters stands where the others stand
  head.append(make("b", "", id), title, state);
  bar.append(make("i"));
  asked.append(...asParts(sent, ["service", "quantity"]));
  card.append(head, bar, counts, asked, pushes);
  card.show = (order) => {
    setState(state, order.state);
    bar.className = `bar ${order.state}`;
    bar.firstChild.style.width = `${share(order) * 100}%`;
    setText(counts, countsOf(order));
    list(pushes, pushesOf(order), ({ key }) => key, ({ make: build }) => build());
  };
  return card;
}

function share({ quantity, delivered, state }) {
  return quantity ? delivered / quantity : Number(state === "Completed");
}

function countsOf({ quantity, delivered, charge, start_count: start, key }) {
  const counts = quantity ? `${delivered.toLocaleString("en")} of ${quantity.toLocaleString("en")}` : "package";
  return `${counts} · from ${start.toLocaleString("en")} · $${Number(charge)} · ${key}`;
}

// The parameters of a call, without those that stand elsewhere.
function asParts(sent, elsewhere = []) {
  return Object.entries(sent).filter(([name]) => !elsewhere.includes(name)).map(([name, value]) => {
    const part = make("span");
    if (name !== "link") part.append(make("i", "", `${name} `));
    part.append(make("bdi", "", short(value)));
    return part;
  });
}

function pushesOf(order) {
  const pushes = [];
  const add = (key, build) => pushes.push({ key, make: build });
  const path = `/sandbox/orders/${order.id}`;
  if (OPEN.includes(order.state)) {
    if (order.state !== "In progress") add("start", () => push("Start", `${path}/start`));
    add("finish", () => push("Finish", `${path}/finish`));
    if (order.quantity > 1) add("partial", () => push("Partial", `${path}/partial`));
    add("cancel", () => push("Cancel", `${path}/cancel`));
    if (order.cancel_asked) add("asked", () => make("span", "state Canceled", "cancel asked for"));
  }
  for (const { id, state } of order.refills) {
    add(`refill ${id} ${state}`, () => make("span", `state ${state}`, `refill ${id} · ${state}`));
    if (!OPEN.includes(state)) continue;
    add(`complete ${id}`, () => push("Complete", `/sandbox/refills/${id}/complete`));
    add(`reject ${id}`, () => push("Reject", `/sandbox/refills/${id}/reject`));
  }
  return pushes;
}

function short(value) {
  const line = value.replaceAll("\n", " ⏎ ");
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}

function callLine(call) {
  const line = make("li");
  const time = make("time", "", new Date(call.at * 1000).toLocaleTimeString("en-GB"));
  const asked = make("p", "sent");
  asked.append(make("span", "", call.key), ...asParts(call.sent));
  const answer = make("code");
  const what = make("div");
  what.append(asked, answer);
  line.append(time, make("b", call.fault ? "fault" : "", call.action || "?"), what);
  line.show = ({ fault, answer: text }) => {
    const answered = text === "null" ? "" : text;
    setText(answer, fault ? `${spoken(fault)}${answered && ` · ${answered}`}` : answered || "…");
    answer.className = fault ? "fault" : "";
  };
  return line;
}

function faultLine({ id, kind, action }) {
  const line = make("li");
  const often = make("small");
  const words = make("span");
  words.append(make("b", "", spoken(kind)), ` at ${action || "every call"} `, often);
  line.append(words, button("Off", () => send(`/sandbox/faults?id=${id}`, null, "DELETE")));
  line.show = ({ times, probability }) => setText(often, oftenOf(times, probability));
  return line;
}

function oftenOf(times, probability) {
  const often = times === null ? "until switched off" : times === 1 ? "once" : `${times} more times`;
  return probability < 1 ? `${often}, ${probability * 100} % of calls` : often;
}

function spoken(kind) {
  return kind.replaceAll("_", " ");
}

function keyCard({ name }) {
  const card = make("div", "key");
  const amount = make("b");
  card.append(make("small", "", name), amount);
  card.show = ({ balance, currency }) => setText(amount, `${Number(balance).toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 5 })} ${currency}`);
  return card;
}

function draw(state) {
  const moving = state.orders.filter(({ state: word }) => OPEN.includes(word)).length;
  setText($("summary"), `${state.services.toLocaleString("en")} services · ${moving} moving`);
  setText($("n-orders"), `${state.orders.length || ""}`);
  setText($("n-faults"), `${state.faults.length || ""}`);
  const orders = state.orders.map((order) => ({ ...order, refills: state.refills.filter((refill) => refill.order === order.id) }));
  list($("keys"), state.keys, ({ name }) => name, keyCard);
  list($("cards"), orders, ({ id }) => id, orderCard);
  list($("active"), state.faults, ({ id }) => id, faultLine);
  list($("log"), [...state.calls].reverse(), ({ number }) => number, callLine);
  drawSwitches(state);
}

function drawSwitches({ down, speed, kinds }) {
  $("down").ariaPressed = String(down);
  setText($("down"), down ? "Down" : "Up");
  if (![...$("speed").options].some(({ value }) => Number(value) === speed)) $("speed").append(new Option(`${speed}×`, speed));
  if (document.activeElement !== $("speed")) $("speed").value = String(speed);
  if (!$("kinds").options.length) kinds.forEach((kind) => $("kinds").append(new Option(spoken(kind), kind)));
  setText($("about-kind"), KINDS[$("kinds").value] || "");
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
