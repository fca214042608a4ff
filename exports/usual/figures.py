"""What usual prompts add to the figures of an export: as exports.statistics.collecting adds any."""

from exports.dataset import Dataset
from exports.statistics import Statistics
from exports.statistics.leanings import Leanings
from exports.usual.page import UsualPage
from labeling.statistics.shares import bucket_of


def count_page(dataset: Dataset, page: UsualPage) -> None:
    """Count the judgments; all of them count."""
    dataset.judgments += sum(map(len, page.said))
    dataset.guideline_versions.update([one.version.number for said in page.said for one in said])
    dataset.languages.update(filter(None, page.languages))


def add_page(statistics: Statistics, page: UsualPage) -> None:
    statistics.prompts += len(page.said)
    statistics.judgments_per_prompt.update(map(len, page.said))
    statistics.by_labeler.update([one.labeler_id for said in page.said for one in said])
    models, lengths = page.answers.models, page.answers.lengths
    for external_id, (begin, end), said, is_adaptive in zip(
        page.external_ids, page.spans, page.said, page.are_adaptive, strict=True
    ):
        statistics.by_policy.update(models[begin:end])
        leanings = Leanings()
        of_prompt = lengths[begin:end]
        for one in said:
            leanings.add(one.ranked.compared, of_prompt)
        bucket = bucket_of(external_id)
        statistics.add_leanings(bucket, leanings)
        if not is_adaptive:
            statistics.add_agreement(bucket, [(one.labeler_id, one.ranked.ballot) for one in said])
