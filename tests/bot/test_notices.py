"""What people are told after a tap that failed depends on whether it may have ordered something."""

import inspect

from handlers import routing
from views.order_callbacks import Ordering


def places_orders(parameter: object) -> bool:
    """Whether a handler's parameter is a use case that orders, by its name."""
    return getattr(parameter, "__name__", "").startswith("Place")


def test_the_button_of_each_handler_that_places_orders_is_marked() -> None:
    handlers = [one.callback for router in routing.routers() for one in router.callback_query.handlers]
    given = [inspect.get_annotations(one) for one in handlers]

    places = [types for types in given if any(map(places_orders, types.values()))]

    assert {types["callback_data"] for types in places} == set(Ordering.__subclasses__())
    assert len(places) > 1
