"use strict";
// In an editor, a click jumps to the line in the script; elsewhere, it shows the line number.
const editor = typeof acquireVsCodeApi === "function" ? acquireVsCodeApi() : null;
const views = [...document.querySelectorAll(".view")];
const place = document.getElementById("place");
const kept = (editor && editor.getState()) || {};
let zoom = kept.zoom || 0;
let dragged = false; // to ignore the click that ends a drag

function keep() {
  if (editor) editor.setState({ zoom, x: views.map((view) => view.scrollLeft), y: window.scrollY });
}

function size(view) {
  const box = view.firstElementChild.viewBox.baseVal;
  const fits = Math.min(1, Math.max(0.5, view.clientWidth / box.width));
  return { box, factor: zoom || fits };
}

function draw() {
  for (const view of views) {
    const { box, factor } = size(view);
    view.firstElementChild.setAttribute("width", box.width * factor);
    view.firstElementChild.setAttribute("height", box.height * factor);
  }
}

function turn(by) {
  zoom = by && views.length ? Math.min(4, Math.max(0.1, size(views[0]).factor * by)) : 0;
  draw();
  keep();
}

function choose(node) {
  for (const other of document.querySelectorAll(".chosen")) other.classList.remove("chosen");
  node.classList.add("chosen");
  const line = Number(node.dataset.line);
  if (editor) editor.postMessage({ type: "line", line });
  else place.textContent = `line ${line}`;
}

for (const node of document.querySelectorAll("[data-line]")) {
  node.setAttribute("tabindex", "0");
  node.addEventListener("click", () => dragged || choose(node));
  node.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      choose(node);
    }
  });
}

for (const view of views) {
  let from = null;
  view.addEventListener("pointerdown", (event) => {
    dragged = false;
    if (event.button === 0 && event.pointerType === "mouse")
      from = { x: event.clientX + view.scrollLeft, y: event.clientY + window.scrollY };
  });
  window.addEventListener("pointermove", (event) => {
    if (!from) return;
    const x = from.x - event.clientX;
    const y = from.y - event.clientY;
    dragged ||= Math.abs(x - view.scrollLeft) + Math.abs(y - window.scrollY) > 4;
    if (!dragged) return;
    view.classList.add("held");
    view.scrollLeft = x;
    window.scrollTo(window.scrollX, y);
  });
  window.addEventListener("pointerup", () => {
    from = null;
    view.classList.remove("held");
    keep();
  });
  view.addEventListener("scroll", keep, { passive: true });
}

window.addEventListener("scroll", keep, { passive: true });
window.addEventListener("resize", draw);
window.addEventListener("wheel", (event) => {
  if (!event.ctrlKey && !event.metaKey) return;
  event.preventDefault();
  turn(event.deltaY < 0 ? 1.1 : 1 / 1.1);
}, { passive: false });
document.getElementById("larger").addEventListener("click", () => turn(1.25));
document.getElementById("smaller").addEventListener("click", () => turn(0.8));
document.getElementById("fitting").addEventListener("click", () => turn(0));

draw();
views.forEach((view, index) => { view.scrollLeft = (kept.x || [])[index] || 0; });
window.scrollTo(0, kept.y || 0);
