// The orders as cards, with what can be done to each.

import { asParts, button, list, make, setText } from "./dom.js";
import { send } from "./send.js";
import { amount } from "./words.js";

const OPEN = ["Pending", "Processing", "In progress"];

export const isMoving = ({ state }) => OPEN.includes(state);

export function orderCard({ id, name, sent }) {
  const card = make("article", "order");
  const head = make("header");
  const [state, bar, counts, note, asked, pushes] = [make("span"), make("div", "bar"), make("p", "counts"), make("p", "note", "It ended this way by itself, as some orders do."), make("p", "sent"), make("div", "push")];
  const title = make("bdi", "", name);
  title.title = name;
  title.dir = "ltr"; // a name in Arabic letters stands where the others stand
  card.ariaLabel = `Order ${id}`;
  head.append(make("b", "", id), title, state);
  bar.append(make("i"));
  asked.append(...asParts(sent, ["service", "quantity"]));
  card.append(head, bar, counts, note, asked, pushes);
  card.show = (order) => {
    setState(state, order.state);
    bar.className = `bar ${order.state}`;
    bar.firstChild.style.width = `${share(order) * 100}%`;
    setText(counts, countsOf(order));
    note.hidden = !(order.by_itself && ["Partial", "Canceled"].includes(order.state));
    list(pushes, pushesOf(order), ({ key }) => key, ({ make: build }) => build());
  };
  return card;
}

function setState(node, word) {
  node.className = `state ${word}`;
  setText(node, word);
}

function share({ quantity, delivered, state }) {
  return quantity ? delivered / quantity : Number(state === "Completed");
}

function countsOf({ quantity, delivered, charge, start_count: start, key }) {
  const counts = quantity ? `${delivered.toLocaleString("en")} of ${quantity.toLocaleString("en")}` : "Package";
  return `${counts} · count at start ${start.toLocaleString("en")} · $${amount(charge)} · ${key}`;
}

function pushesOf(order) {
  const pushes = [];
  const add = (key, build) => pushes.push({ key, make: build });
  const push = (label, to) => add(to, () => button(label, `order ${order.id}`, () => send(`/sandbox/orders/${order.id}/${to}`, {})));
  if (isMoving(order)) {
    if (order.state !== "In progress") push("Start", "start");
    push("Finish", "finish");
    if (order.quantity > 1) push("Partial", "partial");
    push("Cancel", "cancel");
    if (order.cancel_asked) add("asked", () => make("span", "state Canceled", "Cancellation requested"));
  }
  for (const refill of order.refills) addRefill(add, refill);
  return pushes;
}

function addRefill(add, { id, state }) {
  add(`refill ${id} ${state}`, () => make("span", `state ${state}`, `Refill ${id} · ${state}`));
  if (!OPEN.includes(state)) return;
  for (const [label, to] of [["Complete", "complete"], ["Reject", "reject"]]) {
    add(`${to} ${id}`, () => button(label, `refill ${id}`, () => send(`/sandbox/refills/${id}/${to}`, {})));
  }
}
