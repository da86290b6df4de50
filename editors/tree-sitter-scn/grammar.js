// The grammar of scn for tree-sitter. Written by editors/highlighting/generate.py.
// Every token comes from the scanner (src/scanner.c); this file says how lines form blocks.

module.exports = grammar({
  name: "scn",

  externals: ($) => [
    $._title,
    $._setting,
    $._opening,
    $._action,
    $._other,
    $._continuation,
    $._sign,
    $.text,
    $.keyword,
    $.field,
    $.label,
    $.reference,
    $.string,
    $.escape,
    $.number,
    $.constant,
    $.variable,
    $.platform_key,
    $.tag,
    $.attribute,
    $.value,
    $.marker,
    $.template,
    $.operator,
    $.placeholder,
    $.fragment,
    $.parameter,
    $.comment,
  ],

  extras: ($) => [/\s/, $.comment],

  rules: {
    source_file: ($) => seq(repeat($._item), repeat($.section)),
    section: ($) => seq($._title, repeat($._part), repeat($._item)),
    setting: ($) => seq($._setting, repeat($._part)),
    block: ($) => prec.right(seq($._opening, repeat($._part), repeat($.action))),
    action: ($) => seq($._action, repeat($._part)),
    other: ($) => seq($._other, repeat($._part)),
    _item: ($) => choice($.setting, $.block, $.action, $.other),
    _part: ($) => choice($._continuation, $._sign, $.text, $.keyword, $.field, $.label, $.reference, $.string, $.escape, $.number, $.constant, $.variable, $.platform_key, $.tag, $.attribute, $.value, $.marker, $.template, $.operator, $.placeholder, $.fragment, $.parameter),
  },
});
