// Inline mode: results that appear while somebody types words after the bot's name.

const PAUSE = 200; // ms without a further letter, as clients wait

export class InlineSearch {
  // `act` has: ask(words, offset), send(query, result), say(text). `list` has: open(nodes), close().
  constructor(act, list) {
    Object.assign(this, { act, list, username: "", asked: 0 });
  }

  // The words after the bot's name, or null where the text is none for it.
  words(typed) {
    const name = `@${this.username}`.toLowerCase();
    const begins = typed.slice(0, name.length).toLowerCase() === name;
    return begins && /^\s/.test(typed.slice(name.length)) ? typed.slice(name.length).trim() : null;
  }

  type(words) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(words, ""), PAUSE);
  }

  stop() {
    clearTimeout(this.timer);
    this.asked += 1;
  }

  async look(words, offset, before = []) {
    const asked = (this.asked += 1);
    const found = await this.act.ask(words, offset);
    if (!found || asked !== this.asked) return; // something else was typed meanwhile
    const nodes = [...before, ...found.results.map((result) => this.result(found.query_id, result))];
    const more = found.next_offset ? [this.option("More…", "", () => this.look(words, found.next_offset, nodes))] : [];
    const button = found.button ? [this.option(found.button.text, "", () => this.leave(found.button))] : [];
    this.list.open([...button, ...nodes, ...more]);
  }

  leave({ start_parameter }) {
    this.list.done();
    this.act.say(`/start ${start_parameter}`);
  }

  result(query, { id, title, description }) {
    return this.option(title, description || "", () => (this.list.done(), this.act.send(query, id)));
  }

  option(title, description, choose) {
    const node = document.createElement("button");
    node.type = "button";
    node.role = "option";
    node.className = "found";
    node.ariaSelected = "false";
    const name = document.createElement("b");
    name.textContent = title;
    const words = document.createElement("span");
    words.textContent = description;
    node.append(name, words);
    node.onclick = choose;
    return node;
  }
}
