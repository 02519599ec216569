"""The colours of a picture, light and dark."""

from dataclasses import dataclass
from enum import StrEnum

from storage.orders import OrderStage


class ThemeName(StrEnum):
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Theme:
    page: str
    card: str
    ink: str
    muted: str
    grid: str
    orders: str
    sold: str
    margin: str
    loss: str
    slow: str
    stages: dict[OrderStage | None, str]


STAGES: dict[OrderStage | None, str] = {
    OrderStage.COMPLETED: "#2fb573",
    OrderStage.PARTIAL: "#f0b03a",
    OrderStage.CANCELED: "#9b7fe6",
    OrderStage.FAILED: "#e5575c",
    OrderStage.CLOSED: "#93a0ae",
    None: "#4a90f0",
}

THEMES = {
    ThemeName.LIGHT: Theme(
        page="#eef1f6",
        card="#ffffff",
        ink="#17212b",
        muted="#5b6876",
        grid="#dfe5ec",
        orders="#3f86ee",
        sold="#b5d3fa",
        margin="#23a566",
        loss="#e5575c",
        slow="#ef9443",
        stages=STAGES,
    ),
    ThemeName.DARK: Theme(
        page="#0e1621",
        card="#1a2531",
        ink="#f4f7fa",
        muted="#a3b0bd",
        grid="#2f3d4b",
        orders="#5b9cf5",
        sold="#37567d",
        margin="#35c27e",
        loss="#f0666b",
        slow="#f3a45c",
        stages=STAGES,
    ),
}
