/** Runs the tests of the page's files, and explores how calls can end. */

import { h, reason } from "./dom";
import { placeButton, type Desk, type Pane } from "./pane";
import type { Tested, TestResult } from "./protocol";

export class TestsPane implements Pane {
  readonly element: HTMLElement;
  private readonly bar = h("div", { class: "bar", role: "status" });
  private readonly about = h("span", { class: "about", role: "status" });
  private readonly list = h("div", { class: "scrolled", tabindex: 0, role: "region", "aria-label": "Results of tests" });

  constructor(private readonly desk: Desk) {
    const explore = h("button", { type: "button", click: () => void this.explore() }, "Explore endings");
    this.element = h("div", { class: "pane" }, this.bar, h("div", { class: "tools" }, this.about, explore), this.list);
  }

  async update(): Promise<void> {
    const tested = await this.desk.ask("test", {}).catch((error: unknown) => this.warn(reason(error)));
    if (tested) {
      this.warn("");
      this.about.textContent = summary(tested.tests);
      this.list.replaceChildren(...this.results(tested));
    }
  }

  private warn(words: string): void {
    this.bar.replaceChildren(...(words ? [h("span", {}, words)] : []));
  }

  private results({ tests, problems, coverage }: Tested): HTMLElement[] {
    if (!tests.length && !problems.length) {
      const words = "This page has no tests. Play a call and choose Add as test, or add a file that ends in .test.scn.";
      return [h("p", { class: "empty" }, words)];
    }
    const unreached = coverage.filter(({ state }) => state === "missed");
    const lines = unreached.map(({ file, line }) => h("li", {}, placeButton(this.desk, "place", { file, line }, `${file}, line ${line}`)));
    return [
      ...problems.map((words) => h("p", { class: "empty" }, words)),
      h("ul", { class: "problems" }, ...tests.map((each) => this.result(each))),
      ...(lines.length ? [h("h2", {}, "Blocks that no test reaches"), h("ul", { class: "lines" }, ...lines)] : []),
    ];
  }

  private result({ file, name, line, outcome, ok, message }: TestResult): HTMLElement {
    const words = [h("span", { class: "severity" }, outcome), ` ${name}`];
    return h("li", { class: ok ? "passed" : "error" }, placeButton(this.desk, "place", { file, line }, ...words), message ? h("pre", {}, message) : null);
  }

  private async explore(): Promise<void> {
    const found = await this.desk.ask("explore", {}).catch((error: unknown) => this.warn(reason(error)));
    if (found) {
      const before = this.list.querySelector(".explored");
      const shown = h("div", { class: "explored" }, h("h2", {}, "Endings"), h("pre", {}, found.lines.join("\n")));
      if (before) before.replaceWith(shown);
      else this.list.append(shown);
      shown.scrollIntoView({ block: "nearest" });
    }
  }
}

/** "2 passed, 1 failed". */
function summary(tests: readonly TestResult[]): string {
  const passed = tests.filter(({ ok }) => ok).length;
  const parts = [[passed, "passed"], [tests.length - passed, "failed"]].filter(([count]) => count);
  return parts.map((part) => part.join(" ")).join(", ");
}
