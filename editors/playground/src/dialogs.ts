/** Dialogs, menus, and messages at the bottom of the page. */

import { byId, h } from "./dom";

/** Ask for a name; `undefined` if the user cancels. `check` returns the reason why a name isn't possible. */
export function askName(title: string, value: string, check: (name: string) => string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const input = h("input", { id: "new-name", value, autocomplete: "off", spellcheck: "false", required: true });
    const problem = h("p", { class: "problem", id: "name-problem", role: "alert" });
    input.setAttribute("aria-describedby", "name-problem");
    let chosen: string | undefined;
    const submit = (event: Event) => {
      event.preventDefault();
      problem.textContent = check(input.value.trim());
      if (!problem.textContent) {
        chosen = input.value.trim();
        dialog.close();
      }
    };
    const buttons = h("div", { class: "buttons" }, cancel(() => dialog.close()), h("button", { class: "main" }, "OK"));
    const form = h("form", { submit }, h("label", { for: "new-name" }, "Name"), input, problem, buttons);
    const dialog = openDialog(title, form, () => resolve(chosen));
    input.select();
  });
}

function cancel(click: () => void): HTMLElement {
  return h("button", { type: "button", click }, "Cancel");
}

/** Open a dialog; it removes itself when it closes, and the focus returns to where it was. */
export function openDialog(title: string, content: Node, onClose: () => void = () => undefined): HTMLDialogElement {
  const before = document.activeElement;
  const close = h("button", { type: "button", class: "close", "aria-label": "Close", click: () => dialog.close() }, "×");
  const heading = h("h2", { id: "dialog-title" }, title);
  const dialog = h("dialog", { "aria-labelledby": "dialog-title" }, h("header", {}, heading, close), content);
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (before instanceof HTMLElement) before.focus();
    onClose();
  });
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

export interface Entry {
  readonly title: string;
  readonly run: () => void;
}

/** Open a menu at a place of the window. Arrow keys choose, Escape closes. */
export function openMenu(label: string, entries: readonly Entry[], at: { left: number; top: number }, onClose: () => void): void {
  const choose = (run: () => void) => () => (close(), run());
  const items = entries.map(({ title, run }) => h("button", { type: "button", role: "menuitem", tabindex: -1, click: choose(run) }, title));
  const menu = h("div", { class: "menu", role: "menu", "aria-label": label, popover: "auto" }, ...items);
  const close = () => (menu.remove(), onClose());
  const keys = (event: KeyboardEvent) => {
    const now = items.indexOf(document.activeElement as HTMLButtonElement);
    const goals: Record<string, number> = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: items.length - 1, Tab: now };
    const goal = goals[event.key];
    if (goal !== undefined) {
      event.preventDefault();
      items[(goal + items.length) % items.length]?.focus();
    }
  };
  menu.addEventListener("keydown", keys);
  menu.addEventListener("toggle", (event) => {
    if ((event as ToggleEvent).newState === "closed" && menu.isConnected) {
      const focused = document.activeElement;
      const isElsewhere = focused !== null && focused !== document.body && !menu.contains(focused);
      if (isElsewhere) menu.remove(); // a click that closes the menu has moved the focus, and Escape has returned it
      else close();
    }
  });
  document.querySelector("main")?.append(menu);
  menu.showPopover();
  menu.style.left = `${Math.max(8, Math.min(at.left, innerWidth - menu.offsetWidth - 8))}px`;
  menu.style.top = `${Math.max(8, Math.min(at.top, innerHeight - menu.offsetHeight - 8))}px`;
  items[0]?.focus();
}

let timer: ReturnType<typeof setTimeout> | undefined;

/** Say something at the bottom of the page, with a button to take it back. */
export function say(words: string, entry?: Entry): void {
  const place = byId("toast");
  clearTimeout(timer);
  const hide = () => place.replaceChildren();
  const click = () => (hide(), entry?.run());
  place.replaceChildren(
    h("div", {}, h("span", {}, words), entry && h("button", { type: "button", click }, entry.title),
      h("button", { type: "button", class: "close", "aria-label": "Dismiss", click: hide }, "×")),
  );
  timer = setTimeout(hide, entry ? 20000 : 6000);
}
