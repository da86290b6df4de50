// A page or section whose title is the query comes first, then those whose titles have words of the query.
const wholeQuery = (new URLSearchParams(location.search).get("q") || "").toLowerCase().trim();
const queryWords = wholeQuery.split(/\W+/).filter(Boolean);

var Scorer = {
  score: ([docname, title, anchor, descr, score]) => {
    const heading = title.toLowerCase();
    const found = queryWords.filter((word) => heading.includes(word)).length;
    const isExact = heading.split(" > ").pop() === wholeQuery;
    return score + (20 * found) / Math.max(1, queryWords.length) + (isExact ? 20 : 0);
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
