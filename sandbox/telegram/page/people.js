// The list of people and groups on the left: who one is now, and what the others have not read.

import { isService, summary } from "./contents.js";

const ROLES = { Alice: "customer", Bob: "stranger", Olga: "operator", Petra: "support" };
const IN_A_SHOP = { ...ROLES, Bob: "customer" }; // it lets everybody in

export class People {
  constructor(list, choose) {
    Object.assign(this, { list, choose, rows: new Map(), roles: ROLES });
  }

  // Call it before anybody is added.
  areInAShop() {
    this.roles = IN_A_SHOP;
  }

  add({ id, first_name }) {
    this.row(id, first_name, this.roles[first_name] || "", `c${(id % 4) + 1}`);
  }

  addGroup({ id, title }) {
    this.row(id, title, "group", "group-mark");
  }

  row(id, title, kind, look) {
    const row = document.createElement("button");
    row.className = "person";
    row.dataset.person = id;
    const avatar = document.createElement("span");
    avatar.className = `avatar ${look}`;
    avatar.textContent = title[0];
    avatar.ariaHidden = "true";
    const lines = document.createElement("span");
    lines.className = "lines";
    const name = document.createElement("b");
    name.append(`${title} `);
    const role = document.createElement("span");
    role.className = "role";
    role.textContent = kind;
    const last = document.createElement("span");
    last.className = "last";
    last.textContent = "No messages yet";
    const badge = document.createElement("span");
    badge.className = "badge";
    badge.role = "img"; // its label says what the number counts
    badge.hidden = true;
    name.append(role);
    lines.append(name, last);
    row.append(avatar, lines, badge);
    row.onclick = () => this.choose(id);
    const item = document.createElement("li");
    item.append(row);
    this.list.append(item);
    this.rows.set(id, { row, last, badge, unread: 0 });
  }

  all() {
    return [...this.rows.keys()];
  }

  knows(id) {
    return this.rows.has(id);
  }

  mark(id) {
    for (const [person, { row }] of this.rows) row.setAttribute("aria-current", String(person === id));
    this.setUnread(id, 0);
  }

  heard(id, message, unread) {
    const entry = this.rows.get(id);
    entry.newest = message.message_id;
    entry.last.textContent = (message.outgoing && !isService(message) ? "You: " : "") + summary(message);
    if (unread) this.setUnread(id, entry.unread + 1);
  }

  changed(id, message) {
    if (this.rows.get(id).newest === message.message_id) this.heard(id, message, false);
  }

  setUnread(id, count) {
    const entry = this.rows.get(id);
    entry.unread = count;
    entry.badge.textContent = count;
    entry.badge.ariaLabel = `${count} unread`;
    entry.badge.hidden = !count;
  }
}
