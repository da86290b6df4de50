/** Marks in a payload: the block at the cursor of the script, and that a payload is from before errors. */

import * as vscode from "vscode";

/** A block of a script, and its part of a payload. */
export interface BlockPlace {
  readonly block: vscode.Range;
  readonly range: vscode.Range;
}

const MARKED = {
  backgroundColor: new vscode.ThemeColor("editor.rangeHighlightBackground"),
  borderColor: new vscode.ThemeColor("focusBorder"),
  overviewRulerColor: new vscode.ThemeColor("focusBorder"),
  borderStyle: "solid",
};

export class BlockMarks implements vscode.Disposable {
  private readonly lines = vscode.window.createTextEditorDecorationType({ ...MARKED, isWholeLine: true, borderWidth: "0 0 0 3px" });
  private readonly words = vscode.window.createTextEditorDecorationType({ ...MARKED, borderWidth: "1px" });
  private readonly old = vscode.window.createTextEditorDecorationType({ opacity: "0.55" });
  /** The block that was marked last in each payload, to scroll only to another one. */
  private readonly last = new WeakMap<vscode.TextDocument, string>();

  /** Mark the block at the cursor; scroll to it if it is another block than before. */
  show(editor: vscode.TextEditor, places: readonly BlockPlace[], cursor: vscode.Position | undefined, isOld: boolean): void {
    const { document } = editor;
    const own = cursor ? places.filter(({ block }) => block.start.line <= cursor.line && cursor.line <= block.end.line) : [];
    const ranges = own.map(({ range }) => range).filter(({ end }) => end.line < document.lineCount);
    const isInLine = ({ start, isSingleLine }: vscode.Range) =>
      isSingleLine && document.lineAt(start.line).firstNonWhitespaceCharacterIndex < start.character;
    editor.setDecorations(this.words, ranges.filter(isInLine));
    editor.setDecorations(this.lines, ranges.filter((range) => !isInLine(range)).flatMap((range) => without(range, places, document)));
    editor.setDecorations(this.old, isOld ? [new vscode.Range(0, 0, document.lineCount, 0)] : []);
    const [first] = own;
    const key = first ? String(first.block.start.line) : "";
    if (first && key !== this.last.get(document)) {
      editor.revealRange(first.range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    }
    this.last.set(document, key);
  }

  dispose(): void {
    vscode.Disposable.from(this.lines, this.words, this.old).dispose();
  }
}

/** The place at a position; parts may be inside others. */
export function innermost(places: readonly BlockPlace[], position: vscode.Position): BlockPlace | undefined {
  return places.filter(({ range }) => range.contains(position)).reduce<BlockPlace | undefined>(
    (best, each) => (best && !best.range.contains(each.range) ? best : each),
    undefined,
  );
}

/** The lines of a part, without those of other parts inside it. */
function without(range: vscode.Range, places: readonly BlockPlace[], document: vscode.TextDocument): vscode.Range[] {
  const inside = places.filter((other) => range.contains(other.range) && !range.isEqual(other.range));
  const lines: vscode.Range[] = [];
  for (let line = range.start.line; line <= range.end.line; line += 1) {
    if (!inside.some(({ range: other }) => other.start.line <= line && line <= other.end.line)) {
      lines.push(document.lineAt(line).range);
    }
  }
  return lines;
}
