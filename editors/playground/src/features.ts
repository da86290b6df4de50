/** scn's answers as CodeMirror wants them: completions, hovers, and problems with their fixes. */

import { insertCompletionText, pickedCompletion, snippet, type Completion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import type { Diagnostic } from "@codemirror/lint";
import { StateEffect, StateField, type Extension } from "@codemirror/state";
import { keymap, showTooltip, type EditorView, type Tooltip } from "@codemirror/view";

import { documentation, h } from "./dom";
import type { CompletionItem, Hover, Method, Parameters, Problem, Result } from "./protocol";

/** Asks about the project in the page; `undefined` if the answer came too late or the question failed. */
export type Ask = <M extends Method>(method: M, parameters: Parameters<M>) => Promise<Result<M> | undefined>;

export function completionSource(ask: Ask): (context: CompletionContext) => Promise<CompletionResult | null> {
  return async ({ pos, explicit }) => {
    const found = await ask("complete", { at: pos, explicit });
    if (!found?.items.length) {
      return null;
    }
    const options = found.items.map((item) => option(item, pos, ask));
    return { from: found.from, to: found.to, options, validFor: /^[\w@:.-]*$/ };
  };
}

function option(item: CompletionItem, at: number, ask: Ask): Completion {
  const { topic } = item;
  const information = async () => {
    const found = topic && (await ask("document", { at, topic }));
    return found ? documentation(found.html) : null;
  };
  return {
    label: item.filter || item.label,
    displayLabel: item.label,
    detail: item.detail,
    sortText: item.sort,
    apply: (view, completion, from, to) => insert(item, view, completion, from, to),
    ...(topic ? { info: information } : {}),
  };
}

function insert(item: CompletionItem, view: EditorView, completion: Completion, from: number, to: number): void {
  if (item.snippet) {
    snippet(item.insert)(view, completion, from, to);
  } else {
    view.dispatch({ ...insertCompletionText(view.state, item.insert, from, to), annotations: pickedCompletion.of(completion) });
  }
  if (item.edits.length) {
    view.dispatch({ changes: [...item.edits] });
  }
}

export function hoverSource(ask: Ask): (view: EditorView, at: number) => Promise<Tooltip | null> {
  return async (_, at) => {
    const found = await ask("hover", { at });
    return found ? tooltip(found) : null;
  };
}

function tooltip(hover: Hover): Tooltip {
  return { pos: hover.from, end: hover.to, create: () => ({ dom: h("div", {}, documentation(hover.html)) }) };
}

const shown = StateEffect.define<Tooltip | null>();

/** Ctrl+K Ctrl+I shows the hover at the cursor, as in other editors; Escape or any edit hides it. */
export function hoverAtCursor(ask: Ask): Extension {
  const field = StateField.define<Tooltip | null>({
    create: () => null,
    update(value, transaction) {
      const set = transaction.effects.find((effect) => effect.is(shown));
      const isMoved = transaction.docChanged || !transaction.newSelection.eq(transaction.startState.selection);
      return set ? (set.value as Tooltip | null) : isMoved ? null : value;
    },
    provide: (own) => showTooltip.from(own),
  });
  /** The word at the cursor, or the one that ends there. */
  const nearCursor = async (at: number) => (await ask("hover", { at })) ?? (at > 0 ? await ask("hover", { at: at - 1 }) : null);
  const show = (view: EditorView) => {
    void nearCursor(view.state.selection.main.head).then((found) => found && view.dispatch({ effects: shown.of(tooltip(found)) }));
    return true;
  };
  const hide = (view: EditorView) => {
    const isShown = view.state.field(field) !== null;
    if (isShown) view.dispatch({ effects: shown.of(null) });
    return isShown;
  };
  return [field, keymap.of([{ key: "Ctrl-k Ctrl-i", mac: "Cmd-k Cmd-i", run: show }, { key: "Escape", run: hide }])];
}

/** Problems of the open file, with a button for each fix. */
export function diagnosticsOf(
  problems: readonly Problem[], length: number, apply: (problem: Problem, fix: number) => void,
): Diagnostic[] {
  return problems.map((problem) => ({
    from: Math.min(problem.from, length),
    to: Math.min(problem.to, length),
    severity: problem.severity,
    source: `${problem.code} ${problem.name}`,
    message: [problem.message, ...problem.notes].join("\n"),
    actions: problem.fixes.map(({ title }, number) => ({ name: title, apply: () => apply(problem, number) })),
  }));
}
