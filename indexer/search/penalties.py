"""Where a query asks what a breach costs (训练数据 罚多少), the articles that punish it.

The duty stands in one article and its penalty in another, which often says no more of it than 违反本办法规定的. The
words of the duty count for the article that punishes its breach, too. `site/assets/search/penalties.js` is the same in
the browser.
"""

from collections.abc import Mapping, Sequence

from indexer.search.finding import Found
from indexer.search.sums import Sums
from indexer.search.weights import Weights

__all__ = ["punish"]


def punish(
    breaches: Mapping[int, Sequence[int]],
    about: Sums,
    topic: int,
    penalty: Sequence[Found],
    demanded: Sequence[Found],
    sums: Sums,
    weights: Weights,
) -> dict[int, tuple[int, bool]]:
    """Raise, in `sums`, the documents that punish, by what `about` says of the articles whose breach they punish
    (`breaches`): the sums of the query's topic, so many words and phrases of it. `penalty` are its other words, and
    `demanded` those of them that an answer must hold or be found for.

    Returns of each document raised the one whose breach it punishes, and whether that holds all of the topic.
    """
    asked = 0.0
    for found in demanded:
        asked += found.idf
    # What says itself what it costs is no duty that another article punishes.
    own = {document for found in penalty for document in found.whole}
    scores = {document: score for document, score in about.scores.items() if document not in own}
    least = weights.breach_least * max(scores.values(), default=0.0)
    raised: dict[int, tuple[int, bool]] = {}
    for document, broken in breaches.items():
        duty = max(broken, key=lambda each: scores.get(each, 0.0))
        if not scores.get(duty, 0.0) or scores[duty] < least:
            continue
        more = scores[duty] - about.scores.get(document, 0.0)
        if more > 0:
            sums.scores[document] = sums.scores.get(document, 0.0) + weights.breach * more
        covered = max(about.cover.get(duty, 0.0), about.cover.get(document, 0.0))
        sums.scores.setdefault(document, 0.0)
        sums.cover[document] = max(sums.cover.get(document, 0.0), covered + asked)
        raised[document] = duty, about.held(duty) == topic
    return raised
