// The panel's own page beside the chat: its width can be changed, on a narrow screen it is a drawer.

import { closedByEscape } from "./menu.js";

const NARROWEST = 300;
const WIDEST = 0.6; // of the window
const $ = (id) => document.getElementById(id);

// `heard(done)` is called with what was tried on the panel already.
export function showPanel(url, heard) {
  if (!url) return void ($("show-panel").hidden = true);
  $("panel").hidden = false;
  $("panel-frame").src = url;
  window.addEventListener("message", ({ source, data }) => {
    if (source !== $("panel-frame").contentWindow) return;
    if (data.done) heard(data.done);
    if (data.key === "Escape" && isShown()) drawer(false);
  });
  makeDrawer();
  makeHandle();
}

function makeDrawer() {
  $("show-panel").onclick = () => drawer(true);
  $("hide-panel").onclick = () => drawer(false);
  $("backdrop").onclick = () => drawer(false);
  closedByEscape(isShown, () => drawer(false));
  matchMedia("(min-width: 900px)").addEventListener("change", ({ matches }) => matches && isShown() && drawer(false));
}

function isShown() {
  return $("panel").classList.contains("shown");
}

function drawer(shown) {
  $("panel").classList.toggle("shown", shown);
  $("backdrop").hidden = !shown;
  $("show-panel").ariaExpanded = String(shown);
  for (const id of ["nav", "main"]) $(id).inert = shown;
  $(shown ? "hide-panel" : "show-panel").focus();
}

function makeHandle() {
  const [panel, handle] = [$("panel"), $("handle")];
  const kept = Number(localStorage.getItem("panel-width"));
  if (kept) widen(kept);
  handle.onpointerdown = (start) => {
    handle.setPointerCapture(start.pointerId);
    panel.classList.add("dragged");
    handle.onpointermove = (move) => widen(innerWidth - move.clientX);
    handle.onpointerup = () => {
      handle.onpointermove = null;
      panel.classList.remove("dragged");
    };
  };
  handle.onkeydown = ({ key }) => {
    const step = { ArrowLeft: 20, ArrowRight: -20 }[key];
    if (step) widen(panel.offsetWidth + step);
  };
}

function widen(width) {
  const kept = Math.round(Math.min(Math.max(width, NARROWEST), innerWidth * WIDEST));
  document.body.style.setProperty("--panel-width", `${kept}px`);
  $("handle").ariaValueNow = String(kept);
  $("handle").ariaValueMax = String(Math.round(innerWidth * WIDEST));
  localStorage.setItem("panel-width", kept);
}
