/** Marks whole lines of an editor: the block at the cursor, or the one that runs. */

import { StateEffect, StateField, type EditorState } from "@codemirror/state";
import { Decoration, EditorView, type DecorationSet } from "@codemirror/view";

export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Replaces the marks by those of other ranges. */
export const mark = StateEffect.define<readonly Range[]>();

export const marks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(value, { effects, changes, state }) {
    const set = effects.find((effect) => effect.is(mark));
    return set ? decorated(state, set.value as readonly Range[]) : value.map(changes);
  },
  provide: (own) => EditorView.decorations.from(own),
});

function decorated(state: EditorState, ranges: readonly Range[]): DecorationSet {
  const lines = new Set<number>();
  for (const { start, end } of ranges) {
    const last = Math.min(end, state.doc.length);
    for (let at = Math.min(start, last); at <= last; at = state.doc.lineAt(at).to + 1) lines.add(state.doc.lineAt(at).from);
  }
  const line = Decoration.line({ class: "cm-marked" });
  return Decoration.set([...lines].sort((one, other) => one - other).map((from) => line.range(from)));
}
