"""Panels whose list of services is not one list of what there is."""

from typing import Any, ClassVar

from sandbox.panel.book import Order, as_id
from sandbox.panel.catalogue import Service
from sandbox.panel.dialects.dialect import Dialect, Sent
from sandbox.panel.refused import Refused

PAGE = 100
UNKNOWN_FOR = 2.0  # seconds in which a new order is not yet known to `status`


class Pages(Dialect):
    """A hundred services a call; two of them share an id; a new order is not known at once."""

    name = "hundred-a-page"
    about = "Lists 100 services a call and turns by offset; knows a new order only after two seconds."
    least_services = 250
    FIRST, SECOND = 145, 146

    def page(self, services: list[Service], sent: Sent) -> list[Service]:
        offset = as_id(sent.get("offset", ""))
        return services[offset : offset + PAGE]

    def service(self, service: Service) -> dict[str, Any]:
        row = super().service(service)
        return row | {"service": self.FIRST} if service.id == self.SECOND else row

    def own(self, key: str, text: str) -> Order:
        order = super().own(key, text)
        if self.book.clock.now() - order.created < UNKNOWN_FOR:
            raise Refused("Incorrect order ID")
        return order


class Places(Dialect):
    """A service's id is its place in the list, so it changes. Some types are its own."""

    name = "places-for-ids"
    about = "Numbers its services by their places in the list; has types that nobody else has."
    types: ClassVar = {"Poll": "Platform 4", "SEO": "Platform 7"}

    def _listed(self) -> list[Service]:
        return [service for service in self.book.services.values() if not service.removed]

    def read(self, sent: Sent) -> Sent:
        if "service" not in sent:
            return sent
        place, listed = as_id(sent["service"]), self._listed()
        known = 1 <= place <= len(listed)
        return sent | {"service": str(listed[place - 1].id) if known else ""}

    def services(self, rows: list[dict[str, Any]]) -> Any:
        return [row | {"service": place} for place, row in enumerate(rows, 1)]

    def service(self, service: Service) -> dict[str, Any]:
        return super().service(service) | {"type": self.types.get(service.type, service.type)}


class UnknownTypes(Dialect):
    """No service has a type that anybody knows."""

    name = "unknown-types"
    about = "Calls the types of all its services by names of its own."

    def service(self, service: Service) -> dict[str, Any]:
        return super().service(service) | {"type": f"Platform {len(service.type)}"}
