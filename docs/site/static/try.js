// A button below each example opens it in the playground, in place. Without a server there are no buttons, since browsers
// don't start the playground from a file.
function openExample(place, button) {
  const frame = document.createElement("iframe");
  const theme = { light: "light", dark: "dark" }[document.body.dataset.theme] ?? "system";
  frame.src = `${place.dataset.page}?embed&theme=${theme}#${place.dataset.project}`;
  frame.title = "This example in the playground";
  frame.className = "scn-playground";
  place.append(frame);
  button.textContent = "Close";
}

function addButton(place) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Try it";
  button.addEventListener("click", () => {
    const frame = place.querySelector("iframe");
    if (frame) {
      frame.remove();
      button.textContent = "Try it";
    } else {
      openExample(place, button);
    }
    button.setAttribute("aria-expanded", String(!frame));
  });
  button.setAttribute("aria-expanded", "false");
  place.append(button);
}

if (location.protocol.startsWith("http")) {
  addEventListener("DOMContentLoaded", () => document.querySelectorAll(".scn-try").forEach(addButton));
}
