/** The look of both editors, in the colors of app.css: variables reach into the shadow roots that editors live in. */

import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const theme = EditorView.theme({
  "&": { height: "100%", color: "var(--ink)", backgroundColor: "var(--paper)", fontSize: "var(--code-size)" },
  "&.cm-focused": { outline: "none" }, // app.css draws a frame around the editor
  ".cm-content:focus": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--code-font)", lineHeight: "1.55", overflow: "auto" },
  ".cm-content": { padding: "10px 0", caretColor: "var(--ink)" },
  ".cm-line": { padding: "0 12px 0 8px" },
  ".cm-gutters": { backgroundColor: "var(--paper)", color: "var(--faint)", border: "none" },
  ".cm-lineNumbers .cm-gutterElement": { padding: "0 6px 0 12px" },
  ".cm-activeLine": { backgroundColor: "var(--current)" },
  ".cm-activeLineGutter": { backgroundColor: "var(--current)", color: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--selection)" },
  ".cm-selectionMatch": { backgroundColor: "var(--match)" },
  ".cm-marked": { backgroundColor: "var(--marked)", boxShadow: "inset 3px 0 var(--accent)" },
  ".cm-tooltip": {
    backgroundColor: "var(--raised)", color: "var(--ink)", border: "1px solid var(--line)", borderRadius: "6px",
    boxShadow: "0 4px 16px rgb(0 0 0 / 0.16)", maxWidth: "min(36rem, 92vw)",
  },
  ".cm-tooltip .documentation": { whiteSpace: "normal", padding: "8px 12px", maxHeight: "18rem", overflow: "auto", fontSize: "13px", lineHeight: "1.45" },
  ".documentation p, .documentation pre, .documentation ul": { margin: "0 0 6px" },
  ".documentation pre": { whiteSpace: "pre-wrap" },
  ".documentation code, .documentation pre": { fontFamily: "var(--code-font)", fontSize: "12.5px" },
  ".documentation a": { color: "var(--accent)" },
  ".documentation table": { borderCollapse: "collapse" },
  ".documentation td, .documentation th": { padding: "2px 8px 2px 0", textAlign: "left" },
  ".cm-tooltip-autocomplete > ul": { fontFamily: "var(--code-font)", maxHeight: "16em" },
  ".cm-tooltip-autocomplete > ul > li": { padding: "3px 8px" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--on-accent)" },
  ".cm-completionDetail": { fontStyle: "normal", color: "var(--soft)" },
  "li[aria-selected] .cm-completionDetail": { color: "inherit" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-diagnostic": { padding: "6px 12px", borderLeftWidth: "4px", whiteSpace: "pre-wrap", fontSize: "13px" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--error)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--warning)" },
  ".cm-diagnostic-info": { borderLeftColor: "var(--info)" },
  ".cm-diagnosticAction": {
    font: "inherit", fontSize: "12.5px", color: "var(--on-accent)", backgroundColor: "var(--accent)",
    border: "none", borderRadius: "4px", padding: "3px 8px", margin: "4px 6px 0 0", cursor: "pointer",
  },
  ".cm-lintRange-error, .cm-lintRange-warning, .cm-lintRange-info": {
    backgroundImage: "none", textDecorationLine: "underline", textDecorationStyle: "wavy",
    textDecorationThickness: "1.5px", textUnderlineOffset: "3px", textDecorationSkipInk: "none",
  },
  ".cm-lintRange-error": { textDecorationColor: "var(--error)" },
  ".cm-lintRange-warning": { textDecorationColor: "var(--warning)" },
  ".cm-lintRange-info": { textDecorationColor: "var(--info)" },
  ".cm-lintRange-active": { backgroundColor: "var(--current)" },
  ".cm-panels": { backgroundColor: "var(--bar)", color: "var(--ink)" },
  ".cm-panels input, .cm-panels button": { font: "inherit", fontSize: "12.5px" },
  ".cm-textfield": { backgroundColor: "var(--paper)", color: "var(--ink)", border: "1px solid var(--line)" },
  ".cm-button": { backgroundImage: "none", backgroundColor: "var(--raised)", color: "var(--ink)", border: "1px solid var(--line)" },
  ".cm-searchMatch": { backgroundColor: "var(--match)" },
  "@media print": {
    "&": { height: "auto" },
    ".cm-scroller": { overflow: "visible" },
    ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
  },
  ".cm-snippetField": { backgroundColor: "var(--match)" },
});

const highlighting = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--keyword)", fontWeight: "600" },
  { tag: tags.propertyName, color: "var(--field)" },
  { tag: tags.labelName, color: "var(--label)" },
  { tag: [tags.string, tags.attributeValue], color: "var(--string)" },
  { tag: tags.escape, color: "var(--escape)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--number)" },
  { tag: [tags.namespace, tags.className], color: "var(--name)" },
  { tag: [tags.tagName, tags.annotation, tags.macroName], color: "var(--tag)" },
  { tag: tags.attributeName, color: "var(--field)" },
  { tag: [tags.definition(tags.variableName), tags.special(tags.variableName), tags.local(tags.variableName)], color: "var(--name)" },
  { tag: tags.comment, color: "var(--comment)", fontStyle: "italic" },
  { tag: tags.operator, color: "var(--faint)" },
]);

export const look = [theme, syntaxHighlighting(highlighting)];
