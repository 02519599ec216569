// The operators' group: its topics as tabs, who one is in it, and what can be done to it.

const $ = (id) => document.getElementById(id);
const GENERAL = 0;
const EMPTY_GROUP = "Nothing yet. The bot makes a topic when it has something to tell the operators. Place an order as Alice.";
const EMPTY_TOPIC = "Nothing was written here yet.";

export class Group {
  // `act` has: redraw() when other messages are to be shown, deleteTopic(topic), switchTopics(on), moveBot(state).
  constructor(act) {
    Object.assign(this, { act, messages: new Map(), unread: new Map(), topic: GENERAL, people: [] });
    $("actor").onchange = () => act.redraw();
  }

  // People as /api/info names them. Each can try to write; one who remains anonymous is an administrator.
  know(people, group) {
    this.people = people;
    this.set(group);
    const members = people.filter(({ id }) => group.members.includes(id));
    const others = people.filter(({ id }) => !group.members.includes(id));
    $("actor").replaceChildren(
      ...members.map(({ id, first_name }) => option(id, first_name)),
      ...members.slice(0, 1).map(({ id, first_name }) => option(`${id} anonymous`, `${first_name}, anonymous`)),
      ...others.map(({ id, first_name }) => option(id, `${first_name}, not a member`)),
    );
  }

  set(group) {
    this.state = group;
    if (!this.numbers().includes(this.topic)) this.topic = GENERAL;
  }

  numbers() {
    return [GENERAL, ...this.state.topics.map(({ id }) => id)];
  }

  get status() {
    if (this.state.bot_is !== "administrator") return "bot removed";
    return this.state.is_forum ? `${this.state.members.length} members` : "topics are off";
  }

  get empty() {
    return this.state.topics.length ? EMPTY_TOPIC : EMPTY_GROUP;
  }

  // Who writes or taps, and where.
  get as() {
    const [id, anonymous] = $("actor").value.split(" ");
    return { from: Number(id), ...(anonymous && { anonymous: true }), ...(this.topic && { message_thread_id: this.topic }) };
  }

  // Where the topic has nothing, show the one with the newest message.
  load(messages) {
    this.messages = new Map(messages.map((message) => [message.message_id, message]));
    const newest = messages.at(-1);
    if (newest && !this.visible().length) this.topic = this.topicOf(newest);
  }

  keep(message) {
    const isNew = !this.messages.has(message.message_id);
    this.messages.set(message.message_id, message);
    return isNew;
  }

  drop(id) {
    this.messages.delete(id);
  }

  visible() {
    return [...this.messages.values()].filter((message) => this.shows(message)).map((message) => this.seen(message));
  }

  shows(message) {
    return this.topicOf(message) === this.topic;
  }

  topicOf({ message_thread_id }) {
    return this.numbers().includes(message_thread_id) ? message_thread_id : GENERAL;
  }

  // A message as the person sees it whom one is: with the name of its author, if it is another's.
  seen(message) {
    const outgoing = message.from.id === this.as.from;
    return { ...message, outgoing, by: outgoing ? "" : (message.sender_chat?.title ?? message.from.first_name) };
  }

  // Count a message in a topic that one does not look at.
  count(message) {
    const topic = this.topicOf(message);
    this.unread.set(topic, (this.unread.get(topic) || 0) + 1);
    this.draw();
  }

  show(shown) {
    for (const id of ["topics", "acting"]) $(id).hidden = !shown;
    if (shown) this.draw();
  }

  draw() {
    this.unread.delete(this.topic);
    const focused = $("topics").contains(document.activeElement);
    const topics = [{ id: GENERAL, name: "General" }, ...this.state.topics];
    $("topics").replaceChildren(...topics.map((topic) => this.tab(topic)));
    if (focused) $("topics").querySelector('[aria-current="true"]').focus();
    $("topics").querySelector('[aria-current="true"]').scrollIntoView({ block: "nearest", inline: "nearest" });
    const [topic, switching, bot] = ["topic", "topics", "bot"].map((name) => document.querySelector(`[data-do="${name}"]`));
    topic.hidden = this.topic === GENERAL;
    switching.textContent = this.state.is_forum ? "Switch topics off" : "Switch topics on";
    bot.textContent = this.state.bot_is === "administrator" ? "Remove the bot" : "Bring the bot back";
  }

  tab({ id, name }) {
    const node = document.createElement("button");
    node.className = "topic";
    node.textContent = name;
    node.setAttribute("aria-current", String(id === this.topic));
    if (this.unread.get(id)) node.append(this.badge(this.unread.get(id)));
    node.onclick = () => this.open(id);
    return node;
  }

  badge(count) {
    const node = document.createElement("span");
    node.className = "count";
    node.textContent = count;
    node.role = "img";
    node.ariaLabel = `${count} unread`;
    return node;
  }

  open(topic) {
    this.topic = topic;
    this.draw();
    this.act.redraw();
  }

  do(what) {
    if (what === "topic") return this.act.deleteTopic(this.topic);
    if (what === "topics") return this.act.switchTopics(!this.state.is_forum);
    return this.act.moveBot(this.state.bot_is === "administrator" ? "kicked" : "administrator");
  }
}

function option(value, text) {
  const node = document.createElement("option");
  node.value = value;
  node.textContent = text;
  return node;
}
