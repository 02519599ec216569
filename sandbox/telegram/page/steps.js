// The first steps: ticked when the panel says that they were done; on a narrow screen they open and close.

import { closedByEscape } from "./menu.js";

const $ = (id) => document.getElementById(id);
const NARROW = matchMedia("(max-width: 1179px)");

// `begins`: nothing was said yet, so on a narrow screen they lie over the empty chat.
export function showSteps(begins) {
  $("show-steps").onclick = () => open(!isOpen());
  $("hide-steps").onclick = () => (open(false), $("show-steps").focus());
  closedByEscape(() => NARROW.matches && isOpen(), () => (open(false), $("show-steps").focus()));
  open(begins);
}

// Out of the way once somebody begins; the button in the bar brings them back.
export function hideSteps() {
  if (isOpen()) open(false);
}

// `done` has a flag for each step: ordered, ended, fault.
export function tick(done) {
  const steps = [...$("steps").querySelectorAll("[data-step]")];
  for (const step of steps) if (done[step.dataset.step]) mark(step);
  const ticked = steps.filter((step) => step.classList.contains("done")).length;
  const count = `${ticked} of ${steps.length} done`;
  if ($("steps-count").textContent !== count) $("steps-count").textContent = count;
  $("steps-short").textContent = `${ticked}/${steps.length}`;
  $("steps-next").hidden = ticked < steps.length;
}

function mark(step) {
  if (step.classList.contains("done")) return;
  step.classList.add("done");
  const word = document.createElement("span");
  word.className = "unseen";
  word.textContent = "Done: ";
  step.prepend(word);
}

function isOpen() {
  return $("steps").classList.contains("open");
}

function open(shown) {
  $("steps").classList.toggle("open", shown);
  $("show-steps").ariaExpanded = String(shown);
}
