// What a message carries beside its words: files, pictures, an invoice, a place, where it is from and what it answers.

import { inStars } from "./stars.js";

const TALLEST = 440; // pixels of a picture, as in bubbles.css
const SENDERS = {
  user: ({ sender_user }) => sender_user.first_name,
  hidden_user: ({ sender_user_name }) => sender_user_name || "somebody",
  chat: ({ sender_chat }) => sender_chat.title,
  channel: ({ chat }) => chat.title,
};

// Nodes for the top of a bubble. `act` has: fileUrl(id).
export function contents(message, act) {
  const nodes = message.by ? [line("by", message.by)] : [];
  if (message.via_bot) nodes.push(line("about", `via @${message.via_bot.username}`));
  if (message.forward_origin) nodes.push(line("about", `Forwarded from ${SENDERS[message.forward_origin.type](message.forward_origin)}`));
  if (message.reply_to_message && !message.reply_to_message.forum_topic_created) nodes.push(line("about", `↩ ${summary(message.reply_to_message)}`));
  if (message.document) nodes.push(file(message.document, act));
  if (message.photo) nodes.push(picture(message.photo.at(-1), act));
  if (message.video) nodes.push(video(message.video, act));
  if (message.voice) nodes.push(sound(message.voice, act));
  if (message.invoice) nodes.push(invoice(message.invoice));
  if (nodes.length === (message.by ? 1 : 0) && !message.text && !message.caption) nodes.push(line("", summary(message)));
  return nodes;
}

export const isService = (message) => Boolean(message.successful_payment || message.refunded_payment || message.forum_topic_created);

// A message in one line.
export function summary(message) {
  const { contact, location, successful_payment: paid, refunded_payment: returned } = message;
  if (message.text || message.caption) return (message.text || message.caption).replaceAll("\n", " ");
  if (message.document) return message.document.file_name || "File";
  if (message.photo) return "🖼 Photo";
  if (message.video) return "🎬 Video";
  if (message.voice) return "🎤 Voice message";
  if (message.sticker) return `${message.sticker.emoji} Sticker`;
  if (message.invoice) return `Invoice: ${message.invoice.title}`;
  if (paid) return `You paid ${inStars(paid.total_amount)}`;
  if (returned) return `${inStars(returned.total_amount)} came back to you`;
  if (contact) return `👤 ${contact.first_name}, ${contact.phone_number}`;
  if (location) return `📍 ${location.latitude}, ${location.longitude}`;
  if (message.forum_topic_created) return `The topic “${message.forum_topic_created.name}” was made`;
  return "";
}

function invoice({ title, description, total_amount: total }) {
  const node = document.createElement("div");
  node.className = "invoice";
  const [name, about, price] = ["b", "div", "small"].map((tag) => document.createElement(tag));
  name.textContent = title;
  about.textContent = description;
  price.textContent = `Invoice · ${inStars(total)}`;
  node.append(name, about, price);
  return node;
}

function line(kind, text) {
  const node = document.createElement("div");
  node.className = kind;
  node.textContent = text;
  return node;
}

// A picture has its size before it is loaded, so that the chat stays at its end.
function picture({ file_id, width, height }, act) {
  const node = document.createElement("img");
  node.className = "picture";
  node.style.aspectRatio = `auto ${width} / ${height}`;
  node.style.width = `${Math.min(width, (TALLEST * width) / height)}px`;
  node.alt = "Photo";
  node.src = act.fileUrl(file_id);
  return node;
}

function video({ file_id }, act) {
  const node = document.createElement("video");
  node.className = "picture";
  node.controls = true;
  node.src = act.fileUrl(file_id);
  return node;
}

function sound({ file_id }, act) {
  const node = document.createElement("audio");
  node.controls = true;
  node.src = act.fileUrl(file_id);
  return node;
}

function file(document_, act) {
  const node = document.createElement("a");
  node.className = "file";
  node.href = act.fileUrl(document_.file_id);
  node.download = document_.file_name || "file";
  const icon = document.createElement("i");
  icon.textContent = "📄";
  const words = document.createElement("span");
  const size = document.createElement("small");
  size.textContent = `${(document_.file_size / 1024).toFixed(1)} KB`;
  words.append(document_.file_name || "File", size);
  node.append(icon, words);
  return node;
}
