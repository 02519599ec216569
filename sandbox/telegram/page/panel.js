// The panel's own page beside the chat: its width can be dragged, on a narrow screen it is a page of its own.

const NARROWEST = 300;
const $ = (id) => document.getElementById(id);

export function showPanel(url) {
  if (!url) return void ($("show-panel").hidden = true);
  const panel = $("panel");
  panel.hidden = false;
  $("panel-frame").src = url;
  $("show-panel").onclick = () => panel.classList.add("shown");
  $("hide-panel").onclick = () => panel.classList.remove("shown");
  const widen = (width) => {
    const kept = Math.min(Math.max(width, NARROWEST), innerWidth * 0.6);
    document.body.style.setProperty("--panel-width", `${kept}px`);
    localStorage.setItem("panel-width", kept);
  };
  const kept = Number(localStorage.getItem("panel-width"));
  if (kept) widen(kept);
  $("handle").onpointerdown = (start) => {
    $("handle").setPointerCapture(start.pointerId);
    panel.classList.add("dragged");
    $("handle").onpointermove = (move) => widen(innerWidth - move.clientX);
    $("handle").onpointerup = () => {
      $("handle").onpointermove = null;
      panel.classList.remove("dragged");
    };
  };
  $("handle").onkeydown = ({ key }) => {
    const step = { ArrowLeft: 20, ArrowRight: -20 }[key];
    if (step) widen(panel.offsetWidth + step);
  };
}
