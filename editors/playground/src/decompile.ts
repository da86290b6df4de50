/** Turns JSON into scripts: pasted into a dialog or the editor, or from a file. */

import { openDialog, say } from "./dialogs";
import { counted, h, reason } from "./dom";
import type { Desk } from "./pane";
import type { Decompiled } from "./protocol";
import { freeName } from "./texts";

const UNKNOWN = "This isn't a payload of a known platform.";

/** Ask for JSON, and add its scripts to the page. */
export function openDecompile(desk: Desk, targets: readonly { readonly name: string; readonly title: string }[]): void {
  const input = h("textarea", { id: "json", rows: 14, spellcheck: "false", required: true, placeholder: '{"name": …}' });
  const options = targets.map(({ name, title }) => h("option", { value: name }, title || name));
  const platform = h("select", { id: "platform" }, h("option", { value: "" }, "Any platform"), ...options);
  const remarks = h("div", { class: "remarks", role: "status" });
  const submit = async (event: Event) => {
    event.preventDefault();
    button.disabled = true;
    remarks.replaceChildren(h("p", {}, "Decompiling…"));
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
    } finally {
      button.disabled = false;
    }
  };
  const button = h("button", { class: "main" }, "Decompile");
  const form = h(
    "form", { submit: (event) => void submit(event) },
    h("label", { for: "json" }, "Payload, as JSON"), input, h("label", { for: "platform" }, "Platform"), platform, remarks,
    h("div", { class: "buttons" }, button),
  );
  const dialog = openDialog("Decompile JSON", form);
  input.focus();
}

/** Add the scripts of a payload to the page; returns whether the text is a payload. */
export async function addPayload(desk: Desk, json: string): Promise<boolean> {
  const made = await desk.ask("decompile", { json, platform: null });
  if (made?.files.length) add(desk, made);
  return (made?.files.length ?? 0) > 0;
}

/** Replace the JSON in the open file with its script, as a step of the file's history. */
export async function decompileOpenFile(desk: Desk): Promise<void> {
  const { files, open } = desk.project;
  const json = files[open] ?? "";
  const made = await desk.ask("decompile", { json, platform: null });
  const [first] = made?.files ?? [];
  if (!made) {
    return;
  }
  if (!first) {
    const [remark] = made.remarks;
    return say(remark ? `line ${remark.line}, column ${remark.column}: ${remark.message}.` : UNKNOWN);
  }
  if (made.files.length > 1) {
    return add(desk, made);
  }
  desk.edit([{ file: open, from: 0, to: json.length, insert: first.text }]);
  tell("The payload is a script now.", made);
}

function show(place: HTMLElement, { remarks }: Decompiled): void {
  const items = remarks.length ? remarkItems(remarks) : [h("li", {}, UNKNOWN)];
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
  tell(`Decompiled into ${added.reverse().map(({ name }) => name).join(", ")}.`, { files, remarks });
}

function tell(words: string, { remarks }: Decompiled): void {
  if (remarks.length) {
    const about = h("p", {}, `${words} The payload has ${counted(remarks.length, "remark")}:`);
    openDialog("Decompile JSON", h("div", { class: "remarks" }, about, h("ul", {}, ...remarkItems(remarks))));
  } else {
    say(words);
  }
}
