// Puts the page together: one conversation on the screen, everyone's events heard.

import * as api from "./api.js";
import { Conversation } from "./conversation.js";
import { Languages } from "./languages.js";
import { menu } from "./menu.js";
import { alertBox, showEnded, startTyping, stopTyping, toast } from "./notices.js";
import { showPanel } from "./panel.js";
import { People } from "./people.js";
import { Stars } from "./stars.js";
import { hideSteps, showSteps, tick } from "./steps.js";
import { Writer } from "./writer.js";

const $ = (id) => document.getElementById(id);
const WAITING = 15_000; // ms after which a tapped button gives up waiting
const GRACE = 400; // ms that a lost connection may take to come back unnoticed
const EMPTY = "Browse services, order and track everything in this chat. Tap START.";
let bot = null;
let me = null;
let run = null;
let ending = 0;
let missed = null; // events that came while a chat was being fetched
let state = { started: false, blocked: false };

const act = {
  async tap(message, data, key) {
    key.classList.add("waiting");
    setTimeout(() => key.classList.remove("waiting"), WAITING);
    await api.tap(me, message.message_id, data).catch(() => key.classList.remove("waiting"));
  },
  pay: (message) => stars.open(message, bot.first_name),
  charge: (message) => api.pay(me, message.message_id),
  setLanguage: (language) => api.setLanguage(me, language).then(() => stand({ language }), (error) => toast(error.message)),
  setStars: (count) => api.setStars(me, count).catch((error) => toast(error.message)),
  fault: (name) => faults[name]().then(toast, (error) => toast(error.message)),
  tell: toast,
  link(url) {
    const own = new RegExp(`^https?://t\\.me/${bot.username}\\?start=([\\w-]+)`).exec(url);
    if (own) return act.say(`/start ${own[1]}`);
    window.open(url, "_blank", "noopener,noreferrer");
  },
  command: (text) => act.say(text),
  say(text) {
    hideSteps();
    return api.say(me, text).catch((error) => toast(error.message));
  },
  search: (words) => writer.search(words),
  ask: (words, offset) => api.askInline(me, words, offset).catch((error) => toast(error.message)),
  send: (query, result) => api.sendInline(me, query, result).catch((error) => toast(error.message)),
  edit: (message) => writer.edit(message),
  change: (message, text) => api.edit(me, message.message_id, text).catch((error) => toast(error.message)),
  files: (files) => api.sendFiles(me, files).catch((error) => toast(error.message)),
  fileUrl: (id) => `/api/chats/${me}/files/${id}`,
  async copy(text) {
    await navigator.clipboard?.writeText(text).catch(() => {});
    toast("Copied");
  },
};

// What can go wrong with Stars. Each says what it did.
const faults = {
  async lose() {
    await api.losePayment();
    return "The bot will not hear of the next payment.";
  },
  async repeat() {
    await api.repeatPayment();
    return "The bot hears of the last payment again.";
  },
  async chargeBack() {
    const { charges } = await api.stars();
    const last = charges.findLast(({ person, returned }) => person === me && !returned);
    if (!last) return "There is no payment to charge back.";
    await api.chargeBack(last.telegram_payment_charge_id);
    return "The payment was charged back. The bot was not asked.";
  },
};

const conversation = new Conversation($("log"), $("messages"), $("to-end"), act);
const writer = new Writer(act);
const stars = new Stars(act);
const languages = new Languages(act);
const people = new People($("people"), enter);

async function enter(person) {
  me = person;
  sessionStorage.setItem("me", person);
  people.mark(person);
  const waiting = (missed = []);
  const chat = await api.history(person);
  if (missed !== waiting) return; // somebody else was chosen meanwhile
  missed = null;
  writer.commands = chat.commands;
  writer.offer(chat.keyboard);
  writer.edit(null);
  stars.show(chat.stars);
  conversation.show(chat.messages);
  if (!chat.messages.length) conversation.showEmpty(EMPTY);
  stand({ started: chat.started, blocked: chat.blocked, language: chat.language });
  waiting.forEach(show);
}

function stand(change) {
  state = { ...state, ...change };
  writer.show(state);
  document.querySelector('[data-do="block"]').textContent = state.blocked ? "Unblock bot" : "Block bot";
}

function heard(person, event) {
  if (!people.knows(person)) return;
  if (event.type === "message") people.heard(person, event.message, person !== me && !event.message.outgoing);
  if (event.type === "edited") people.changed(person, event.message);
  if (person !== me) return;
  if (missed) missed.push(event);
  else show(event);
}

function show(event) {
  switch (event.type) {
    case "message":
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
    case "keyboard":
      return writer.offer(event.keyboard);
    case "stars":
      return stars.show(event.stars);
    case "blocked":
      return stand({ blocked: event.blocked });
  }
}

function answered({ message_id, text, show_alert }) {
  conversation.stopWaiting(message_id);
  if (text && show_alert) alertBox(text);
  else if (text) toast(text);
}

function choose(what) {
  if (what === "language") return languages.open(state.language);
  const done = what === "block" ? api.block(me, !state.blocked) : api.clear(me);
  done.catch((error) => toast(error.message));
}

async function begin() {
  const known = await api.info();
  bot = known.bot;
  document.body.dataset.mode = known.mode;
  if (known.mode === "reseller") people.areInAShop();
  writer.inline.username = bot.username;
  $("bot-name").textContent = bot.first_name;
  showPanel(known.panel_url, tick);
  menu($("menu-button"), $("menu"), choose);
  known.people.forEach((person) => people.add(person));
  const last = Number(sessionStorage.getItem("me"));
  await enter(people.knows(last) ? last : known.people[0].id);
  showSteps(!state.started);
  await readLast();
}

async function readLast() {
  for (const person of people.all()) {
    const { messages } = await api.history(person);
    if (messages.length) people.heard(person, messages.at(-1), false);
  }
}

// A sandbox that was started anew has forgotten everything: the page begins anew as well.
async function met(name) {
  clearTimeout(ending);
  if (run && run !== name) return location.reload();
  showEnded(false);
  const first = !run;
  run = name;
  await (first ? begin() : enter(me));
}

function gone() {
  clearTimeout(ending);
  ending = setTimeout(() => showEnded(true), GRACE);
}

api.listen({ hello: met, heard, gone });
