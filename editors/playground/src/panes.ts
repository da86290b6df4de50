/** The panes beside the script: one is shown at a time, and only that one is kept up to date. */

import { byId, counted, h } from "./dom";
import { GraphPane } from "./graph";
import type { Desk, Pane } from "./pane";
import { PayloadPane } from "./payload";
import { PlayPane } from "./play";
import { ProblemsPane } from "./problems";
import { Tabs, type Tab } from "./tabs";
import { TestsPane } from "./tests";

export interface Host extends Desk {
  readonly start: unknown;
  /** What is shown until scn has answered first. */
  readonly waiting: string;
}

export class Panes {
  private readonly tabs: Tabs;
  private readonly panes: Readonly<Record<string, Pane>>;

  constructor(private readonly desk: Host) {
    this.panes = {
      payload: new PayloadPane(desk), graph: new GraphPane(desk), play: new PlayPane(desk),
      tests: new TestsPane(desk), problems: new ProblemsPane(desk),
    };
    this.tabs = new Tabs(byId("panes"), () => "results", (name) => this.turnTo(name));
    this.select("payload");
  }

  get selected(): string {
    return this.tabs.selected;
  }

  select(name: string): void {
    const pane = this.panes[name];
    if (pane) {
      this.panes[this.selected]?.onHide?.();
      this.tabs.selected = name;
      this.showTabs();
      this.show();
    }
  }

  /** Show the selected pane, or that scn is still loading. */
  show(): void {
    const pane = this.panes[this.selected];
    if (pane) {
      byId("results").replaceChildren(this.desk.start ? pane.element : h("p", { class: "empty" }, this.desk.waiting));
      this.update();
    }
  }

  /** Select a pane; on a small screen, where panes are below the script, also scroll to it. */
  private turnTo(name: string): void {
    this.select(name);
    scrollTo({ top: byId("panes").getBoundingClientRect().top + scrollY });
  }

  /** Bring the shown pane up to date. */
  update(): void {
    if (this.desk.start) {
      void this.panes[this.selected]?.update();
    }
  }

  onProject(): void {
    for (const pane of Object.values(this.panes)) pane.onProject?.();
  }

  onOpen(): void {
    for (const pane of Object.values(this.panes)) pane.onOpen?.();
  }

  onCursor(): void {
    this.panes[this.selected]?.onCursor?.();
  }

  onProblems(): void {
    this.showTabs();
    this.panes[this.selected]?.onProblems?.();
  }

  private showTabs(): void {
    const { problems } = this.desk;
    const isWrong = problems.some(({ severity }) => severity === "error");
    const badge = { text: String(problems.length), words: counted(problems.length, "problem"), kind: isWrong ? "error" : "warning" };
    const tabs: Tab[] = [
      { name: "payload", title: "Payload" }, { name: "graph", title: "Graph" }, { name: "play", title: "Play" },
      { name: "tests", title: "Tests" }, { name: "problems", title: "Problems", ...(problems.length ? { badge } : {}) },
    ];
    this.tabs.show(tabs, this.tabs.selected);
  }
}
