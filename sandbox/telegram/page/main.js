// Puts the page together: one conversation on the screen, everyone's events heard.

import * as api from "./api.js";
import { Conversation } from "./conversation.js";
import { People } from "./people.js";
import { showPanel } from "./panel.js";
import { Writer } from "./writer.js";

const $ = (id) => document.getElementById(id);
const WAITING = 15_000; // ms after which a tapped button gives up waiting
let bot = null;
let me = null;
let state = { started: false, blocked: false };
let typing = 0;
let toasting = 0;

const act = {
  async tap(message, data, key) {
    key.classList.add("waiting");
    setTimeout(() => key.classList.remove("waiting"), WAITING);
    await api.tap(me, message.message_id, data).catch(() => key.classList.remove("waiting"));
  },
  link(url) {
    const own = new RegExp(`^https?://t\\.me/${bot.username}\\?start=([\\w-]+)`).exec(url);
    if (own) return act.say(`/start ${own[1]}`);
    window.open(url, "_blank", "noopener,noreferrer");
  },
  command: (text) => act.say(text),
  say: (text) => api.say(me, text).catch((error) => toast(error.message)),
  file: (file) => api.sendFile(me, file).catch((error) => toast(error.message)),
  fileUrl: (id) => `/api/chats/${me}/files/${id}`,
  async copy(text) {
    await navigator.clipboard?.writeText(text).catch(() => {});
    toast("Copied");
  },
};

const conversation = new Conversation($("log"), $("messages"), $("to-end"), act);
const writer = new Writer(act);
const people = new People($("people"), enter);

async function enter(person) {
  me = person;
  localStorage.setItem("me", person);
  people.mark(person);
  const chat = await api.history(person);
  if (me !== person) return;
  writer.commands = chat.commands;
  conversation.show(chat.messages);
  if (!chat.messages.length) $("messages").append(empty());
  stand({ started: chat.started, blocked: chat.blocked });
}

function empty() {
  const node = document.createElement("div");
  node.className = "empty";
  node.textContent = "What can this bot do? Browse services, place orders and follow them, all in this chat. Tap START.";
  return node;
}

function stand(change) {
  state = { ...state, ...change };
  writer.show(state);
  document.querySelector('[data-do="block"]').textContent = state.blocked ? "Unblock bot" : "Block bot";
}

function heard(person, event) {
  if (event.type === "message") people.heard(person, event.message, person !== me && !event.message.outgoing);
  if (event.type === "edited") people.changed(person, event.message);
  if (person !== me) return;
  switch (event.type) {
    case "message":
      document.querySelector(".empty")?.remove();
      conversation.put(event.message);
      stopTyping();
      return stand({ started: true });
    case "edited":
      stopTyping();
      return conversation.put(event.message);
    case "deleted":
      return conversation.remove(event.message_id);
    case "answer":
      return answered(event);
    case "action":
      return startTyping();
    case "commands":
      return (writer.commands = event.commands);
    case "blocked":
      return stand({ blocked: event.blocked });
  }
}

function answered({ message_id, text, show_alert }) {
  conversation.stopWaiting(message_id);
  if (text && show_alert) {
    $("alert-text").textContent = text;
    $("alert").showModal();
  } else if (text) toast(text);
}

function toast(text) {
  clearTimeout(toasting);
  $("toast").textContent = text;
  $("toast").hidden = false;
  toasting = setTimeout(() => ($("toast").hidden = true), 3_500);
}

function startTyping() {
  $("bot-status").textContent = "typing…";
  $("bot-status").className = "typing";
  clearTimeout(typing);
  typing = setTimeout(stopTyping, 5_000);
}

function stopTyping() {
  $("bot-status").textContent = "bot";
  $("bot-status").className = "";
}

function menu() {
  $("menu-button").onclick = () => ($("menu").hidden = !$("menu").hidden);
  document.addEventListener("click", (event) => event.target.closest("#menu-button") || ($("menu").hidden = true));
  $("menu").onclick = ({ target }) => {
    if (target.dataset.do === "block") api.block(me, !state.blocked);
    if (target.dataset.do === "clear") api.clear(me);
  };
}

async function begin() {
  const known = await api.info();
  bot = known.bot;
  $("bot-name").textContent = bot.first_name;
  showPanel(known.panel_url);
  menu();
  for (const person of known.people) {
    people.add(person);
    api.listen(person.id, (event) => heard(person.id, event), () => person.id === me && enter(me));
    const { messages } = await api.history(person.id);
    if (messages.length) people.heard(person.id, messages.at(-1), false);
  }
  const last = Number(localStorage.getItem("me"));
  await enter(known.people.some(({ id }) => id === last) ? last : known.people[0].id);
}

begin();
