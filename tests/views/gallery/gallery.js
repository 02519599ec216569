// The light that was chosen, and the same screen in another language. The pages are whole without it.
const light = document.getElementById("light");
const system = "(prefers-color-scheme: dark)";
const dark = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).filter((rule) => rule.media?.mediaText === system);

function shine() {
  const media = { dark: "all", light: "not all" }[light.value] ?? system;
  for (const rule of dark) rule.media.mediaText = media;
  localStorage.setItem("light", light.value);
}

light.value = localStorage.getItem("light") ?? "";
light.onchange = shine;
shine();

document.getElementById("groups")?.addEventListener("click", ({ target, currentTarget }) => {
  if (target.closest("a")) currentTarget.open = false;
});

document.getElementById("languages")?.addEventListener("click", ({ target }) => {
  const below = document.querySelector("header").getBoundingClientRect().bottom;
  const seen = [...document.querySelectorAll("article")].find((one) => one.getBoundingClientRect().bottom > below + 20);
  const link = target.closest("a");
  if (link && seen && scrollY > 0) link.hash = seen.id;
});
