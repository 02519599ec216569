"""Search over 10,000 services, some 4,000 different words in their names, Latin and Cyrillic.

Each query is asked eleven times, every time of a new index, so that no answer comes from the cache. A query's
time is its median CPU time, and the figures are the medians over the queries. Usual queries: whole words,
beginnings, insides, ids, a letter that is in a third of all names, eight words. Misspelt queries: words in
both alphabets, and words that nothing is like.
"""

import statistics
import time
from collections.abc import Sequence

from benchmarks.rig.listing import catalogue_of
from benchmarks.rig.results import Goals, Result, at_most, scaled
from usecases.browsing.catalogue import Catalogue
from usecases.browsing.search_services import SearchServices

GOALS: Goals = {"search.usual": at_most(1), "search.misspelt": at_most(5)}
USUAL = (
    "instagram followers", "followers", "i", "1", "12", "100", "9999", "99999", "0", "7 day", "instagram 77",
    "day", "ers", "ollow", "1k", "YouTube Комментарии гарантия", "вк подписчики россия", "подписчики", "лайк",
    "i f r h m u t g", "instagram followers real hq worldwide usa female instant",
)  # fmt: skip
MISSPELT = (
    "instgram folowers", "подпищики", "прасмотры живыи телеграм", "тикток лайки быстые",
    "tiktokk viewz reel premum", "xyz", "zzz qqq", "instagram zzzz", "12x45",
)  # fmt: skip
TIMES = 11


def measure() -> list[Result]:
    catalogue = catalogue_of(10_000)
    rounds = [_round(catalogue) for _ in range(TIMES)]
    return [_result("usual", USUAL, rounds), _result("misspelt", MISSPELT, rounds)]


def _round(catalogue: Catalogue) -> dict[str, float]:
    """Milliseconds of CPU of each query, none of which is cached."""
    catalogue.shelves.index = None
    search = SearchServices(catalogue)
    search("")
    return {query: _cpu(search, query) for query in (*USUAL, *MISSPELT)}


def _cpu(search: SearchServices, query: str) -> float:
    started = time.process_time()
    search(query)
    return (time.process_time() - started) * 1e3


def _result(name: str, queries: Sequence[str], rounds: Sequence[dict[str, float]]) -> Result:
    took = {query: statistics.median(times[query] for times in rounds) for query in queries}
    slowest = max(took, key=lambda query: took[query])
    raw = f"{len(took)} queries, the slowest “{slowest}” {took[slowest]:.3f} ms"
    return scaled(f"search.{name}", statistics.median(took.values()), "ms", raw)
