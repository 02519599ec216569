"""What a search finds, held against a plain look at every word of every service."""

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz, process

from storage.services import CatalogueService
from usecases.browsing.catalogue import Catalogue
from usecases.browsing.search_index import MAX_CACHED_SEARCHES, words_of
from usecases.browsing.search_services import SearchServices, is_exact
from usecases.browsing.shelves import Shelves

WORDS = [
    "Followers",
    "Follow",
    "Likes",
    "Real",
    "Подписчики",
    "Лайки",
    "USA",
    "1K",
    "100",
    "x2",
    "low",
    "İstanbul",
]
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
IDS = st.one_of(st.integers(1, 3_000).map(str), st.sampled_from(["srv_x-9", "A B", "Low"]))
QUERIES = st.lists(
    st.one_of(
        st.sampled_from([*WORDS, "folowers", "подпищики", "лайк", "f", "l", "1", "10", "29", "2999", "ollo", "zzz", "srv_x-9"]),
        st.text("folwersпдичк12", max_size=7),
    ),
    max_size=6,
).map(" ".join)  # fmt: skip


def service(number: str, name: str, category: str) -> CatalogueService:
    return CatalogueService(number, name, "default", category, "1", 1, 1, "", False, False, False)


def plainly(services: list[CatalogueService], text: str) -> list[str]:
    """The same ranking, word by word."""
    names: list[set[str]] = [{*words_of(one.name), one.id.casefold()} for one in services]
    categories = [set(words_of(one.category)) for one in services]
    vocabulary = sorted(set().union(*names, *categories))
    if is_exact(text):
        wanted = set(words_of(text)[:8])
        same_id = [one.id for one in services if one.id == text.strip()]
        found = [one.id for one, name in zip(services, names, strict=True) if wanted and wanted <= name]
        return list(dict.fromkeys(same_id + found))
    met: dict[int, list[float]] = defaultdict(list)
    corrected = 0
    for word in words_of(text)[:8]:
        like = {known: worth for known in vocabulary if (worth := likeness(word, known))}
        if not like and len(word) > 2 and corrected < 2:
            corrected += 1
            near = process.extract(word, vocabulary, scorer=fuzz.ratio, score_cutoff=75, limit=10)
            like = {known: ratio / 2 for known, ratio, _ in near}
        for place in range(len(services)):
            worths = [like[known] for known in names[place] if known in like]
            worths += [like[known] * 0.6 for known in categories[place] if known in like]
            if worths:
                met[place].append(max(worths))
    most = max(map(len, met.values()), default=0)
    ranked = sorted(
        (place for place in met if len(met[place]) == most), key=lambda place: (-sum(met[place]), place)
    )
    exact = [place for place, one in enumerate(services) if one.id == text.strip()]
    return [services[place].id for place in dict.fromkeys(exact + ranked)]


def likeness(word: str, known: str) -> float:
    if word == known:
        return 100.0
    if known.startswith(word):
        return 80.0
    return 55.0 if len(word) > 2 and word in known else 0.0


@given(st.dictionaries(IDS, st.tuples(TEXTS, TEXTS), max_size=12), st.lists(QUERIES, min_size=1, max_size=6))
def test_the_index_finds_what_a_plain_look_finds_in_the_same_order(
    texts: dict[str, tuple[str, str]], queries: list[str]
) -> None:
    services = [service(number, name, category) for number, (name, category) in texts.items()]
    catalogue = Catalogue(1)
    catalogue.put_up(Shelves(services), None)
    search = SearchServices(catalogue)

    for query in [*queries, *queries]:  # the second time from the cache
        found = search(query)
        assert [one.id for one in found] == plainly(services, query)
        assert len(found) == len(list(found))
        assert list(found[1:3]) == list(found)[1:3]


@pytest.mark.parametrize(
    ("typed", "found"),
    [("instgram folowers", "1"), ("подпищики", "2"), ("viewz", "3"), ("tikktok", "3"), ("qqqqqq", None), ("zz", None)],
)  # fmt: skip
def test_misspelt_words_find_what_was_meant(typed: str, found: str | None) -> None:
    catalogue = Catalogue(1)
    services = [service("1", "Followers", "Instagram"), service("2", "Подписчики", "VK")]
    catalogue.put_up(Shelves([*services, service("3", "Views", "TikTok")]), None)

    assert [one.id for one in SearchServices(catalogue)(typed)] == ([found] if found else [])


def test_the_last_searches_are_cached_and_no_more() -> None:
    catalogue = Catalogue(1)
    catalogue.put_up(Shelves([service("1", "Likes", "Pictogram")]), None)
    search = SearchServices(catalogue)
    found = search("likes")
    assert search("likes") is found

    for number in range(MAX_CACHED_SEARCHES):
        search(f"likes number {number}")

    assert search("likes") is not found


def test_a_search_is_of_the_catalogue_as_it_is_now() -> None:
    catalogue = Catalogue(1)
    search = SearchServices(catalogue)
    catalogue.put_up(Shelves([service("1", "Followers", "Pictogram")]), None)
    assert [one.id for one in search("followers")] == ["1"]

    catalogue.put_up(Shelves([service("2", "Likes", "Pictogram")]), None)

    assert not search("followers")
    assert [one.id for one in search("likes")] == ["2"]


@pytest.mark.parametrize("typed", ["1,5k", "2027-12-31", "https://t.me/example/12", "t.me/example", "1 500"])
def test_a_number_a_date_and_a_link_find_nothing_that_is_only_like_them(typed: str) -> None:
    catalogue = Catalogue(1)
    catalogue.put_up(Shelves([service("15", "Likes 5k 31 https example", "Pictogram t me")]), None)

    assert list(SearchServices(catalogue)(typed)) == []


def test_a_number_finds_its_id_and_the_name_that_has_it() -> None:
    catalogue = Catalogue(1)
    catalogue.put_up(Shelves([service("7", "Pack of 100", "Pictogram"), service("100", "Likes", "P")]), None)

    assert [one.id for one in SearchServices(catalogue)("100")] == ["100", "7"]
