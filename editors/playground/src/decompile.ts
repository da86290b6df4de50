/** Turns pasted JSON into scripts. */

import { openDialog, say } from "./dialogs";
import { counted, h, reason } from "./dom";
import type { Desk } from "./pane";
import type { Decompiled } from "./protocol";
import { freeName } from "./texts";

/** Ask for JSON, and add its scripts to the page. */
export function openDecompile(desk: Desk, targets: readonly { readonly name: string; readonly title: string }[]): void {
  const input = h("textarea", { id: "json", rows: 14, spellcheck: "false", required: true, placeholder: '{"name": …}' });
  const options = targets.map(({ name, title }) => h("option", { value: name }, title || name));
  const platform = h("select", { id: "platform" }, h("option", { value: "" }, "Any platform"), ...options);
  const remarks = h("div", { class: "remarks", role: "status" });
  const submit = async (event: Event) => {
    event.preventDefault();
    try {
      const made = await desk.ask("decompile", { json: input.value, platform: platform.value || null });
      if (made?.files.length) {
        dialog.close();
        add(desk, made);
      } else if (made) {
        show(remarks, made);
      }
    } catch (error) {
      remarks.replaceChildren(h("p", { class: "problem" }, reason(error)));
    }
  };
  const form = h(
    "form", { submit: (event) => void submit(event) },
    h("label", { for: "json" }, "Payload, as JSON"), input, h("label", { for: "platform" }, "Platform"), platform, remarks,
    h("div", { class: "buttons" }, h("button", { class: "main" }, "Decompile")),
  );
  const dialog = openDialog("Decompile JSON", form);
  input.focus();
}

function show(place: HTMLElement, { remarks }: Decompiled): void {
  const items = remarks.length ? remarkItems(remarks) : [h("li", {}, "This isn't a payload of a known platform.")];
  place.replaceChildren(h("ul", { class: "problem" }, ...items));
}

function remarkItems(remarks: Decompiled["remarks"]): HTMLElement[] {
  return remarks.map(({ message, help, line, column }) =>
    h("li", {}, `line ${line}, column ${column}: ${message}`, help ? h("p", {}, `help: ${help}`) : null),
  );
}

function add(desk: Desk, { files, remarks }: Decompiled): void {
  const taken = Object.keys(desk.project.files);
  const added = files.map(({ name, text }) => {
    const free = freeName(name, taken);
    taken.push(free);
    return { name: free, text };
  });
  for (const { name, text } of added.reverse()) desk.addFile(name, text); // so that the first one is open
  const words = `Decompiled into ${added.reverse().map(({ name }) => name).join(", ")}.`;
  if (remarks.length) {
    const about = h("p", {}, `${words} The payload has ${counted(remarks.length, "remark")}:`);
    openDialog("Decompile JSON", h("div", { class: "remarks" }, about, h("ul", {}, ...remarkItems(remarks))));
  } else {
    say(words);
  }
}
