/** Tabs: arrow keys go from tab to tab, as the ARIA pattern says. */

import { h } from "./dom";

export interface Tab {
  readonly name: string;
  readonly title: string;
  /** A number beside the title, with words for it. */
  readonly badge?: { readonly text: string; readonly words: string; readonly kind: string };
}

export class Tabs {
  private tabs: readonly Tab[] = [];
  private drawn = "";
  selected = "";

  constructor(
    private readonly list: HTMLElement,
    private readonly panel: (name: string) => string,
    private readonly onSelect: (name: string) => void,
  ) {
    list.setAttribute("role", "tablist");
    list.addEventListener("keydown", (event) => this.step(event));
  }

  show(tabs: readonly Tab[], selected: string): void {
    this.tabs = tabs;
    this.selected = selected;
    const key = JSON.stringify([tabs, selected]);
    if (key !== this.drawn) {
      this.drawn = key;
      const hadFocus = this.list.contains(document.activeElement);
      this.list.replaceChildren(...tabs.map((tab) => this.button(tab)));
      if (hadFocus) this.focus();
    }
  }

  focus(): void {
    this.list.querySelector<HTMLElement>("[aria-selected=true]")?.focus();
  }

  private button({ name, title, badge }: Tab): HTMLElement {
    const isSelected = name === this.selected;
    return h(
      "button",
      {
        type: "button", role: "tab", "aria-selected": String(isSelected), "aria-controls": this.panel(name),
        tabindex: isSelected ? 0 : -1, "data-tab": name, click: () => this.onSelect(name),
      },
      title,
      badge && h("span", { class: `badge ${badge.kind}`, "aria-label": badge.words, role: "img" }, badge.text),
    );
  }

  private step(event: KeyboardEvent): void {
    const names = this.tabs.map(({ name }) => name);
    const at = names.indexOf(this.selected);
    const goals: Record<string, number> = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: names.length - 1 };
    const goal = goals[event.key];
    if (goal !== undefined) {
      event.preventDefault();
      this.onSelect(names[(goal + names.length) % names.length] ?? this.selected);
      this.focus();
    }
  }
}
