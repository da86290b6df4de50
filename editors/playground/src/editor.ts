/** The editor of scripts: CodeMirror with scn's answers. It lives in a shadow root, where its styles need no inline style. */

import { acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, nextSnippetField } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { indentOnInput, indentService, indentUnit } from "@codemirror/language";
import { diagnosticCount, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension } from "@codemirror/state";
import {
  drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, hoverTooltip, keymap, lineNumbers,
} from "@codemirror/view";

import { look } from "./colors";
import { completionSource, diagnosticsOf, hoverSource, hoverAtCursor, type Ask } from "./features";
import { scn } from "./highlighter";
import { mark, marks, type Range } from "./marks";
import type { Problem } from "./protocol";
import { between } from "./texts";

export interface EditorListener {
  onEdit(): void;
  onCursor(): void;
  onActions(): void;
  onFormat(): void;
}

export class ScriptEditor {
  readonly view: EditorView;
  private readonly states = new Map<string, EditorState>();
  private name = "";

  constructor(
    place: HTMLElement,
    private readonly ask: Ask,
    private readonly listener: EditorListener,
  ) {
    const root = place.attachShadow({ mode: "open" });
    this.view = new EditorView({ parent: root, root, state: EditorState.create() });
  }

  get text(): string {
    return this.view.state.doc.toString();
  }

  get cursor(): number {
    return this.view.state.selection.main.head;
  }

  /** Forget all files with their histories. */
  clear(): void {
    this.states.clear();
    this.name = "";
  }

  /** Show a file; each file has its own history. */
  open(name: string, text: string): void {
    if (this.name) {
      this.states.set(this.name, this.view.state);
    }
    this.name = name;
    const known = this.states.get(name);
    this.view.setState(known?.doc.toString() === text ? known : this.state(name, text));
  }

  forget(name: string): void {
    this.states.delete(name);
    if (this.name === name) {
      this.name = "";
    }
  }

  /** Replace the text, as one step of the history; the cursor stays where the text stays. */
  replace(text: string): void {
    const change = between(this.text, text);
    if (change) {
      this.view.dispatch({ changes: change, userEvent: "input.scn", scrollIntoView: true });
    }
  }

  edit(changes: readonly { from: number; to: number; insert: string }[]): void {
    this.view.dispatch({ changes: [...changes], userEvent: "input.scn", scrollIntoView: true });
    this.view.focus();
  }

  /** Put the cursor on a place and show it. */
  goTo(at: number): void {
    const anchor = Math.min(at, this.view.state.doc.length);
    this.view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
  }

  goToLine(line: number): void {
    this.goTo(this.view.state.doc.line(Math.min(Math.max(1, line), this.view.state.doc.lines)).from);
  }

  /** Mark the lines of ranges. */
  mark(ranges: readonly Range[]): void {
    this.view.dispatch({ effects: mark.of(ranges) });
  }

  showProblems(problems: readonly Problem[], apply: (problem: Problem, fix: number) => void): void {
    if (!problems.length && !diagnosticCount(this.view.state)) return; // most keys, without work for the browser
    this.view.dispatch(setDiagnostics(this.view.state, diagnosticsOf(problems, this.view.state.doc.length, apply)));
  }

  private state(name: string, doc: string): EditorState {
    const label = EditorView.contentAttributes.of({ "aria-label": `Text of ${name}`, spellcheck: "false" });
    const language = name.endsWith(".scn") ? [scn, indentation] : [];
    return EditorState.create({ doc, extensions: [this.extensions(), language, label] });
  }

  private extensions(): Extension {
    const run = (command: () => void) => () => (command(), true);
    return [
      lineNumbers(), highlightActiveLineGutter(), highlightActiveLine(), drawSelection(), history(), marks, closeBrackets(),
      indentOnInput(), indentUnit.of("  "), EditorView.lineWrapping, highlightSelectionMatches(),
      autocompletion({ override: [completionSource(this.ask)], icons: false }),
      hoverTooltip(hoverSource(this.ask), { hoverTime: 250 }),
      hoverAtCursor(this.ask),
      keymap.of([
        // Tab leaves the editor unless it has a list or a snippet to step through
        { key: "Tab", run: (view) => acceptCompletion(view) || nextSnippetField(view) },
        { key: "Mod-.", run: run(() => this.listener.onActions()) },
        { key: "Shift-Alt-f", run: run(() => this.listener.onFormat()) },
        ...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...completionKeymap, ...lintKeymap,
      ]),
      EditorView.updateListener.of(({ docChanged, selectionSet }) => {
        if (docChanged) this.listener.onEdit(); // what is marked for the cursor follows with the next results
        else if (selectionSet) this.listener.onCursor();
      }),
      look,
    ];
  }
}

/** Below the start of a block, lines are indented; below other lines, as these. */
const indentation = indentService.of((context, at) => {
  const isNew = context.simulatedBreak === at;
  const above = context.state.doc.lineAt(isNew ? at : Math.max(0, at - 1)).text;
  const opens = /^\s*(?:@\S+\s+)?(?:FIRST_MESSAGE|WHEN|THEN|AFTER|test\s*:)(?!\S)/.test(above) || /^\s*(?:@\S+\s+)?test\s*:/.test(above);
  return opens ? 2 : /^\s*/.exec(above)?.[0].length ?? 0;
});
