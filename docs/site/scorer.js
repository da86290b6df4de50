// Pages whose titles have the words of the query come first.
const queryWords = (new URLSearchParams(location.search).get("q") || "").toLowerCase().split(/\W+/).filter(Boolean);

var Scorer = {
  score: ([docname, title, anchor, descr, score]) => {
    const heading = title.toLowerCase();
    const found = queryWords.filter((word) => heading.includes(word)).length;
    return score + (20 * found) / Math.max(1, queryWords.length);
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
