// Runs CodeMirror's stream parser on scripts: reads names with texts, prints names with spans in UTF-16 units.
const fs = require("fs");
const esbuild = require("esbuild");
const { StringStream } = require("@codemirror/language");

function parserOf(source) {
  const options = { bundle: true, format: "cjs", platform: "node", write: false, nodePaths: [process.env.NODE_PATH] };
  const { outputFiles } = esbuild.buildSync({ entryPoints: [source], ...options });
  const made = { exports: {} };
  new Function("module", "exports", "require", outputFiles[0].text)(made, made.exports, require);
  return made.exports.parser;
}

function spans(parser, text) {
  const found = [];
  const place = parser.startState(2);
  let at = 0;
  for (const line of text.split("\n")) {
    const stream = new StringStream(line, 2, 2);
    if (!line) parser.blankLine(place, 2);
    while (!stream.eol()) {
      stream.start = stream.pos;
      const kind = parser.token(stream, place);
      if (kind) found.push([at + stream.start, at + stream.pos, kind]);
    }
    at += line.length + 1;
  }
  return found;
}

const parser = parserOf(process.argv[2]);
const scripts = JSON.parse(fs.readFileSync(0, "utf8"));
const found = Object.entries(scripts).map(([name, text]) => [name, spans(parser, text)]);
console.log(JSON.stringify(Object.fromEntries(found)));
