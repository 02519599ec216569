// One message as a bubble with its keyboard.

import { contents, isService, summary } from "./contents.js";
import { formatted } from "./formatting.js";

const EFFECTS = { "5046509860389126442": "🎉", "5104841245755180586": "🔥", "5159385139981059251": "❤️", "5107584321108051014": "👍" };

// `act` has: tap(message, data, key), pay(message), search(words), link(url), command(text), copy(text), fileUrl(id), edit(message), reply(message).
export function bubble(message, act) {
  if (isService(message)) return notice(message);
  const node = document.createElement("div");
  node.className = `message${message.outgoing ? " out" : ""}${message.reply_markup ? " wide" : ""}`;
  node.dataset.id = message.message_id;
  const box = document.createElement("div");
  box.className = "bubble";
  box.append(...contents(message, act));
  const text = message.text ?? message.caption ?? "";
  box.append(formatted(text, message.entities || message.caption_entities, act), meta(message));
  if (EFFECTS[message.effect_id]) box.append(sign("effect", EFFECTS[message.effect_id]));
  if (message.outgoing && text) box.append(editButton(message, act));
  if (message.by) box.append(replyButton(message, act));
  box.append(sign("tail", ""));
  node.append(box);
  if (message.reply_markup) node.append(keyboard(message, act));
  return node;
}

// A service message: a line in the middle that belongs to nobody.
function notice(message) {
  const node = document.createElement("div");
  node.className = "message service";
  node.dataset.id = message.message_id;
  const box = document.createElement("div");
  box.className = "bubble";
  box.textContent = summary(message);
  node.append(box);
  return node;
}

function meta(message) {
  const node = document.createElement("span");
  node.className = "meta";
  const clock = new Date(message.date * 1000).toLocaleTimeString([], { timeStyle: "short" });
  const edited = message.edit_date && !message.reply_markup ? "edited " : "";
  node.textContent = `${edited}${clock}`;
  if (message.silent) node.append(sign("silent", " 🔕"));
  if (message.outgoing) node.append(sign("read", " ✓✓"));
  return node;
}

function editButton(message, act) {
  const node = document.createElement("button");
  node.className = "edit";
  node.title = node.ariaLabel = "Edit message";
  node.textContent = "✎";
  node.onclick = () => act.edit(message);
  return node;
}

function replyButton(message, act) {
  const node = document.createElement("button");
  node.className = "reply";
  node.title = node.ariaLabel = "Reply";
  node.textContent = "↩";
  node.onclick = () => act.reply(message);
  return node;
}

function keyboard(message, act) {
  const node = document.createElement("div");
  node.className = "keyboard";
  node.role = "group";
  node.ariaLabel = "Buttons";
  for (const row of message.reply_markup.inline_keyboard) {
    const line = document.createElement("div");
    line.className = "row";
    line.append(...row.map((button) => key(message, button, act)));
    node.append(line);
  }
  return node;
}

function key(message, button, act) {
  const node = document.createElement("button");
  node.className = `key ${button.style || ""}`;
  node.title = button.text;
  node.append(label(button.text));
  if (button.callback_data) {
    node.dataset.data = button.callback_data;
    node.onclick = () => act.tap(message, button.callback_data, node);
  } else if (button.pay) {
    node.firstChild.textContent = button.text.replaceAll("XTR", "⭐");
    node.onclick = () => act.pay(message);
  } else if (button.copy_text) {
    node.append(sign("corner", "❐"));
    node.onclick = () => act.copy(button.copy_text.text);
  } else if (button.switch_inline_query_current_chat !== undefined) {
    node.onclick = () => act.search(button.switch_inline_query_current_chat);
  } else if (button.url) {
    node.append(sign("corner", "↗"));
    node.onclick = () => act.link(button.url);
  }
  return node;
}

function label(text) {
  const node = document.createElement("span");
  node.className = "label";
  node.textContent = text;
  return node;
}

// A sign to look at only: it is not read aloud.
function sign(kind, text) {
  const node = document.createElement("span");
  node.className = kind;
  node.ariaHidden = "true";
  node.textContent = text;
  return node;
}
