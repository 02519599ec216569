// Puts the page together: one conversation on the screen, everyone's events heard.

import * as api from "./api.js";
import { Conversation } from "./conversation.js";
import { Group } from "./group.js";
import { Languages } from "./languages.js";
import { menu } from "./menu.js";
import { alertBox, setStatus, showEnded, startTyping, stopTyping, toast } from "./notices.js";
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
    await api.tap(me, message.message_id, data, asWhom()).catch((error) => (key.classList.remove("waiting"), toast(error.message)));
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
    const reply = writer.answered && { reply_to: writer.answered.message_id };
    return api.say(me, text, { ...asWhom(), ...reply }).catch((error) => toast(error.message));
  },
  search: (words) => writer.search(words),
  ask: (words, offset) => inGroup() || api.askInline(me, words, offset).catch((error) => toast(error.message)),
  send: (query, result) => api.sendInline(me, query, result).catch((error) => toast(error.message)),
  edit: (message) => writer.edit(message),
  reply: (message) => writer.reply(message),
  change: (message, text) => api.edit(me, message.message_id, text, asWhom()).catch((error) => toast(error.message)),
  files: (files) => api.sendFiles(me, files, asWhom()).catch((error) => toast(error.message)),
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
const group = new Group({
  redraw: () => showGroup(),
  deleteTopic: (topic) => api.deleteTopic(me, topic).catch((error) => toast(error.message)),
  switchTopics: (on) => api.switchTopics(me, on).catch((error) => toast(error.message)),
  moveBot: (state) => api.moveBot(me, state).catch((error) => toast(error.message)),
});
const people = new People($("people"), enter);

const inGroup = () => me === group.state?.id;
const asWhom = () => (inGroup() ? group.as : {});

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
  writer.reply(null);
  if (inGroup()) group.load(chat.messages);
  dress();
  if (inGroup()) {
    showGroup();
  } else {
    stars.show(chat.stars);
    conversation.show(chat.messages);
    if (!chat.messages.length) conversation.showEmpty(EMPTY);
  }
  stand({ started: chat.started, blocked: chat.blocked, language: chat.language });
  waiting.forEach(show);
}

// The bar and the menu of a group, or of the chat with the bot.
function dress() {
  const isGroup = inGroup();
  $("bot-name").textContent = isGroup ? group.state.title : bot.first_name;
  $("bot-avatar").textContent = $("bot-name").textContent[0];
  $("bot-avatar").className = `avatar ${isGroup ? "group-mark" : ""} bot`;
  setStatus(isGroup ? group.status : "bot");
  $("stars").hidden = $("commands-button").hidden = isGroup;
  for (const name of ["block", "clear", "language"]) menuItem(name).hidden = isGroup;
  for (const name of ["topic", "topics", "bot"]) menuItem(name).hidden = !isGroup;
  $("main").classList.toggle("in-group", isGroup);
  group.show(isGroup);
}

const menuItem = (name) => document.querySelector(`[data-do="${name}"]`);

function showGroup() {
  const messages = group.visible();
  conversation.show(messages);
  if (!messages.length) conversation.showEmpty(group.empty);
}

// What happens in the group stays in its topic: one sees it, or its tab counts it.
function showInGroup(event) {
  switch (event.type) {
    case "message":
    case "edited":
      return putInGroup(event.message);
    case "deleted":
      return (group.drop(event.message_id), conversation.remove(event.message_id));
    case "group":
      group.set(event.group);
      dress();
      return showGroup();
    case "answer":
      return answered(event);
  }
}

function putInGroup(message) {
  const isNew = group.keep(message);
  if (group.shows(message)) conversation.put(group.seen(message));
  else {
    conversation.remove(message.message_id); // it has moved into its topic
    if (isNew) group.count(message);
  }
}

function stand(change) {
  state = { ...state, ...change };
  writer.show(state);
  menuItem("block").textContent = state.blocked ? "Unblock bot" : "Block bot";
}

function heard(person, event) {
  if (!people.knows(person)) return;
  if (event.type === "message") people.heard(person, event.message, person !== me && !event.message.outgoing);
  if (event.type === "edited") people.changed(person, event.message);
  if (event.type === "group" && person !== me) group.set(event.group);
  if (person !== me) return;
  if (missed) missed.push(event);
  else show(event);
}

function show(event) {
  if (inGroup()) return showInGroup(event);
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
  if (inGroup()) return group.do(what);
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
  if (known.groups[0]) {
    people.addGroup(known.groups[0]);
    group.know(known.people, known.groups[0]);
  }
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
