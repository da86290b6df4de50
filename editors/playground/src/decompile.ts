/** Turns pasted JSON into scripts. */

import { opened, say } from "./dialogs";
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
  const dialog = opened("Decompile JSON", form);
  input.focus();
}

function show(place: HTMLElement, { remarks }: Decompiled): void {
  const items = remarks.map(({ message, help, line, column }) =>
    h("li", {}, `line ${line}, column ${column}: ${message}`, help ? h("p", {}, `help: ${help}`) : null),
  );
  place.replaceChildren(h("ul", { class: "problem" }, ...(items.length ? items : [h("li", {}, "This isn't a payload of a known platform.")])));
}

function add(desk: Desk, { files, remarks }: Decompiled): void {
  for (const { name, text } of [...files].reverse()) {
    desk.addFile(freeName(name, Object.keys(desk.project.files)), text);
  }
  const more = remarks.length ? ` ${counted(remarks.length, "remark")}: ${remarks[0]?.message ?? ""}.` : "";
  say(`Decompiled into ${files.map(({ name }) => name).join(", ")}.${more}`);
}
