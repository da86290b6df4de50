// Runs highlight.js on scripts: reads names with texts, prints names with spans in UTF-16 units.
const fs = require("fs");
const hljs = require("highlight.js/lib/core");

hljs.registerLanguage("scn", require(process.argv[2]));

function spans(text) {
  const found = [];
  let at = 0;
  const walk = (node, scope) => {
    if (typeof node === "string") {
      if (scope) found.push([at, at + node.length, scope]);
      at += node.length;
    } else {
      node.children.forEach((child) => walk(child, node.scope || scope));
    }
  };
  walk(hljs.highlight(text, { language: "scn" })._emitter.rootNode, null);
  return found;
}

const scripts = JSON.parse(fs.readFileSync(0, "utf8"));
const found = Object.entries(scripts).map(([name, text]) => [name, spans(text)]);
console.log(JSON.stringify(Object.fromEntries(found)));
