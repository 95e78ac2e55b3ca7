// Where a query asks what a breach costs, the articles that punish it; the same as indexer/search/penalties.py.

import { mark } from "./sums.js";

/** @typedef {Map<number, {duty: number, whole: boolean}>} Punished */

/**
 * Raise, in `sums`, the documents that punish, by what `about` says of the articles whose breach they punish: the sums
 * of the query's topic, so many words and phrases of it.
 * @param {Map<number, number[]>} breaches
 * @param {import("./sums.js").Held} about
 * @param {number} topic
 * @param {import("./finding.js").Found[]} penalty where the other words are
 * @param {import("./finding.js").Found[]} demanded those of them that an answer must hold or be found for
 * @param {import("./sums.js").Sums} sums changed
 * @param {import("./ranking.js").Weights} weights
 * @returns {Punished} of each document raised the one whose breach it punishes, and
 *   whether that holds all of the topic
 */
export function punish(breaches, about, topic, penalty, demanded, sums, weights) {
  let asked = 0;
  for (const { idf } of demanded) asked += idf;
  // What says itself what it costs is no duty that another article punishes.
  const scores = about.scores.slice();
  for (const { whole } of penalty) for (let at = 0; at < whole.size; at += 1) scores[whole.list[at]] = 0;
  let most = 0;
  for (const score of scores) if (score > most) most = score;
  /** @type {Punished} */
  const raised = new Map();
  for (const [document, broken] of breaches) {
    let [duty] = broken;
    for (const each of broken) if (scores[each] > scores[duty]) duty = each;
    if (!scores[duty] || scores[duty] < weights.breach_least * most) continue;
    const more = scores[duty] - about.scores[document];
    if (more > 0) sums.scores[document] += weights.breach * more;
    mark(document, sums);
    const covered = Math.max(about.cover[duty], about.cover[document]);
    sums.cover[document] = Math.max(sums.cover[document], covered + asked);
    const { [duty]: held } = about.complete;
    raised.set(document, { duty, whole: (held && held + about.titled[duty]) === topic });
  }
  return raised;
}
