// Runs a TextMate grammar on scripts: reads names with texts, prints names with spans in UTF-16 units.
// Arguments: the folder of the grammars, and the initial scope.
const fs = require("fs");
const path = require("path");
const oniguruma = require("vscode-oniguruma");
const { Registry, INITIAL, parseRawGrammar } = require("vscode-textmate");

const [folder, start] = process.argv.slice(2);
const scripts = JSON.parse(fs.readFileSync(0, "utf8"));
const files = {
  "source.scn": "scn.tmLanguage.json",
  "markdown.scn.codeblock": "scn.markdown.tmLanguage.json",
};
// A Markdown grammar with fences only.
const markdown = { scopeName: "text.html.markdown", patterns: [{ match: "^(#+ .*)$", name: "heading" }] };

async function main() {
  const wasm = fs.readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm"));
  await oniguruma.loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength));
  const registry = new Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    getInjections: (scope) => (scope === "text.html.markdown" ? ["markdown.scn.codeblock"] : []),
    loadGrammar: async (scope) =>
      scope in files
        ? parseRawGrammar(fs.readFileSync(path.join(folder, files[scope]), "utf8"), files[scope])
        : parseRawGrammar(JSON.stringify(markdown), "markdown.json"),
  });
  const grammar = await registry.loadGrammar(start);
  const spans = (text) => {
    const found = [];
    let at = 0;
    let stack = INITIAL;
    for (const line of text.split("\n")) {
      const done = grammar.tokenizeLine(line, stack);
      stack = done.ruleStack;
      for (const token of done.tokens) {
        found.push([at + token.startIndex, at + Math.min(token.endIndex, line.length), token.scopes.at(-1)]);
      }
      at += line.length + 1;
    }
    return found;
  };
  const found = Object.entries(scripts).map(([name, text]) => [name, spans(text)]);
  console.log(JSON.stringify(Object.fromEntries(found)));
}

main();
