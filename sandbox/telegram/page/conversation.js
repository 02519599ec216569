// The messages of one chat on the screen: in order, edited in place, pinned to the end while one is there.

import { bubble } from "./bubble.js";
import { time } from "./formatting.js";

const NEAR = 60; // pixels from the end that still count as being there

export class Conversation {
  constructor(log, column, toEnd, act) {
    Object.assign(this, { log, column, toEnd, act });
    log.addEventListener("scroll", () => (toEnd.hidden = this.atEnd()));
    toEnd.onclick = () => this.scroll(true);
    new ResizeObserver(() => this.pinned && this.scroll()).observe(column);
    log.addEventListener("scroll", () => (this.pinned = this.atEnd()));
    setInterval(() => this.keepTimes(), 10_000);
    this.pinned = true;
  }

  atEnd() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR;
  }

  scroll(smooth = false) {
    this.log.scrollTo({ top: this.log.scrollHeight, behavior: smooth ? "smooth" : "instant" });
  }

  show(messages) {
    this.column.replaceChildren();
    this.lastDay = null;
    messages.forEach((message) => this.append(message));
    for (const node of this.column.children) node.style.animation = "none";
    this.pinned = true;
    this.scroll();
  }

  append(message) {
    this.column.querySelector(".empty")?.remove();
    const day = new Date(message.date * 1000).toDateString();
    if (day !== this.lastDay) this.column.append(dayNode(message.date));
    this.lastDay = day;
    this.column.append(bubble(message, this.act));
    this.seek(message.message_id);
    if (message.outgoing) this.pinned = true;
    if (this.pinned) this.scroll();
  }

  put(message) {
    const before = this.find(message.message_id);
    if (!before) return this.append(message);
    const after = bubble(message, this.act);
    const focused = before.contains(document.activeElement) ? document.activeElement : null;
    after.style.animation = "none";
    keepOpen(before, after);
    before.replaceWith(after);
    if (focused) this.focusLike(focused, after);
    else this.seek(message.message_id);
    if (this.pinned) this.scroll();
  }

  remove(id) {
    const node = this.find(id);
    const focused = node?.contains(document.activeElement);
    node?.remove();
    if (focused) this.focusFrom(id);
  }

  // A message was drawn anew under the focus: it goes to the same key, else the first one, else a newer message.
  focusLike(old, after) {
    const keys = [...after.querySelectorAll(".key")];
    const next = keys.find((key) => key.dataset.data === old.dataset.data && key.title === old.title) || keys[0];
    if (next) next.focus({ preventScroll: true });
    else this.focusFrom(Number(after.dataset.id));
  }

  // The keys under the focus went: the first of these or newer keys gets it; until there is one the log has it.
  seek(id) {
    if (this.seeks && document.activeElement === this.log) this.focusFrom(id);
  }

  focusFrom(id) {
    const newer = [...this.column.querySelectorAll("[data-id]")].filter((node) => Number(node.dataset.id) >= id);
    const key = newer.map((node) => node.querySelector(".key")).filter(Boolean).at(-1);
    this.seeks = !key;
    (key || this.log).focus({ preventScroll: true });
  }

  showEmpty(text) {
    const node = document.createElement("div");
    node.className = "empty";
    node.textContent = text;
    this.column.append(node);
  }

  find(id) {
    return this.column.querySelector(`[data-id="${id}"]`);
  }

  stopWaiting(id) {
    this.find(id)?.querySelectorAll(".waiting").forEach((key) => key.classList.remove("waiting"));
  }

  keepTimes() {
    for (const node of this.column.querySelectorAll('.time[data-format="r"]')) node.textContent = time(node.dataset.unix, "r");
  }
}

function keepOpen(before, after) {
  const open = [...before.querySelectorAll("blockquote")].map((quote) => quote.classList.contains("open"));
  after.querySelectorAll("blockquote").forEach((quote, place) => quote.classList.toggle("open", Boolean(open[place])));
}

function dayNode(date) {
  const node = document.createElement("div");
  node.className = "day";
  node.textContent = new Date(date * 1000).toLocaleDateString(undefined, { day: "numeric", month: "long" });
  return node;
}
