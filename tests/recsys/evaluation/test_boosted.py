from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from recsys.catalog import Catalog
from recsys.evaluation.boosted import BOOSTED, Boosted, logged
from recsys.evaluation.dataset import read_data_set
from recsys.evaluation.moment import Moment, before
from recsys.evaluation.run import embedded
from recsys.evaluation.scorers import PRODUCT
from recsys.evaluation.shown import JudgedSlate, Viewer, viewers
from recsys.evaluation.slate_scorers import RankedPage
from recsys.rankers import BoostedRanker
from tests.recsys.evaluation import small_data


@pytest.fixture(scope="module")
def somebody(tmp_path_factory: pytest.TempPathFactory) -> tuple[Catalog, Viewer]:
    folder = small_data.write_slates(small_data.write_people(tmp_path_factory.mktemp("data")))
    data = read_data_set(folder)
    catalog = embedded(data, "ownfeed/static")
    return catalog, next(iter(viewers(data, catalog).values()))


def at_cut(catalog: Catalog, viewer: Viewer) -> Moment:
    cut = viewer.judged[0].page.shown_at
    return Moment(catalog, before(viewer.history, cut), cut)


def served(boosted: Boosted, catalog: Catalog, viewer: Viewer, earlier: Sequence[JudgedSlate]) -> RankedPage:
    scorer = boosted.fit(at_cut(catalog, viewer), earlier, np.random.default_rng(0))
    assert isinstance(scorer, RankedPage)
    return scorer


def test_earlier_slates_are_logged_as_they_would_have_been_served(somebody: tuple[Catalog, Viewer]) -> None:
    catalog, viewer = somebody
    log = logged(at_cut(catalog, viewer), viewer.earlier)
    assert (len(log), len(log.slates)) == (8, 8 * small_data.CARDS)
    assert log.gains.tolist() == [float(wanted) for slate in viewer.earlier for wanted in slate.wanted]
    assert log.places[: small_data.CARDS].tolist() == list(range(small_data.CARDS))
    assert np.isfinite(log.features[:, log.feature_names.index("dense")]).all()


def test_what_was_learned_always_serves_or_only_through_the_gate(somebody: tuple[Catalog, Viewer]) -> None:
    catalog, viewer = somebody
    always, gated = (
        served(Boosted(PRODUCT["hybrid"], gate), catalog, viewer, viewer.earlier) for gate in (False, True)
    )
    assert isinstance(always.ranked.ranker, BoostedRanker)
    assert gated.ranked.ranker.name == "hybrid"  # eight slates are too few to be let in


def test_without_a_slate_to_learn_from_the_ranker_beneath_serves(somebody: tuple[Catalog, Viewer]) -> None:
    catalog, viewer = somebody
    for boosted in BOOSTED.values():
        assert isinstance(boosted, Boosted)
        assert served(boosted, catalog, viewer, []).ranked.ranker.name == "hybrid"
