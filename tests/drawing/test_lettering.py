"""Texts are cut to what fits, and hold only what the fonts can write."""

import pytest

from drawing.lettering import cut_to_width, width_of, widths, writable


def test_both_weights_have_the_same_characters_of_all_scripts() -> None:
    assert widths()["Regular"].keys() == widths()["Bold"].keys()
    assert (
        set("AzÀßčğışŁñŽ АяЁіў ابجيّپک अझक्ष॥ 0189 $€₽₹₺«»„“…–№\u2066\u2067\u2068\u2069")
        <= widths()["Bold"].keys()
    )


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("🔥 Followers ⚡ [Real]", "Followers [Real]"),
        ("a🔥b", "a b"),
        ("粉丝", ""),
        ("−$1.00", "–$1.00"),
        ("متابعين\x07 क्लिप", "متابعين क्लिप"),
        ("1\u00a0022,52\u202f$", "1 022,52 $"),
    ],
)
def test_what_the_fonts_lack_is_left_out(text: str, left: str) -> None:
    assert writable(text) == left


@pytest.mark.parametrize(
    "text", ["Followers, fast and good", "متابعين حقيقيين وسريعين", "क्लिपस्ट्रीम व्यूज़ भारत", "W" * 500]
)
@pytest.mark.parametrize("width", [60, 100, 200])
def test_a_text_is_cut_to_its_width(text: str, width: int) -> None:
    cut = cut_to_width(text, width, 34)

    assert width_of(cut, 34) <= width
    assert cut.endswith("…")
    assert text.startswith(cut[:-1])


def test_a_text_that_fits_stays() -> None:
    assert cut_to_width("Likes", 200, 34, bold=True) == "Likes"


def test_a_cut_leaves_no_half_of_a_letter() -> None:
    whole = "की" * 20

    assert all(
        len(cut_to_width(whole, width, 34)) % 2 == 1 for width in range(100, 400)
    )  # pairs of a letter and its sign, and the dots
