// The line at the bottom: writing, editing, sending, commands, files, and the keys that the bot offers.

import { summary } from "./contents.js";
import { InlineSearch } from "./inline.js";
import { closedByEscape } from "./menu.js";

const $ = (id) => document.getElementById(id);

export class Writer {
  // `act` has: say(text), change(message, text), files(files), ask(words, offset), send(query, result).
  constructor(act) {
    this.act = act;
    this.commands = [];
    this.edited = null;
    this.answered = null;
    this.text = $("text");
    this.inline = new InlineSearch(act, { open: (nodes) => this.list(nodes), done: () => this.empty() });
    $("form").onsubmit = (event) => (event.preventDefault(), this.send());
    $("start").onclick = () => act.say("/start");
    $("stop-editing").onclick = () => this.edit(null);
    $("stop-replying").onclick = () => (this.reply(null), this.text.focus());
    $("commands-button").onclick = () => this.toggle();
    $("file").onchange = ({ target }) => (this.files(target.files), (target.value = ""));
    this.text.oninput = () => (this.grow(), this.suggest());
    this.text.onkeydown = (event) => this.key(event);
    document.addEventListener("click", (event) => event.target.closest(".commands, #commands-button, textarea") || this.close());
    document.addEventListener("keydown", (event) => this.type(event));
    closedByEscape(() => !$("commands").hidden, () => (this.close(), this.text.focus()));
    closedByEscape(() => this.edited, () => this.edit(null));
    closedByEscape(() => this.answered, () => (this.reply(null), this.text.focus()));
    this.dropping();
  }

  show({ started, blocked }) {
    const stopped = !started || blocked;
    const begins = $("form").hidden && !stopped;
    $("start").hidden = !stopped;
    $("start").textContent = blocked ? "RESTART" : "START";
    $("form").hidden = stopped;
    $("keys").hidden = stopped || !$("keys").childElementCount;
    if (begins && matchMedia("(pointer: fine)").matches) this.text.focus({ preventScroll: true });
  }

  send() {
    const text = this.text.value.trim();
    if (!text) return;
    this.empty();
    if (this.edited) this.act.change(this.edited, text);
    else this.act.say(text);
    this.edit(null);
    this.reply(null);
  }

  // Answer a message with the next one; null: no longer.
  reply(message) {
    this.answered = message;
    $("replying").hidden = !message;
    if (!message) return;
    this.edit(null);
    $("replying-to").textContent = `↩ ${summary(message)}`;
    this.text.focus({ preventScroll: true });
  }

  // Take an own message up for editing; null: a new one again.
  edit(message) {
    if (!message && !this.edited) return;
    if (message) this.reply(null);
    this.edited = message;
    $("editing").hidden = !message;
    this.text.value = message ? (message.text ?? message.caption) : "";
    this.grow();
    this.text.focus({ preventScroll: true });
  }

  // The reply keyboard of the bot: rows of texts, which a tap says.
  offer(rows) {
    $("keys").replaceChildren(...rows.map((row) => this.row(row)));
    $("keys").hidden = !rows.length;
  }

  row(texts) {
    const node = document.createElement("div");
    for (const text of texts) {
      const key = document.createElement("button");
      key.type = "button";
      key.textContent = text;
      key.onclick = () => this.act.say(text);
      node.append(key);
    }
    return node;
  }

  grow() {
    this.text.style.height = "auto";
    this.text.style.height = `${this.text.scrollHeight}px`;
  }

  // Letters go to the message, wherever in the chat the focus is.
  type(event) {
    const elsewhere = !event.target.matches("input, textarea, select") && !document.querySelector("dialog[open]");
    const isLetter = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (isLetter && elsewhere && !$("form").hidden && !$("main").inert) this.text.focus({ preventScroll: true });
  }

  key(event) {
    const options = [...$("commands").querySelectorAll("button")];
    const at = options.findIndex((option) => option.ariaSelected === "true");
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      if (!$("commands").hidden && at >= 0) options[at].click();
      else this.send();
    }
    if (!$("commands").hidden && ["ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      const next = (at + (event.key === "ArrowDown" ? 1 : -1) + options.length) % options.length;
      options.forEach((option, place) => (option.ariaSelected = String(place === next)));
    }
  }

  suggest() {
    const typed = this.text.value;
    const words = this.inline.words(typed);
    if (words !== null) return this.inline.type(words);
    this.inline.stop();
    if (!/^\/\w*$/.test(typed)) return this.close();
    this.open(this.commands.filter(({ command }) => command.startsWith(typed.slice(1))));
  }

  toggle() {
    if ($("commands").hidden) this.open(this.commands);
    else this.close();
  }

  open(commands) {
    this.list(commands.map((command) => this.option(command)));
    $("commands-button").ariaExpanded = String(Boolean(commands.length));
  }

  list(options) {
    $("commands").replaceChildren(...options);
    $("commands").hidden = !options.length;
  }

  // Begin an inline search: the bot's name, and then the words.
  search(words) {
    this.text.value = `@${this.inline.username} ${words}`;
    this.grow();
    this.text.focus({ preventScroll: true });
    this.suggest();
  }

  empty() {
    this.inline.stop();
    this.text.value = "";
    this.grow();
    this.close();
  }

  close() {
    $("commands").hidden = true;
    $("commands-button").ariaExpanded = "false";
  }

  option({ command, description }) {
    const node = document.createElement("button");
    node.type = "button";
    node.role = "option";
    node.ariaSelected = "false";
    const name = document.createElement("b");
    name.textContent = `/${command}`;
    const words = document.createElement("span");
    words.textContent = description;
    node.append(name, words);
    node.onclick = () => {
      this.text.value = "";
      this.close();
      this.act.say(`/${command}`);
    };
    return node;
  }

  files(files) {
    if (files.length) this.act.files([...files]);
  }

  dropping() {
    const chat = document.querySelector(".chat");
    let depth = 0;
    const show = (change) => ((depth += change), ($("drop").hidden = depth <= 0));
    chat.addEventListener("dragenter", (event) => event.dataTransfer.types.includes("Files") && show(1));
    chat.addEventListener("dragleave", (event) => event.dataTransfer.types.includes("Files") && show(-1));
    chat.addEventListener("dragover", (event) => event.preventDefault());
    chat.addEventListener("drop", (event) => {
      event.preventDefault();
      depth = 0;
      $("drop").hidden = true;
      this.files(event.dataTransfer.files);
    });
  }
}
