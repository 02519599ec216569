// Turns a text with entities into nodes. Offsets are UTF-16 units, which is how JavaScript counts too.

const TAGS = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre" };
const FOUND = /(https?:\/\/[^\s<>"]+[^\s<>".,:;!?)\]])|((?:^|(?<=\s))\/[a-z][a-z0-9_]{0,31}\b)|((?<![\w/])(?:t\.me|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|example))\/[^\s<>"]*[^\s<>".,:;!?)\]])/gi;

// `act` has: link(url), command(text), copy(text).
export function formatted(text, entities, act) {
  return pieces(text, 0, text.length, [...(entities || [])].sort((a, b) => a.offset - b.offset || b.length - a.length), act);
}

function pieces(text, from, to, entities, act) {
  const nodes = new DocumentFragment();
  let at = from;
  while (entities.length) {
    const entity = entities.shift();
    const end = Math.min(entity.offset + entity.length, to);
    if (entity.offset < at) continue;
    const isBlock = /blockquote|^pre$/.test(entity.type);
    nodes.append(plain(text.slice(at, entity.offset).replace(isBlock ? /\n$/ : "", ""), act));
    const inside = [];
    while (entities.length && entities[0].offset < end) inside.push(entities.shift());
    const node = element(entity, text.slice(entity.offset, end), act);
    if (!node.childNodes.length) node.append(pieces(text, entity.offset, end, inside, act));
    nodes.append(node);
    at = isBlock && end < to && text[end] === "\n" ? end + 1 : end; // a block breaks the line by itself
  }
  nodes.append(plain(text.slice(at, to), act));
  return nodes;
}

function element(entity, text, act) {
  const node = document.createElement(TAGS[entity.type] || "span");
  switch (entity.type) {
    case "code":
      node.textContent = text;
      node.title = "Copy";
      return pressable(node, () => act.copy(text));
    case "pre":
      node.textContent = text;
      return node;
    case "text_link":
      return link(text, entity.url, act);
    case "spoiler":
      node.className = "spoiler";
      return pressable(node, () => node.classList.add("seen"));
    case "blockquote":
    case "expandable_blockquote":
      return quote(entity.type !== "blockquote");
    case "date_time":
      node.className = "time";
      node.textContent = time(entity.unix_time, entity.date_time_format, text);
      node.title = new Date(entity.unix_time * 1000).toLocaleString();
      node.dataset.unix = entity.unix_time;
      node.dataset.format = entity.date_time_format || "";
      return node;
    default:
      return node;
  }
}

function quote(expandable) {
  const node = document.createElement("blockquote");
  if (!expandable) return node;
  node.className = "expandable";
  node.tabIndex = 0;
  node.onclick = () => node.classList.toggle("open");
  node.onkeydown = (event) => event.key === "Enter" && node.click();
  return node;
}

// A part of a text that does something when it is pressed.
function pressable(node, press) {
  node.role = "button";
  node.tabIndex = 0;
  node.onclick = press;
  node.onkeydown = (event) => event.key === "Enter" && press();
  return node;
}

function plain(text, act) {
  const nodes = new DocumentFragment();
  let at = 0;
  for (const match of text.matchAll(FOUND)) {
    nodes.append(text.slice(at, match.index));
    const [found, url, command] = match;
    nodes.append(command ? commandNode(command, act) : link(found, url || `https://${found}`, act));
    at = match.index + found.length;
  }
  nodes.append(text.slice(at));
  return nodes;
}

function commandNode(text, act) {
  const node = document.createElement("span");
  node.className = "command";
  node.textContent = text;
  return pressable(node, () => act.command(text));
}

function link(text, url, act) {
  const node = document.createElement("a");
  node.textContent = text;
  node.href = /^https?:/.test(url) ? url : "#";
  node.onclick = (event) => {
    event.preventDefault();
    act.link(url);
  };
  return node;
}

// r: how long ago; d, D: short and long date; t, T: short and long time.
export function time(unix, format, fallback) {
  const date = new Date(unix * 1000);
  if (format === "r") return ago(Date.now() / 1000 - unix);
  if (!format) return fallback;
  const parts = [];
  if (format.includes("d")) parts.push(date.toLocaleDateString(undefined, { day: "numeric", month: "short", year: "numeric" }));
  if (format.includes("D")) parts.push(date.toLocaleDateString(undefined, { dateStyle: "long" }));
  if (/t/i.test(format)) parts.push(date.toLocaleTimeString(undefined, { timeStyle: format.includes("T") ? "medium" : "short" }));
  return parts.join(", ");
}

function ago(seconds) {
  const words = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });
  if (seconds < 60) return words.format(-Math.round(seconds), "second");
  if (seconds < 3600) return words.format(-Math.round(seconds / 60), "minute");
  if (seconds < 86400) return words.format(-Math.round(seconds / 3600), "hour");
  return words.format(-Math.round(seconds / 86400), "day");
}
