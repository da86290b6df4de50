"use strict";
// In an editor, a click jumps to the line in the script, and messages update the page; elsewhere, a click shows the line number.
const editor = typeof acquireVsCodeApi === "function" ? acquireVsCodeApi() : null;
const place = document.getElementById("place");
const bar = document.getElementById("bar");
const kept = (editor && editor.getState()) || {};
let fits = kept.fits !== false; // until someone zooms
let zoom = kept.zoom || 0;
let script = kept.script; // the script that an editor shows again when its window is reloaded
let dragged = false; // to ignore the click that ends a drag

const LEGIBLE = 0.5; // a graph is never fitted into the width with a smaller zoom,
const COMFORTABLE = 0.75; // and never into the height

function views() {
  return [...document.querySelectorAll(".view")];
}

function keep() {
  if (editor) editor.setState({ fits, zoom, script, x: views().map((view) => view.scrollLeft), y: window.scrollY });
}

function fitted() {
  const shown = views();
  const factors = shown.map((view) => {
    const box = view.firstElementChild.viewBox.baseVal;
    const tall = shown.length > 1 ? 1 : (window.innerHeight - view.getBoundingClientRect().top - window.scrollY) / box.height;
    return Math.min(1, view.clientWidth / box.width, Math.max(COMFORTABLE, tall));
  });
  return Math.max(LEGIBLE, Math.min(1, ...factors));
}

function draw() {
  for (const view of views()) {
    const box = view.firstElementChild.viewBox.baseVal;
    view.firstElementChild.setAttribute("width", box.width * zoom);
    view.firstElementChild.setAttribute("height", box.height * zoom);
  }
}

function turn(by) {
  fits = !by;
  zoom = by ? Math.min(4, Math.max(0.1, zoom * by)) : fitted();
  draw();
  keep();
}

function mark(line) {
  for (const other of document.querySelectorAll(".chosen")) other.classList.remove("chosen");
  const nodes = [...document.querySelectorAll(`[data-line="${Number(line)}"]`)];
  for (const node of nodes) node.classList.add("chosen");
  return nodes[0];
}

function choose(node) {
  const line = Number(node.dataset.line);
  mark(line);
  if (editor) editor.postMessage({ type: "line", line });
  else place.textContent = `line ${line}`;
}

function prepare() {
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
  for (const view of views()) {
    view.addEventListener("scroll", keep, { passive: true });
    view.addEventListener("pointerdown", (event) => {
      dragged = false;
      if (event.button === 0 && event.pointerType === "mouse")
        held = { view, x: event.clientX + view.scrollLeft, y: event.clientY + window.scrollY };
    });
  }
}

// Shows the graph of another page, with the zoom and at the place of this one.
function replace(page) {
  const fresh = new DOMParser().parseFromString(page, "text/html").querySelector("main");
  const chosen = document.querySelector(".chosen");
  const at = { x: views().map((view) => view.scrollLeft), y: window.scrollY };
  document.querySelector("main").replaceWith(document.adoptNode(fresh));
  prepare();
  draw();
  if (chosen) mark(chosen.dataset.line);
  restore(at);
}

function restore({ x, y }) {
  views().forEach((view, index) => { view.scrollLeft = (x || [])[index] || 0; });
  window.scrollTo(0, y || 0);
}

const handlers = {
  script: (message) => {
    script = message.script;
    keep();
  },
  graph: ({ page }) => replace(page),
  block: ({ line }) => {
    const node = mark(line);
    if (line !== current) node?.scrollIntoView({ block: "nearest", inline: "nearest" });
    current = line;
  },
  bar: ({ text, old }) => {
    bar.textContent = text;
    document.body.classList.toggle("old", Boolean(old));
  },
};

let current = 0; // the line of the block at the cursor
let held = null;
window.addEventListener("pointermove", (event) => {
  if (!held) return;
  const { view } = held;
  const x = held.x - event.clientX;
  const y = held.y - event.clientY;
  dragged ||= Math.abs(x - view.scrollLeft) + Math.abs(y - window.scrollY) > 4;
  if (!dragged) return;
  view.classList.add("held");
  view.scrollLeft = x;
  window.scrollTo(window.scrollX, y);
});
window.addEventListener("pointerup", () => {
  if (held) held.view.classList.remove("held");
  held = null;
  keep();
});
window.addEventListener("scroll", keep, { passive: true });
window.addEventListener("resize", () => fits && turn(0));
window.addEventListener("wheel", (event) => {
  if (!event.ctrlKey && !event.metaKey) return;
  event.preventDefault();
  turn(event.deltaY < 0 ? 1.1 : 1 / 1.1);
}, { passive: false });
document.getElementById("larger").addEventListener("click", () => turn(1.25));
document.getElementById("smaller").addEventListener("click", () => turn(0.8));
document.getElementById("fitting").addEventListener("click", () => turn(0));

prepare();
if (fits || !zoom) turn(0);
else draw();
restore(kept);
if (editor) {
  window.addEventListener("message", ({ data }) => handlers[data.type]?.(data));
  editor.postMessage({ type: "ready" });
}
