"""The questions of an order, its review, and why an answer or a tap was not taken."""

from collections.abc import Iterator, Mapping

from panel.service_types import Field, ServiceType
from storage.services import CatalogueService
from tests.views.gallery.paper import Shown, plain
from tests.views.gallery.records import Records
from usecases.clock import HOUR
from usecases.errors import (
    BadAnswer,
    DecideFirst,
    InSettings,
    OrderingClosed,
    OrdersStopped,
    QuoteChanged,
    RequestFailed,
    SeveralMeanings,
    TooManyCases,
    TooManyMessages,
)
from usecases.ordering.fields import SKIPPED, questions
from usecases.pricing.quote import Quote, quote
from usecases.step import Step
from views import failures, labels, wizard
from views.questions import DEVICE_NAMES, TRAFFIC_NAMES, question

ANSWERS: Mapping[Field, str] = {
    Field.QUANTITY: "1000",
    Field.RUNS: "5",
    Field.INTERVAL: "60",
    Field.COMMENTS: "Well done!\nI like this.\nMore of it, please.",
    Field.USERNAMES: "carol\ndave",
    Field.HASHTAGS: "#spring\n#garden",
    Field.HASHTAG: "spring",
    Field.USERNAME: "alice",
    Field.MEDIA: "https://pictogram.example/p/2",
    Field.ANSWER_NUMBER: "2",
    Field.GROUPS: "https://chatter.example/g/1\nhttps://chatter.example/g/2",
    Field.MIN: "100",
    Field.MAX: "200",
    Field.POSTS: "10",
    Field.OLD_POSTS: SKIPPED,
    Field.DELAY: "30",
    Field.EXPIRY: "31/12/2030",
    Field.KEYWORDS: "garden chairs\ngarden tables",
    Field.COUNTRY: "US",
    Field.DEVICE: "5",
    Field.TYPE_OF_TRAFFIC: "1",
    Field.GOOGLE_KEYWORD: "garden chairs",
    Field.REFERRING_URL: "https://search.example",
}

LIMITS: dict[str, int | str] = {
    "min": 50,
    "max": 10_000,
    "count": 2,
    "line": 3,
    "size": 256,
}
UNKNOWN_COUNTRY: dict[str, int | str] = {"typed": "Atlantis"}


def answer_to(it: Records, field: Field) -> str:
    return it.link if field is Field.LINK else ANSWERS[field]


def step(
    it: Records, service: CatalogueService, answers: dict[str, str], balance: int | None = 996_686_500
) -> Step:
    """Where a draft with these answers stands."""
    asked = questions(service, answers)
    left = [field for field in asked if field not in answers]
    quoted = Quote(None, 0) if left else quote(service, answers)
    draft = it.draft(answers, quantity=quoted.quantity, price=quoted.price, rate=service.rate)
    number = len(asked) - len(left) + 1
    return Step(draft, service, left[0] if left else None, number, len(asked), balance)


def wizard_(it: Records) -> Iterator[Shown]:
    """Each question once, in the service that asks it first, and the review of each type of service."""
    seen: set[str] = set()
    for type_ in ServiceType:
        service, answers = it.service(type_), dict[str, str]()
        while (at := step(it, service, answers)).question is not None:
            if (asked := question(service, at.question, answers)) not in seen:
                seen.add(asked)
                whose = f", {plain(type_).lower()}" if at.question is Field.USERNAME else ""
                yield Shown(f"Question: {labels.field(at.question).lower()}{whose}", wizard.step(at))
            answers[at.question] = answer_to(it, at.question)
        yield Shown(f"Review: {plain(type_).lower()}", wizard.step(at))


def reviews(it: Records) -> Iterator[Shown]:
    plain = {Field.LINK: it.link, Field.QUANTITY: "1000", Field.RUNS: SKIPPED}
    answers = {str(name): value for name, value in plain.items()}
    usual = step(it, it.service(), answers)
    yield Shown("Review, after a wrong answer", wizard.review(usual, failures.finish_first()))
    yield Shown("Review, the account is short", wizard.review(step(it, it.service(), answers, 400_000)))
    yield Shown("Review, an order on the link is open", wizard.review(with_open_order(it, usual)))
    yield Shown("Review, without a price", wizard.review(step(it, it.service(rate="0"), answers)))
    yield Shown("Change", wizard.changes(usual))
    one_line = step(it, it.service(ServiceType.CUSTOM_COMMENTS), {"link": it.link, "comments": "Well done!"})
    yield Shown("Review, one comment", wizard.review(one_line))
    pack = it.service(ServiceType.CUSTOM_COMMENTS_PACKAGE, name="Pictogram Comments · Pack of 10")
    for count, comments in (("one", "Well done!"), ("two", "Well done!\nI like this.")):
        few = step(it, pack, {"link": it.link, "comments": comments})
        yield Shown(f"Review, {count} of ten comments", wizard.review(few))
    every_minute = step(it, it.service(), {**answers, "runs": "5", "interval": "1"})
    yield Shown("Review, a run every minute", wizard.review(every_minute))
    for device, traffic, further in (
        ("1", "2", "referring_url"),
        ("2", "3", ""),
        ("3", "3", ""),
        ("4", "3", ""),
    ):
        web = {
            "link": it.link,
            "quantity": "1000",
            "country": "WW",
            "device": device,
            "type_of_traffic": traffic,
        }
        web |= {further: "https://search.example"} if further else {}
        shown = step(it, it.service(ServiceType.WEB_TRAFFIC), {**web, "runs": SKIPPED})
        title = f"Review, visits: {DEVICE_NAMES[int(device)]}, {TRAFFIC_NAMES[int(traffic)]}"
        yield Shown(title, wizard.review(shown))
    asked = step(it, it.service(ServiceType.WEB_TRAFFIC), {**web, "type_of_traffic": "2"})
    yield Shown("Question: referring site", wizard.step(asked))
    link = step(it, it.service(), {})
    reason = failures.words(SeveralMeanings(()))
    yield Shown(
        "An answer that may be a link or a username",
        wizard.meanings(link, Field.LINK, ["https://alice.example", "alice.example"], reason),
    )
    yield Shown("An order was canceled before it was placed", wizard.dropped(it.service()))
    yield Shown("The same, and the service is no longer offered", wizard.dropped(None))


def with_open_order(it: Records, at: Step) -> Step:
    return Step(at.draft, at.service, at.question, at.number, at.of, at.balance, it.order())


def wrong_answers(it: Records) -> Iterator[Shown]:
    for reason in (*failures.REASONS, *failures.LINE_COUNTS):
        limits = UNKNOWN_COUNTRY if reason == "not_a_country" else LIMITS
        yield Shown(plain(reason), failures.words(BadAnswer(reason, limits)))
    yield Shown(
        "Not a country, but like one", failures.words(BadAnswer("not_a_country", {"typed": "Germanyy"}))
    )
    yield Shown("One line, and too few", failures.words(BadAnswer("too_few_lines", {**LIMITS, "count": 1})))


def obstacles(it: Records) -> Iterator[Shown]:
    """Why a tap did not do what its button says."""
    told = {
        InSettings: InSettings("ADMIN_IDS"),
        DecideFirst: DecideFirst(8),
        OrdersStopped: OrdersStopped("Counted twice"),
        TooManyCases: TooManyCases(3),
        TooManyMessages: TooManyMessages(20, 5 * HOUR),
    }
    for fact in failures.FACTS:
        yield Shown(plain(fact.__name__), failures.words(told.get(fact) or bare(fact)))
    yield Shown("Ordering closed", failures.words(OrderingClosed()))
    answers = {"link": it.link, "quantity": "1000", "runs": SKIPPED}
    now = step(it, it.service(), answers)
    yield Shown("Changed since the review: the price", failures.words(QuoteChanged(now, 800_000)))
    yield Shown("Changed since the review: the price is told now", failures.words(QuoteChanged(now, 0)))
    untold = step(it, it.service(rate="0"), answers)
    yield Shown(
        "Changed since the review: the price is no longer told", failures.words(QuoteChanged(untold, 800_000))
    )
    yield Shown("Changed since the review: something else", failures.words(QuoteChanged(now, 900_000)))
    yield Shown(
        "Changed since the review: the limits",
        failures.words(QuoteChanged(step(it, it.service(), {}), 900_000)),
    )
    yield Shown(
        "Changed since the review: the service", failures.words(QuoteChanged(now, 900_000, "Pictogram Likes"))
    )
    yield Shown(
        "Changed since the review: the currency", failures.words(QuoteChanged(now, 900_000, None, "EUR"))
    )


def bare(fact: type[RequestFailed]) -> RequestFailed:
    """A fact whose words do not depend on what it carries."""
    return fact.__new__(fact)
