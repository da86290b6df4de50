// The query without what scripts write around a word: `say:`, `<silence>`, `<endcall />`.
const bareQuery = (query) => query.replace(/^[\s<>/:]+|[\s<>/:]+$/g, "") || query;

// A page or section whose title is the query comes first, then those whose titles have words of the query.
const wholeQuery = bareQuery(new URLSearchParams(location.search).get("q") || "").toLowerCase();
const queryWords = wholeQuery.split(/\W+/).filter(Boolean);

// Users look for these pages last: the READMEs of editors are mostly for contributors, and the changelog tells of the past.
const LAST = ["reference/editors/", "changelog"];

// `Search` is defined before this script, and starts when the page is loaded.
const search = Search.query;
Search.query = (query) => search(bareQuery(query));

var Scorer = {
  score: ([docname, title, anchor, descr, score]) => {
    const heading = title.toLowerCase();
    const found = queryWords.filter((word) => heading.includes(word)).length;
    const isExact = heading.split(" > ").pop() === wholeQuery;
    const isLast = LAST.some((start) => docname.startsWith(start));
    return score + (20 * found) / Math.max(1, queryWords.length) + (isExact ? 20 : 0) - (isLast ? 60 : 0);
  },
  objNameMatch: 11,
  objPartialMatch: 6,
  objPrio: { 0: 15, 1: 5, 2: -5 },
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2,
};
