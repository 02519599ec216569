// Makes nodes and keeps lists of them up to date.

export const $ = (id) => document.getElementById(id);

export function make(tag, className = "", text = "") {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.textContent = text;
  return node;
}

// `about` says what the button acts on, for those who hear it without seeing the rest.
export function button(label, about, act) {
  const node = make("button", "", label);
  node.type = "button";
  node.ariaLabel = `${label} ${about}`;
  node.onclick = act;
  return node;
}

export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

// Shows items in a list, one node each: a node that is still wanted stays, so that no click or focus is lost.
export function list(box, items, keyOf, build) {
  const known = box.known || new Map();
  box.known = new Map();
  items.forEach((item, place) => {
    const node = known.get(keyOf(item)) || build(item);
    box.known.set(keyOf(item), node);
    node.show?.(item);
    if (box.children[place] !== node) box.insertBefore(node, box.children[place] || null);
  });
  while (box.children.length > items.length) box.lastChild.remove();
}

// The parameters of a call, without those that stand elsewhere.
export function asParts(sent, elsewhere = []) {
  return Object.entries(sent).filter(([name]) => !elsewhere.includes(name)).map(([name, value]) => {
    const part = make("span");
    if (name !== "link") part.append(make("i", "", `${name} `));
    part.append(make("bdi", "", short(value)));
    return part;
  });
}

function short(value) {
  const line = value.replaceAll("\n", " ⏎ ");
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
