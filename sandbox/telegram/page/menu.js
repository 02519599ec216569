// Menus that a button opens: arrows move in them, Escape and a click elsewhere close them.

export function menu(button, box, choose) {
  const items = () => [...box.querySelectorAll("[role=menuitem]:not([hidden])")];
  const show = (shown) => {
    box.hidden = !shown;
    button.ariaExpanded = String(shown);
    if (shown) items()[0].focus();
  };
  button.onclick = () => show(box.hidden);
  box.onclick = ({ target }) => {
    if (!target.dataset.do) return;
    show(false);
    button.focus();
    choose(target.dataset.do);
  };
  box.onkeydown = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = items();
    all[(all.indexOf(document.activeElement) + step + all.length) % all.length].focus();
  };
  document.addEventListener("click", ({ target }) => button.contains(target) || show(false));
  closedByEscape(() => !box.hidden, () => (show(false), button.focus()));
}

// Calls `close` when Escape is pressed while `isOpen`; only one of several open things closes at a time.
export function closedByEscape(isOpen, close) {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open]") || !isOpen()) return;
    event.preventDefault();
    close();
  });
}
