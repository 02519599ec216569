// One message as a bubble with its keyboard.

import { formatted } from "./formatting.js";

const EFFECTS = { "5046509860389126442": "🎉", "5104841245755180586": "🔥", "5159385139981059251": "❤️", "5107584321108051014": "👍" };

// `act` has: tap(message, data, key), link(url), command(text), copy(text), fileUrl(id).
export function bubble(message, act) {
  const node = document.createElement("div");
  node.className = `message${message.outgoing ? " out" : ""}${message.reply_markup ? " wide" : ""}`;
  node.dataset.id = message.message_id;
  const box = document.createElement("div");
  box.className = "bubble";
  if (message.document) box.append(file(message.document, act));
  const text = message.text ?? message.caption ?? "";
  box.append(formatted(text, message.entities || message.caption_entities, act), meta(message));
  if (EFFECTS[message.effect_id]) box.append(effect(EFFECTS[message.effect_id]));
  node.append(box);
  if (message.reply_markup) node.append(keyboard(message, act));
  return node;
}

function meta(message) {
  const node = document.createElement("span");
  node.className = "meta";
  const clock = new Date(message.date * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  const edited = message.edit_date && !message.reply_markup ? "edited " : "";
  node.textContent = `${edited}${clock}${message.outgoing ? " ✓✓" : ""}`;
  return node;
}

function effect(sign) {
  const node = document.createElement("span");
  node.className = "effect";
  node.textContent = sign;
  return node;
}

function file(document_, act) {
  const node = document.createElement("a");
  node.className = "file";
  node.href = act.fileUrl(document_.file_id);
  node.download = document_.file_name;
  const icon = document.createElement("i");
  icon.textContent = "📄";
  const words = document.createElement("span");
  const size = document.createElement("small");
  size.textContent = `${(document_.file_size / 1024).toFixed(1)} KB`;
  words.append(document_.file_name, size);
  node.append(icon, words);
  return node;
}

function keyboard(message, act) {
  const node = document.createElement("div");
  node.className = "keyboard";
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
  node.textContent = button.text;
  node.title = button.text;
  if (button.callback_data) {
    node.dataset.data = button.callback_data;
    node.onclick = () => act.tap(message, button.callback_data, node);
  } else if (button.copy_text) {
    node.append(corner("❐"));
    node.onclick = () => act.copy(button.copy_text.text);
  } else if (button.url) {
    node.append(corner("↗"));
    node.onclick = () => act.link(button.url);
  }
  return node;
}

function corner(sign) {
  const node = document.createElement("span");
  node.className = "corner";
  node.ariaHidden = "true";
  node.textContent = sign;
  return node;
}
