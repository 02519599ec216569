"""What a panel's error texts mean, by their words in any order and in several languages."""

import pytest

from panel import Meaning, read_error

SURE: dict[Meaning, tuple[str, ...]] = {
    Meaning.KEY: (
        "Incorrect API key", "Invalid API key", "API key is required", "Missing key", "Account suspended",
        "Account blocked", "Account restricted", "The account is inactive", "Your account was deactivated",
        "API is disabled", "Unauthenticated.", "The api_key field is required", "Clave API incorrecta",
        "Chave de API inválida", "Geçersiz API anahtarı", "API key tidak valid", "Неверный API ключ", "مفتاح API غير صحيح",
        "अमान्य API कुंजी",
    ),
    Meaning.FUNDS: (
        "Not enough funds on balance", "neworder.error.not_enough_funds", "Insufficient balance",
        "The balance of your account is insufficient", "Not enough credits", "Insufficient funds", "Saldo insuficiente",
        "Fondos insuficientes en la cuenta", "Saldo Anda tidak mencukupi", "Saldo kurang", "BAKİYENİZ YETERSİZ",
        "Недостаточно средств на балансе", "رصيدك غير كافي", "Số dư không đủ",
    ),
    Meaning.SERVICE: (
        "error.incorrect_service_id", "Incorrect service ID", "Service temporarily disabled", "Service not found",
        "This service is not available", "The service was removed", "Servicio no encontrado", "Serviço indisponível",
        "Servis bulunamadı", "Layanan tidak ditemukan", "Услуга не найдена", "الخدمة غير موجودة",
    ),
    Meaning.LINK: (
        "neworder.error.link", "Incorrect link", "Bad link", "Invalid link for this order", "The URL is invalid",
        "Link is required", "Enlace incorrecto", "Link inválido", "Geçersiz bağlantı", "Link salah",
        "Неверная ссылка", "الرابط غير صحيح", "This profile is private",
    ),
    Meaning.DUPLICATE_LINK: (
        "neworder.error.link_duplicate", "You have active order with this link. Please wait until order being completed.",
        "A new order cannot be started with the same link while that one is processing",
        "There is already an active order for the link on this service ID; wait until it is completed",
        "An identical order was just placed", "Duplicate order", "Aynı link ile devam eden sipariş var",
        "Активный заказ на эту ссылку",
    ),
    Meaning.QUANTITY: (
        "neworder.error.min_quantity", "neworder.error.max_quantity", "Maximum number exceeded.",
        "quantity must to be greater than or equal to minimum amount 50", "Enter more than the minimum number.",
        "No more than 700 per link", "Quantity must be a multiple of 25", "Cantidad incorrecta", "Quantidade mínima: 10",
        "Minimum miktar 100", "Jumlah minimal 50", "Минимальное количество 100", "الكمية غير صحيحة",
    ),
    Meaning.INTERVAL: ("Invalid Interval in minutes", "Interval is not correct", "Intervalo incorrecto"),
    Meaning.DRIPFEED: ("The service does not support dripfeed!", "Drip-feed is switched off", "drip_feed not allowed"),
    Meaning.ORDER: (
        "Incorrect order ID", "Refill not found", "Order not found", "No such order", "Invalid order", "Orden no encontrada",
        "Pedido não encontrado", "Sipariş bulunamadı", "Pesanan tidak ditemukan", "Заказ не найден", "الطلب غير موجود",
        "ऑर्डर नहीं मिला",
    ),
    Meaning.ALREADY_ASKED: (
        "There is already an open request for this order", "Refill pending", "Refill inprogress", "Refill in progress",
        "The order was already refilled", "Already requested", "Order already canceled",
    ),
    Meaning.LATER: (
        "There are no more refills available for today.", "Refill not allowed , try again later", "Not yet possible",
        "Please wait 24 hours", "Daily limit is reached",
    ),
    Meaning.RATE_LIMIT: (
        "Rate limit exceeded", "Too many requests", "Too many requests, please try again later", "Slow down!",
        "Demasiadas solicitudes", "Слишком много запросов",
    ),
    Meaning.TROUBLE: (
        "Internal server error processing order", "System error, please contact admin", "Server error", "Request timed out",
        "Time-out while asking the provider", "Something went wrong, try again", "Under maintenance", "An error occurred",
        "SQLSTATE[HY000]: gone away", "Error interno del servidor", "Внутренняя ошибка", "Sunucu hatası",
        "Your order was taken but the save failed. Contact support.",
    ),
}  # fmt: skip

UNSURE: dict[Meaning, tuple[str, ...]] = {
    Meaning.LINK: (
        "This service is for single videos, not for channels. Paste a link like https://clips.example/v/9",
        "Check the url",
    ),
    Meaning.SERVICE: ("The service says no", "Servis hatası"),
    Meaning.FUNDS: ("Look at your balance",),
    Meaning.TROUBLE: (
        "Service temporarily unavailable", "Not enough funds. Please contact support", "Internal error: incorrect link",
    ),
    Meaning.KEY: ("Forbidden", "Your account is suspended, contact support"),
    Meaning.LATER: ("Please try again later", "Try again"),
    Meaning.QUANTITY: ("Minimum quantity for this link is 10, incorrect link",),
    Meaning.OTHER: (
        "Incorrect request", "Whatever", "There was an error while creating your order", "", "…", "Order is not active",
        "Refill is not available while the order is processing", "Order received", "Cancel failed",
    ),
}  # fmt: skip


def rows(table: dict[Meaning, tuple[str, ...]]) -> list[tuple[str, Meaning]]:
    return [(text, meaning) for meaning, texts in table.items() for text in texts]


@pytest.mark.parametrize(("text", "meaning"), rows(SURE))
def test_a_text_with_particular_words_has_one_meaning(text: str, meaning: Meaning) -> None:
    assert read_error(text) == read_error(text.upper())
    assert (read_error(text).meaning, read_error(text).is_sure) == (meaning, True)


@pytest.mark.parametrize(("text", "meaning"), rows(UNSURE))
def test_a_general_word_or_several_meanings_leave_it_unsure(text: str, meaning: Meaning) -> None:
    assert (read_error(text).meaning, read_error(text).is_sure) == (meaning, False)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("funds not enough", Meaning.FUNDS),
        ("balance: insufficient", Meaning.FUNDS),
        ("ID of the service is incorrect", Meaning.SERVICE),
        ("required: api key", Meaning.KEY),
        ("the link is a bad one", Meaning.LINK),
        ("requests: too many of them", Meaning.RATE_LIMIT),
    ],
)
def test_the_order_of_the_words_does_not_count(text: str, meaning: Meaning) -> None:
    assert read_error(text).meaning is meaning


def test_every_meaning_has_texts() -> None:
    assert SURE.keys() | UNSURE.keys() == set(Meaning)
