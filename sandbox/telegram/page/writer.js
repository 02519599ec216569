// The line at the bottom: writing, sending, commands, files.

const $ = (id) => document.getElementById(id);

export class Writer {
  // `act` has: say(text), file(file).
  constructor(act) {
    this.act = act;
    this.commands = [];
    this.text = $("text");
    $("form").onsubmit = (event) => (event.preventDefault(), this.send());
    $("start").onclick = () => act.say("/start");
    $("commands-button").onclick = () => this.toggle();
    $("file").onchange = ({ target }) => (this.files(target.files), (target.value = ""));
    this.text.oninput = () => (this.grow(), this.suggest());
    this.text.onkeydown = (event) => this.key(event);
    document.addEventListener("click", (event) => event.target.closest(".commands, #commands-button, textarea") || this.close());
    this.dropping();
  }

  show({ started, blocked }) {
    const stopped = !started || blocked;
    $("start").hidden = !stopped;
    $("start").textContent = blocked ? "RESTART" : "START";
    $("form").hidden = stopped;
    if (!stopped && matchMedia("(pointer: fine)").matches) this.text.focus({ preventScroll: true });
  }

  send() {
    const text = this.text.value.trim();
    if (!text) return;
    this.text.value = "";
    this.grow();
    this.close();
    this.act.say(text);
  }

  grow() {
    this.text.style.height = "auto";
    this.text.style.height = `${this.text.scrollHeight}px`;
  }

  key(event) {
    const options = [...$("commands").querySelectorAll("button")];
    const at = options.findIndex((option) => option.ariaSelected === "true");
    if (event.key === "Escape") this.close();
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
    if (!/^\/\w*$/.test(typed)) return this.close();
    this.open(this.commands.filter(({ command }) => command.startsWith(typed.slice(1))));
  }

  toggle() {
    if ($("commands").hidden) this.open(this.commands);
    else this.close();
  }

  open(commands) {
    $("commands").replaceChildren(...commands.map((command) => this.option(command)));
    $("commands").hidden = !commands.length;
  }

  close() {
    $("commands").hidden = true;
  }

  option({ command, description }) {
    const node = document.createElement("button");
    node.type = "button";
    node.role = "option";
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
    for (const file of files) this.act.file(file);
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
