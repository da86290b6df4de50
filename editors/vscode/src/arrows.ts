/** Arrows in the margin of a script: filled at the blocks that run, hollow at those that come next. */

import * as vscode from "vscode";

export class Arrows implements vscode.Disposable {
  private readonly running: vscode.TextEditorDecorationType;
  private readonly next: vscode.TextEditorDecorationType;
  private readonly lines = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor("editor.stackFrameHighlightBackground"),
    overviewRulerColor: new vscode.ThemeColor("debugIcon.breakpointCurrentStackframeForeground"),
  });

  constructor(extension: vscode.Uri) {
    const arrow = (name: string, more: vscode.DecorationRenderOptions) =>
      vscode.window.createTextEditorDecorationType({ ...more, gutterIconPath: vscode.Uri.joinPath(extension, "icons", name), gutterIconSize: "contain" });
    this.running = arrow("arrow-running.svg", {});
    this.next = arrow("arrow-next.svg", { overviewRulerColor: new vscode.ThemeColor("debugIcon.breakpointStackframeForeground") });
  }

  /** Mark these blocks in an editor, and no others. */
  show(editor: vscode.TextEditor, running: readonly vscode.Range[], next: readonly vscode.Range[]): void {
    const isRunning = ({ start }: vscode.Range) => running.some((each) => each.start.line === start.line);
    editor.setDecorations(this.lines, [...running]);
    editor.setDecorations(this.running, running.map((block) => marked(block, "This block runs.")));
    editor.setDecorations(
      this.next,
      next.filter((block) => !isRunning(block)).map((block) => marked(block, "This block comes next, whatever the agent says.")),
    );
  }

  dispose(): void {
    vscode.Disposable.from(this.running, this.next, this.lines).dispose();
  }
}

function marked({ start }: vscode.Range, words: string): vscode.DecorationOptions {
  return { range: new vscode.Range(start.line, start.character, start.line, start.character), hoverMessage: words };
}
