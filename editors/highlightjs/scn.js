// highlight.js: `hljs.registerLanguage("scn", scn)`. Written by editors/highlighting/generate.py.
const scn = () => {
  const RUN_END = /^(?![ \t\u00a0\r]*(?:\|\|?(?!\|)|#|$))/;
  const COMMENT = { match: [/^[ \t\u00a0\r]*/, /#[^\n]*/], scope: { 2: "comment" } };
  const BAR = { match: [/^[ \t\u00a0\r]*/, /\|\|?(?!\|)/], scope: { 2: "operator" } };
  const nothing = [
    COMMENT,
    BAR,
    { match: /(?!^)[^\n]+/ },
  ];
  const words = [
    COMMENT,
    BAR,
    { match: [/(?!^)/, /\$\$/], scope: { 2: "char.escape" } },
    { match: [/(?!^)/, /\$(?:[A-Za-z_][A-Za-z0-9_]*|\{[A-Za-z_][A-Za-z0-9_]*\})/], scope: { 2: "variable" } },
    { match: /(?!^)[^\n$]+/ },
  ];
  const double_quoted = [
    COMMENT,
    BAR,
    { match: [/(?!^)/, /\$\$/], scope: { 2: "char.escape" } },
    { match: [/(?!^)/, /\$(?:[A-Za-z_][A-Za-z0-9_]*|\{[A-Za-z_][A-Za-z0-9_]*\})/], scope: { 2: "variable" } },
  ];
  const single_quoted = [
    COMMENT,
    BAR,
    { match: [/(?!^)/, /\$\$/], scope: { 2: "char.escape" } },
    { match: [/(?!^)/, /\$(?:[A-Za-z_][A-Za-z0-9_]*|\{[A-Za-z_][A-Za-z0-9_]*\})/], scope: { 2: "variable" } },
  ];
  const tag = [
    COMMENT,
    BAR,
    { match: [/(?!^)/, /[A-Za-z_][A-Za-z0-9_\-]*/, /[ \t\u00a0\r]*=[ \t\u00a0\r]*/, /(?=["'])/], scope: { 2: "attr" } },
    { match: [/(?!^)/, /[A-Za-z_][A-Za-z0-9_\-]*/, /[ \t\u00a0\r]*=[ \t\u00a0\r]*/, /\$(?:[A-Za-z_][A-Za-z0-9_]*|\{[A-Za-z_][A-Za-z0-9_]*\})/, /(?=(?:[\t-\r\u001c- \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"'<>\/]|$))/], scope: { 2: "attr", 4: "variable" } },
    { match: [/(?!^)/, /[A-Za-z_][A-Za-z0-9_\-]*/, /[ \t\u00a0\r]*=[ \t\u00a0\r]*/, /(?:[\u201c\u201d\u201e\u201f][^\u201c\u201d\u201e\u201f<>\n]*[\u201c\u201d\u201e\u201f]|[^\t-\r\u001c- \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"'<>\/]+)/], scope: { 2: "attr", 4: "string" } },
    { begin: /(?!^)"/, scope: "string", end: /(?:"|^(?![ \t\u00a0\r]*(?:\|\|?(?!\|)|#|$)))/, contains: double_quoted },
    { begin: /(?!^)'/, scope: "string", end: /(?:'|^(?![ \t\u00a0\r]*(?:\|\|?(?!\|)|#|$)))/, contains: single_quoted },
    { match: /(?!^)[A-Za-z_][A-Za-z0-9_\-]*/ },
  ];
  const speech = [
    COMMENT,
    BAR,
    { match: [/(?!^)/, /\$\$/], scope: { 2: "char.escape" } },
    { match: [/(?!^)/, /\$(?:[A-Za-z_][A-Za-z0-9_]*|\{[A-Za-z_][A-Za-z0-9_]*\})/], scope: { 2: "variable" } },
    { match: /(?!^)[^<\[{\n$]+/ },
    { begin: [/(?!^)/, /<\/?/, /(?:ignore_interruptions|network_simulation|background_noise|client_message|interruption|voicemail|function|send_sms|endcall|silence|volume|audio|break|noise|speed|spell|voice|dtmf|hold|ivr)/, /(?=(?![A-Za-z0-9_\-]))/], beginScope: { 3: "name" }, end: /(?:\/?>|(?=[^ \t\u00a0\r\nA-Za-z_"'|#])|^(?![ \t\u00a0\r]*(?:\|\|?(?!\|)|#|$)))/, contains: tag },
    { match: [/(?!^)/, /\[(?:laughter|sigh)\]/], scope: { 2: "built_in" } },
    { match: [/(?!^)/, /\{\{[ \t\u00a0\r]*(?:test_profile|function)(?:[ \t\u00a0\r]*\}\}|[.\[][^{}\n]*\}\})/], scope: { 2: "template-variable" } },
  ];
  const string_string = [
    COMMENT,
    BAR,
    { match: [/(?!^)/, /\\(?:["\\\/bfnrt]|u[0-9a-fA-F]{4})/], scope: { 2: "char.escape" } },
    { match: [/(?!^)/, /\$\$/], scope: { 2: "char.escape" } },
    { match: [/(?!^)/, /\$(?:[A-Za-z_][A-Za-z0-9_]*|\{[A-Za-z_][A-Za-z0-9_]*\})/], scope: { 2: "variable" } },
  ];
  const string = [
    COMMENT,
    BAR,
    { begin: /(?!^)"/, scope: "string", end: /(?:"|$|^(?![ \t\u00a0\r]*(?:\|\|?(?!\|)|#|$)))/, contains: string_string },
    { match: [/(?!^)/, /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][\-+]?[0-9]+)?/, /(?=(?:[ \t\u00a0\r\n"{}\[\],:]|$))/], scope: { 2: "number" } },
    { match: [/(?!^)/, /(?:true|false|null)/, /(?=(?:[ \t\u00a0\r\n"{}\[\],:]|$))/], scope: { 2: "literal" } },
    { match: [/(?!^)/, /\$\$/, /(?:(?:[^ \t\u00a0\r\n"{}\[\],:$]|\$(?!(?:\$|(?:[A-Za-z_][A-Za-z0-9_]*|\{[A-Za-z_][A-Za-z0-9_]*\})))))*/], scope: { 2: "char.escape" } },
    { match: [/(?!^)/, /\$(?:[A-Za-z_][A-Za-z0-9_]*|\{[A-Za-z_][A-Za-z0-9_]*\})/, /(?:(?:[^ \t\u00a0\r\n"{}\[\],:$]|\$(?!(?:\$|(?:[A-Za-z_][A-Za-z0-9_]*|\{[A-Za-z_][A-Za-z0-9_]*\})))))*/], scope: { 2: "variable" } },
    { match: /(?!^)(?:(?:[^ \t\u00a0\r\n"{}\[\],:$]|\$(?!(?:\$|(?:[A-Za-z_][A-Za-z0-9_]*|\{[A-Za-z_][A-Za-z0-9_]*\})))))+/ },
  ];
  const expression_string = [
    COMMENT,
    BAR,
    { match: [/(?!^)/, /\\["\\]/], scope: { 2: "char.escape" } },
    { match: [/(?!^)/, /\$\$/], scope: { 2: "char.escape" } },
    { match: [/(?!^)/, /\$(?:[A-Za-z_][A-Za-z0-9_]*|\{[A-Za-z_][A-Za-z0-9_]*\})/], scope: { 2: "variable" } },
  ];
  const expression = [
    COMMENT,
    BAR,
    { begin: /(?!^)"/, scope: "string", end: /(?:"|$|^(?![ \t\u00a0\r]*(?:\|\|?(?!\|)|#|$)))/, contains: expression_string },
    { match: [/(?!^)/, /contains/, /(?=(?:[ \t\u00a0\r\n"()]|$))/], scope: { 2: "keyword" } },
    { match: [/(?!^)/, /OR(?![0-9A-Za-z_\u00aa-\u1fff\u3040-\ud7ff])/, /(?=(?:[ \t\u00a0\r\n"()]|$))/], scope: { 2: "keyword" } },
    { match: [/(?!^)/, /AND(?![0-9A-Za-z_\u00aa-\u1fff\u3040-\ud7ff])/, /(?=(?:[ \t\u00a0\r\n"()]|$))/], scope: { 2: "keyword" } },
    { match: [/(?!^)/, /\(/], scope: { 2: "operator" } },
    { match: [/(?!^)/, /\)/], scope: { 2: "operator" } },
    { match: /(?!^)[^ \t\u00a0\r\n"()]+/ },
  ];
  const trigger = [
    COMMENT,
    BAR,
    { begin: [/(?!^)/, /raw/, /[ \t\u00a0]*:/], beginScope: { 2: "keyword" }, end: RUN_END, contains: string },
    { begin: /(?!^)(?=(?:\(|contains(?=(?:[ \t\u00a0\r\n"()]|$))))/, end: RUN_END, contains: expression },
    { begin: /(?!^)(?=[^ \t\u00a0\r\n])/, end: RUN_END, contains: words },
  ];
  const reference = [
    COMMENT,
    BAR,
    { begin: [/(?!^)/, /@(?:[a-z][a-z0-9_\-]*(?:\.[a-z][a-z0-9_\-]*)*|[0-9]{1,18})(?![A-Za-z0-9_\-])/], beginScope: { 2: "symbol" }, end: RUN_END, contains: nothing },
    { begin: /(?!^)(?=[^ \t\u00a0\r\n])/, end: RUN_END, contains: nothing },
  ];
  const json_string = [
    COMMENT,
    BAR,
    { match: [/(?!^)/, /\\(?:["\\\/bfnrt]|u[0-9a-fA-F]{4})/], scope: { 2: "char.escape" } },
    { match: [/(?!^)/, /\$\$/], scope: { 2: "char.escape" } },
    { match: [/(?!^)/, /\$(?:[A-Za-z_][A-Za-z0-9_]*|\{[A-Za-z_][A-Za-z0-9_]*\})/], scope: { 2: "variable" } },
  ];
  const json = [
    COMMENT,
    BAR,
    { begin: /(?!^)"/, scope: "string", end: /(?:"|^(?![ \t\u00a0\r]*(?:\|\|?(?!\|)|#|$)))/, contains: json_string },
    { match: [/(?!^)/, /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][\-+]?[0-9]+)?/, /(?=(?:[ \t\u00a0\r\n"{}\[\],:]|$))/], scope: { 2: "number" } },
    { match: [/(?!^)/, /(?:true|false|null)/, /(?=(?:[ \t\u00a0\r\n"{}\[\],:]|$))/], scope: { 2: "literal" } },
    { match: [/(?!^)/, /\$\$/, /(?:(?:[^ \t\u00a0\r\n"{}\[\],:$]|\$(?!(?:\$|(?:[A-Za-z_][A-Za-z0-9_]*|\{[A-Za-z_][A-Za-z0-9_]*\})))))*/], scope: { 2: "char.escape" } },
    { match: [/(?!^)/, /\$(?:[A-Za-z_][A-Za-z0-9_]*|\{[A-Za-z_][A-Za-z0-9_]*\})/, /(?:(?:[^ \t\u00a0\r\n"{}\[\],:$]|\$(?!(?:\$|(?:[A-Za-z_][A-Za-z0-9_]*|\{[A-Za-z_][A-Za-z0-9_]*\})))))*/], scope: { 2: "variable" } },
    { match: /(?!^)(?:(?:[^ \t\u00a0\r\n"{}\[\],:$]|\$(?!(?:\$|(?:[A-Za-z_][A-Za-z0-9_]*|\{[A-Za-z_][A-Za-z0-9_]*\})))))+/ },
  ];
  const literal_string = [
    COMMENT,
    BAR,
    { match: [/(?!^)/, /\\(?:["\\\/bfnrt]|u[0-9a-fA-F]{4})/], scope: { 2: "char.escape" } },
  ];
  const literal = [
    COMMENT,
    BAR,
    { begin: /(?!^)"/, scope: "string", end: /(?:"|^(?![ \t\u00a0\r]*(?:\|\|?(?!\|)|#|$)))/, contains: literal_string },
    { match: [/(?!^)/, /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][\-+]?[0-9]+)?/, /(?=(?:[ \t\u00a0\r\n"{}\[\],:]|$))/], scope: { 2: "number" } },
    { match: [/(?!^)/, /(?:true|false|null)/, /(?=(?:[ \t\u00a0\r\n"{}\[\],:]|$))/], scope: { 2: "literal" } },
    { match: /(?!^)[^ \t\u00a0\r\n"{}\[\],:]+/ },
  ];
  const variable = [
    COMMENT,
    BAR,
    { begin: /(?!^)(?=(?:["\[{]|(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][\-+]?[0-9]+)?|true|false|null)[ \t\u00a0\r]*$))/, end: RUN_END, contains: json },
    { begin: /(?!^)(?=[^ \t\u00a0\r\n])/, end: RUN_END, contains: words },
  ];
  const entries = [
    COMMENT,
    BAR,
    { match: /(?!^)[ \t\u00a0\r]+/ },
    { match: [/(?!^)/, /-?[0-9]+[smh]?/, /(?=[ \t\u00a0\r]*(?:,|$))/], scope: { 2: "number" } },
    { match: [/(?!^)/, /\$\$/, /(?:(?:[^,\n$]|\$(?!(?:\$|(?:[A-Za-z_][A-Za-z0-9_]*|\{[A-Za-z_][A-Za-z0-9_]*\})))))*/], scope: { 2: "char.escape" } },
    { match: [/(?!^)/, /\$(?:[A-Za-z_][A-Za-z0-9_]*|\{[A-Za-z_][A-Za-z0-9_]*\})/, /(?:(?:[^,\n$]|\$(?!(?:\$|(?:[A-Za-z_][A-Za-z0-9_]*|\{[A-Za-z_][A-Za-z0-9_]*\})))))*/], scope: { 2: "variable" } },
    { match: /(?!^)(?:(?:[^,\n$]|\$(?!(?:\$|(?:[A-Za-z_][A-Za-z0-9_]*|\{[A-Za-z_][A-Za-z0-9_]*\})))))+/ },
  ];
  const argument_string = [
    COMMENT,
    BAR,
    { match: [/(?!^)/, /\\(?:["\\\/bfnrt]|u[0-9a-fA-F]{4})/], scope: { 2: "char.escape" } },
    { match: [/(?!^)/, /\$\$/], scope: { 2: "char.escape" } },
    { match: [/(?!^)/, /\$(?:[A-Za-z_][A-Za-z0-9_]*|\{[A-Za-z_][A-Za-z0-9_]*\})/], scope: { 2: "variable" } },
  ];
  const parameters = [
    COMMENT,
    BAR,
    { begin: /(?!^)"/, scope: "string", end: /(?:"|$|^(?![ \t\u00a0\r]*(?:\|\|?(?!\|)|#|$)))/, contains: argument_string },
    { match: /(?!^)[ \t\u00a0\r]+/ },
    { match: [/(?!^)/, /as/, /[ \t\u00a0\r]+/, /@?[a-z][a-z0-9_\-]*/, /(?=[ \t\u00a0\r]*$)/], scope: { 2: "keyword", 4: "symbol" } },
    { match: [/(?!^)/, /[A-Za-z_][A-Za-z0-9_]*/, /[ \t\u00a0\r]*/, /=/, /[ \t\u00a0\r]*/, /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][\-+]?[0-9]+)?/, /(?=[ \t\u00a0\r]*[,)])/], scope: { 2: "params", 4: "operator", 6: "number" } },
    { match: [/(?!^)/, /[A-Za-z_][A-Za-z0-9_]*/, /[ \t\u00a0\r]*/, /=/, /[ \t\u00a0\r]*/, /(?:(?:[^",()\n$]|\$(?!(?:\$|(?:[A-Za-z_][A-Za-z0-9_]*|\{[A-Za-z_][A-Za-z0-9_]*\})))))*/], scope: { 2: "params", 4: "operator" } },
    { match: [/(?!^)/, /[A-Za-z_][A-Za-z0-9_]*/, /(?=[ \t\u00a0\r]*[,)])/], scope: { 2: "params" } },
    { match: [/(?!^)/, /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][\-+]?[0-9]+)?/, /(?=[ \t\u00a0\r]*[,)])/], scope: { 2: "number" } },
    { match: [/(?!^)/, /\$\$/, /(?:(?:[^",()\n$]|\$(?!(?:\$|(?:[A-Za-z_][A-Za-z0-9_]*|\{[A-Za-z_][A-Za-z0-9_]*\})))))*/], scope: { 2: "char.escape" } },
    { match: [/(?!^)/, /\$(?:[A-Za-z_][A-Za-z0-9_]*|\{[A-Za-z_][A-Za-z0-9_]*\})/, /(?:(?:[^",()\n$]|\$(?!(?:\$|(?:[A-Za-z_][A-Za-z0-9_]*|\{[A-Za-z_][A-Za-z0-9_]*\})))))*/], scope: { 2: "variable" } },
    { match: [/(?!^)/, /[(),]/], scope: { 2: "operator" } },
    { match: /(?!^)(?:(?:[^",()\n$]|\$(?!(?:\$|(?:[A-Za-z_][A-Za-z0-9_]*|\{[A-Za-z_][A-Za-z0-9_]*\})))))+/ },
  ];
  const signature = [
    COMMENT,
    BAR,
    { begin: [/(?!^)/, /[A-Za-z_][A-Za-z0-9_\-]*/], beginScope: { 2: "title" }, end: RUN_END, contains: parameters },
    { begin: /(?!^)(?=[^ \t\u00a0\r\n])/, end: RUN_END, contains: nothing },
  ];
  const arguments = [
    COMMENT,
    BAR,
    { begin: /(?!^)"/, scope: "string", end: /(?:"|$|^(?![ \t\u00a0\r]*(?:\|\|?(?!\|)|#|$)))/, contains: argument_string },
    { match: /(?!^)[ \t\u00a0\r]+/ },
    { match: [/(?!^)/, /as/, /[ \t\u00a0\r]+/, /@?[a-z][a-z0-9_\-]*/, /(?=[ \t\u00a0\r]*$)/], scope: { 2: "keyword", 4: "symbol" } },
    { match: [/(?!^)/, /[A-Za-z_][A-Za-z0-9_]*/, /[ \t\u00a0\r]*/, /=/, /[ \t\u00a0\r]*/, /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][\-+]?[0-9]+)?/, /(?=[ \t\u00a0\r]*[,)])/], scope: { 2: "params", 4: "operator", 6: "number" } },
    { match: [/(?!^)/, /[A-Za-z_][A-Za-z0-9_]*/, /[ \t\u00a0\r]*/, /=/, /[ \t\u00a0\r]*/, /(?:(?:[^",()\n$]|\$(?!(?:\$|(?:[A-Za-z_][A-Za-z0-9_]*|\{[A-Za-z_][A-Za-z0-9_]*\})))))*/], scope: { 2: "params", 4: "operator" } },
    { match: [/(?!^)/, /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][\-+]?[0-9]+)?/, /(?=[ \t\u00a0\r]*[,)])/], scope: { 2: "number" } },
    { match: [/(?!^)/, /\$\$/, /(?:(?:[^",()\n$]|\$(?!(?:\$|(?:[A-Za-z_][A-Za-z0-9_]*|\{[A-Za-z_][A-Za-z0-9_]*\})))))*/], scope: { 2: "char.escape" } },
    { match: [/(?!^)/, /\$(?:[A-Za-z_][A-Za-z0-9_]*|\{[A-Za-z_][A-Za-z0-9_]*\})/, /(?:(?:[^",()\n$]|\$(?!(?:\$|(?:[A-Za-z_][A-Za-z0-9_]*|\{[A-Za-z_][A-Za-z0-9_]*\})))))*/], scope: { 2: "variable" } },
    { match: [/(?!^)/, /[(),]/], scope: { 2: "operator" } },
    { match: /(?!^)(?:(?:[^",()\n$]|\$(?!(?:\$|(?:[A-Za-z_][A-Za-z0-9_]*|\{[A-Za-z_][A-Za-z0-9_]*\})))))+/ },
  ];
  const call = [
    COMMENT,
    BAR,
    { begin: [/(?!^)/, /[A-Za-z_][A-Za-z0-9_\-]*/], beginScope: { 2: "title" }, end: RUN_END, contains: arguments },
    { begin: /(?!^)(?=[^ \t\u00a0\r\n])/, end: RUN_END, contains: nothing },
  ];
  const columns = [
    COMMENT,
    BAR,
    { match: [/(?!^)/, /[ \t\u00a0\r]*/, /\|/, /(?=(?:[ \t\u00a0\r]|$))/], scope: { 3: "operator" } },
    { match: /(?!^)[ \t\u00a0\r]+/ },
    { match: [/(?!^)/, /[A-Za-z_][A-Za-z0-9_]*/, /(?=(?:[ \t\u00a0\r]|$))/], scope: { 2: "variable" } },
    { match: /(?!^)[^ \t\u00a0\r\n]+/ },
  ];
  const cells = [
    COMMENT,
    BAR,
    { match: [/(?!^)/, /[ \t\u00a0\r]*/, /\|/, /(?=(?:[ \t\u00a0\r]|$))/], scope: { 3: "operator" } },
    { match: /(?!^)[ \t\u00a0\r]+/ },
    { match: /(?!^)[^ \t\u00a0\r\n]+/ },
  ];
  return {
    name: "scn",
    contains: [
      COMMENT,
      { begin: [/^[ \t\u00a0\r]*/, /\|\|?(?!\|)/], beginScope: { 2: "operator" }, end: RUN_END, contains: nothing },
      { begin: [/^[ \t\u00a0\r]*/, /FIRST_MESSAGE(?![0-9A-Za-z_\u00aa-\u1fff\u3040-\ud7ff])/], beginScope: { 2: "keyword" }, end: RUN_END, contains: nothing },
      { begin: [/^[ \t\u00a0\r]*/, /WHEN(?![0-9A-Za-z_\u00aa-\u1fff\u3040-\ud7ff])/], beginScope: { 2: "keyword" }, end: RUN_END, contains: trigger },
      { begin: [/^[ \t\u00a0\r]*/, /THEN(?![0-9A-Za-z_\u00aa-\u1fff\u3040-\ud7ff])/], beginScope: { 2: "keyword" }, end: RUN_END, contains: nothing },
      { begin: [/^[ \t\u00a0\r]*/, /AFTER(?![0-9A-Za-z_\u00aa-\u1fff\u3040-\ud7ff])/], beginScope: { 2: "keyword" }, end: RUN_END, contains: reference },
      { begin: [/^[ \t\u00a0\r]*/, /test/, /[ \t\u00a0]*:/], beginScope: { 2: "property" }, end: RUN_END, contains: words },
      { begin: [/^[ \t\u00a0\r]*/, /hear/, /[ \t\u00a0]*:/], beginScope: { 2: "property" }, end: RUN_END, contains: speech },
      { begin: [/^[ \t\u00a0\r]*/, /hear/, /[ \t\u00a0]+/, /raw/, /[ \t\u00a0]*:/], beginScope: { 2: "property", 4: "keyword" }, end: RUN_END, contains: string },
      { begin: [/^[ \t\u00a0\r]*/, /cut/, /[ \t\u00a0]+off[ \t\u00a0]*:/], beginScope: { 2: "property" }, end: RUN_END, contains: speech },
      { begin: [/^[ \t\u00a0\r]*/, /cut/, /[ \t\u00a0]+/, /off/, /[ \t\u00a0]+raw[ \t\u00a0]*:/], beginScope: { 2: "property", 4: "keyword" }, end: RUN_END, contains: string },
      { begin: [/^[ \t\u00a0\r]*/, /as/, /[ \t\u00a0]*:/], beginScope: { 2: "property" }, end: RUN_END, contains: words },
      { begin: [/^[ \t\u00a0\r]*/, /plays/, /[ \t\u00a0]*:/], beginScope: { 2: "property" }, end: RUN_END, contains: words },
      { begin: [/^[ \t\u00a0\r]*/, /silent/], beginScope: { 2: "keyword" }, end: RUN_END, contains: nothing },
      { begin: [/^[ \t\u00a0\r]*/, /quiet/], beginScope: { 2: "keyword" }, end: RUN_END, contains: nothing },
      { begin: [/^[ \t\u00a0\r]*/, /say/, /[ \t\u00a0]*:/], beginScope: { 2: "property" }, end: RUN_END, contains: speech },
      { begin: [/^[ \t\u00a0\r]*/, /say/, /[ \t\u00a0]+/, /raw/, /[ \t\u00a0]*:/], beginScope: { 2: "property", 4: "keyword" }, end: RUN_END, contains: string },
      { begin: [/^[ \t\u00a0\r]*/, /do/, /[ \t\u00a0]*:/], beginScope: { 2: "property" }, end: RUN_END, contains: speech },
      { begin: [/^[ \t\u00a0\r]*/, /do/, /[ \t\u00a0]+/, /raw/, /[ \t\u00a0]*:/], beginScope: { 2: "property", 4: "keyword" }, end: RUN_END, contains: string },
      { begin: [/^[ \t\u00a0\r]*/, /say\/do/, /[ \t\u00a0]*:/], beginScope: { 2: "property" }, end: RUN_END, contains: speech },
      { begin: [/^[ \t\u00a0\r]*/, /say\/do/, /[ \t\u00a0]+/, /raw/, /[ \t\u00a0]*:/], beginScope: { 2: "property", 4: "keyword" }, end: RUN_END, contains: string },
      { begin: [/^[ \t\u00a0\r]*/, /end/, /[ \t\u00a0]+/, /call/, /(?=(?![0-9A-Za-z_\u00aa-\u1fff\u3040-\ud7ff]))/], beginScope: { 2: "keyword", 4: "keyword" }, end: RUN_END, contains: nothing },
      { begin: [/^[ \t\u00a0\r]*/, /wait/, /(?=(?![0-9A-Za-z_\u00aa-\u1fff\u3040-\ud7ff])(?![ \t\u00a0\r]*:))/], beginScope: { 2: "keyword" }, end: RUN_END, contains: nothing },
      { begin: [/^[ \t\u00a0\r]*/, /(?:follow_up|enabled|only_if|weights|answer|about|group|title|kind|slug|ask|run)/, /[ \t\u00a0]*:/], beginScope: { 2: "property" }, end: RUN_END, contains: words },
      { begin: [/^[ \t\u00a0\r]*/, /priority/, /[ \t\u00a0]*:/], beginScope: { 2: "property" }, end: RUN_END, contains: entries },
      { begin: [/^[ \t\u00a0\r]*/, /(?:follow_up|priority|enabled|only_if|weights|answer|about|group|title|kind|slug|ask|run)/, /[ \t\u00a0]+/, /raw/, /[ \t\u00a0]*:/], beginScope: { 2: "property", 4: "keyword" }, end: RUN_END, contains: json },
      { begin: [/^[ \t\u00a0\r]*/, /scenario/, /[ \t\u00a0]*:/], beginScope: { 2: "property" }, end: RUN_END, contains: words },
      { begin: [/^[ \t\u00a0\r]*/, /fragment/, /[ \t\u00a0]*:/], beginScope: { 2: "property" }, end: RUN_END, contains: signature },
      { begin: [/^[ \t\u00a0\r]*/, /scenario/, /[ \t\u00a0]+/, /raw/, /[ \t\u00a0]*:/], beginScope: { 2: "property", 4: "keyword" }, end: RUN_END, contains: json },
      { begin: [/^[ \t\u00a0\r]*/, /fragment/, /[ \t\u00a0]+/, /raw/, /[ \t\u00a0]*:/], beginScope: { 2: "property", 4: "keyword" }, end: RUN_END, contains: literal },
      { begin: [/^[ \t\u00a0\r]*/, /scn/, /[ \t\u00a0]+/, /[0-9]+/, /(?=[ \t\u00a0\r]*$)/], beginScope: { 2: "keyword", 4: "number" }, end: RUN_END, contains: nothing },
      { begin: [/^[ \t\u00a0\r]*/, /(?:takes_at_least|delayed_after|instructions|integrations|on_completed|caller_tool|expect_call|guide_video|on_delayed|assistant|direction|execution|follow_up|on_failed|reasoning|verbosity|category|channels|language|on_start|question|response|scenario|actions|call_id|compare|enabled|history|only_if|outcome|purpose|summary|unknown|weights|active|answer|expect|folder|medium|reason|target|about|async|empty|group|guide|knows|model|notes|setup|suite|title|tools|topic|video|info|kind|role|slug|tags|ask|faq|key|run|use|by)/, /[ \t\u00a0]*:/], beginScope: { 2: "property" }, end: RUN_END, contains: words },
      { begin: [/^[ \t\u00a0\r]*/, /(?:trade_service|max_duration|personality|setup_time|priority|metrics|profile|project|agent|order|phone)/, /[ \t\u00a0]*:/], beginScope: { 2: "property" }, end: RUN_END, contains: entries },
      { begin: [/^[ \t\u00a0\r]*/, /(?:temperature|settings)/, /[ \t\u00a0]*:/], beginScope: { 2: "property" }, end: RUN_END, contains: json },
      { begin: [/^[ \t\u00a0\r]*/, /(?:import|script|rows)/, /[ \t\u00a0]*:/], beginScope: { 2: "property" }, end: RUN_END, contains: nothing },
      { begin: [/^[ \t\u00a0\r]*/, /fragment/, /[ \t\u00a0]*:/], beginScope: { 2: "property" }, end: RUN_END, contains: signature },
      { begin: [/^[ \t\u00a0\r]*/, /insert/, /[ \t\u00a0]*:/], beginScope: { 2: "property" }, end: RUN_END, contains: call },
      { begin: [/^[ \t\u00a0\r]*/, /examples/, /[ \t\u00a0]*:/], beginScope: { 2: "property" }, end: RUN_END, contains: columns },
      { begin: [/^[ \t\u00a0\r]*/, /row/, /[ \t\u00a0]*:/], beginScope: { 2: "property" }, end: RUN_END, contains: cells },
      { begin: [/^[ \t\u00a0\r]*/, /(?:takes_at_least|delayed_after|trade_service|instructions|integrations|max_duration|on_completed|caller_tool|expect_call|guide_video|personality|temperature|on_delayed|setup_time|assistant|direction|execution|follow_up|on_failed|reasoning|verbosity|category|channels|language|on_start|priority|question|response|scenario|settings|actions|call_id|compare|enabled|history|metrics|only_if|outcome|profile|project|purpose|summary|unknown|weights|active|answer|expect|folder|medium|reason|target|about|agent|async|empty|group|guide|knows|model|notes|order|phone|setup|suite|title|tools|topic|video|info|kind|role|slug|tags|ask|faq|key|run|use|by)/, /[ \t\u00a0]+/, /raw/, /[ \t\u00a0]*:/], beginScope: { 2: "property", 4: "keyword" }, end: RUN_END, contains: json },
      { begin: [/^[ \t\u00a0\r]*/, /(?:examples|fragment|import|insert|script|rows|row)/, /[ \t\u00a0]+/, /raw/, /[ \t\u00a0]*:/], beginScope: { 2: "property", 4: "keyword" }, end: RUN_END, contains: literal },
      { begin: [/^[ \t\u00a0\r]*/, /(?:given|caller|mock_error|mock|let)/, /[ \t\u00a0]+/, /(?:"(?:(?:[^"\\\u0000-\u001f]|\\(?:["\\\/bfnrt]|u[0-9a-fA-F]{4})))*"|[^\t-\r\u001c- \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000=":]+)/, /[ \t\u00a0]*/, /=/], beginScope: { 2: "keyword", 4: "variable", 6: "operator" }, end: RUN_END, contains: variable },
      { begin: [/^[ \t\u00a0\r]*/, /[a-z][a-z0-9]*\.[A-Za-z0-9_$.\-]+/, /[ \t\u00a0]*:/], beginScope: { 2: "attribute" }, end: RUN_END, contains: literal },
      { begin: [/^[ \t\u00a0\r]*/, /@(?:[a-z][a-z0-9_\-]*(?:\.[a-z][a-z0-9_\-]*)*|[0-9]{1,18})(?![A-Za-z0-9_\-])/, /[ \t\u00a0\r]+/, /FIRST_MESSAGE(?![0-9A-Za-z_\u00aa-\u1fff\u3040-\ud7ff])/], beginScope: { 2: "symbol", 4: "keyword" }, end: RUN_END, contains: nothing },
      { begin: [/^[ \t\u00a0\r]*/, /@(?:[a-z][a-z0-9_\-]*(?:\.[a-z][a-z0-9_\-]*)*|[0-9]{1,18})(?![A-Za-z0-9_\-])/, /[ \t\u00a0\r]+/, /WHEN(?![0-9A-Za-z_\u00aa-\u1fff\u3040-\ud7ff])/], beginScope: { 2: "symbol", 4: "keyword" }, end: RUN_END, contains: trigger },
      { begin: [/^[ \t\u00a0\r]*/, /@(?:[a-z][a-z0-9_\-]*(?:\.[a-z][a-z0-9_\-]*)*|[0-9]{1,18})(?![A-Za-z0-9_\-])/, /[ \t\u00a0\r]+/, /THEN(?![0-9A-Za-z_\u00aa-\u1fff\u3040-\ud7ff])/], beginScope: { 2: "symbol", 4: "keyword" }, end: RUN_END, contains: nothing },
      { begin: [/^[ \t\u00a0\r]*/, /@(?:[a-z][a-z0-9_\-]*(?:\.[a-z][a-z0-9_\-]*)*|[0-9]{1,18})(?![A-Za-z0-9_\-])/, /[ \t\u00a0\r]+/, /AFTER(?![0-9A-Za-z_\u00aa-\u1fff\u3040-\ud7ff])/], beginScope: { 2: "symbol", 4: "keyword" }, end: RUN_END, contains: reference },
      { begin: [/^[ \t\u00a0\r]*/, /@(?:[a-z][a-z0-9_\-]*(?:\.[a-z][a-z0-9_\-]*)*|[0-9]{1,18})(?![A-Za-z0-9_\-])/, /[ \t\u00a0\r]+/, /test/, /[ \t\u00a0]*:/], beginScope: { 2: "symbol", 4: "property" }, end: RUN_END, contains: words },
      { begin: [/^[ \t\u00a0\r]*/, /@[^ \t\u00a0\r\n]*/, /[ \t\u00a0\r]+/, /FIRST_MESSAGE(?![0-9A-Za-z_\u00aa-\u1fff\u3040-\ud7ff])/], beginScope: { 4: "keyword" }, end: RUN_END, contains: nothing },
      { begin: [/^[ \t\u00a0\r]*/, /@[^ \t\u00a0\r\n]*/, /[ \t\u00a0\r]+/, /WHEN(?![0-9A-Za-z_\u00aa-\u1fff\u3040-\ud7ff])/], beginScope: { 4: "keyword" }, end: RUN_END, contains: trigger },
      { begin: [/^[ \t\u00a0\r]*/, /@[^ \t\u00a0\r\n]*/, /[ \t\u00a0\r]+/, /THEN(?![0-9A-Za-z_\u00aa-\u1fff\u3040-\ud7ff])/], beginScope: { 4: "keyword" }, end: RUN_END, contains: nothing },
      { begin: [/^[ \t\u00a0\r]*/, /@[^ \t\u00a0\r\n]*/, /[ \t\u00a0\r]+/, /AFTER(?![0-9A-Za-z_\u00aa-\u1fff\u3040-\ud7ff])/], beginScope: { 4: "keyword" }, end: RUN_END, contains: reference },
      { begin: [/^[ \t\u00a0\r]*/, /@[^ \t\u00a0\r\n]*/, /[ \t\u00a0\r]+/, /test/, /[ \t\u00a0]*:/], beginScope: { 4: "property" }, end: RUN_END, contains: words },
    ],
  };
};

if (typeof module !== "undefined") module.exports = scn;
