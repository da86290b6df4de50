/** Lists the problems of all files, with their fixes. */

import { counted, h } from "./dom";
import { placeButton, type Desk, type Pane } from "./pane";
import type { Problem } from "./protocol";

/** The most problems that are listed: thousands would take the browser seconds. */
const MOST = 500;

export class ProblemsPane implements Pane {
  readonly element = h("div", { class: "pane scrolled", tabindex: 0, role: "region", "aria-label": "List of problems" });
  private shown: readonly Problem[] | undefined;

  constructor(private readonly desk: Desk) {}

  update(): void {
    const { problems } = this.desk;
    if (problems === this.shown) {
      return;
    }
    this.shown = problems;
    const files = [...new Set(problems.map(({ file }) => file))];
    const listed = problems.slice(0, MOST);
    const list = files.flatMap((file) => [
      files.length > 1 && h("h2", {}, file),
      h("ul", { class: "problems" }, ...listed.filter((each) => each.file === file).map((each) => this.item(each))),
    ]);
    if (listed.length < problems.length) list.push(h("p", { class: "empty" }, `${problems.length - listed.length} more problems aren't listed.`));
    this.element.replaceChildren(...(problems.length ? list.filter((each) => each !== false) : [h("p", { class: "empty" }, "No problems.")]));
  }

  onProblems(): void {
    this.update();
  }

  private decompileButton({ file }: Problem): HTMLElement {
    return h("button", { type: "button", class: "fix", click: () => this.desk.decompile(file) }, "Decompile");
  }

  private item(problem: Problem): HTMLElement {
    const fixes = problem.fixes.map(({ title, safe }, number) =>
      h("button", { type: "button", class: "fix", click: () => this.desk.fix(problem, number) }, `${capitalized(title)}${safe ? "" : " (changes what the script does)"}`),
    );
    const code = problem.code && h("button", { type: "button", class: "code-link", title: "Explain this rule", click: () => this.desk.explain(problem) }, `${problem.code} ${problem.name}`);
    return h(
      "li", { class: problem.severity },
      placeButton(this.desk, "place", problem, h("span", { class: "severity" }, problem.severity), ` line ${problem.line}: ${problem.message}`),
      ...problem.notes.map((note) => h("p", {}, note)),
      h("div", { class: "row" }, ...fixes, isPayload(problem) && this.decompileButton(problem), code || null),
    );
  }
}

/** Whether the file of a problem may be a payload, which the page can turn into a script. */
export function isPayload({ name, message }: Problem): boolean {
  return name === "not-a-script" && message.includes("JSON");
}

/** "2 errors, 1 warning", or "No problems". */
export function summary(problems: readonly Problem[]): string {
  const count = (wanted: string) => problems.filter(({ severity }) => severity === wanted).length;
  const parts = (["error", "warning"] as const).filter((each) => count(each)).map((each) => counted(count(each), each));
  if (count("info")) parts.push(`${count("info")} info`);
  return parts.join(", ") || "No problems";
}

function capitalized(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
