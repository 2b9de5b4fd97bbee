"""The command `words`: an amount as it stands in words on paper, or why it has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.numbers import parse_decimal
from exporter_desk.domain.text import Bilingual
from exporter_desk.domain.words import LARGEST, WordsRefusedError, cny_words, english_words
from exporter_desk.services.answers import BAD_INPUT, Answer, refused, same

if TYPE_CHECKING:
    from exporter_desk.rules.codes import CodeTables

_EXAMPLE = Bilingual(
    "例如 words cny 107000.53，或 words en USD 12450.50。",
    "For example words cny 107000.53, or words en USD 12450.50.",
)
_REASONS = {
    "usage": Bilingual(
        "cny 后面是一个金额，en 后面是币种和一个金额。", "cny takes one amount, en takes a currency and one amount."
    ),
    "not_a_number": Bilingual("这不是金额。", "This is no amount."),
    "negative": Bilingual("金额不能是负数。", "An amount must not be negative."),
    "zero": Bilingual("英文大写没有零金额。", "An amount of zero has no English words."),
    "too_small": Bilingual("四舍五入到分以后是零。", "Rounded to the fen nothing is left of it."),
    "too_large": Bilingual(f"金额最大是 {LARGEST}。", f"The largest amount is {LARGEST}."),
    "fraction": Bilingual("这个币种没有小数。", "This currency has no fractions."),
}


def words_answer(kind: str, rest: list[str], codes: CodeTables) -> Answer:
    """Print an amount in words as it stands on paper: `cny` AMOUNT, or `en` CURRENCY AMOUNT."""
    if len(rest) != {"cny": 1, "en": 2}[kind]:
        return _refusal("usage", rest, codes)
    amount = parse_decimal(rest[-1])
    if amount is None:
        return _refusal("not_a_number", rest, codes)
    try:
        words = cny_words(amount) if kind == "cny" else english_words(codes.currency_words(rest[0].upper()), amount)
        return Answer(lines=(same(words),))
    except WordsRefusedError as error:
        return _refusal(error.reason, rest, codes)


def _refusal(reason: str, rest: list[str], codes: CodeTables) -> Answer:
    found, why = " ".join(rest), _REASONS.get(reason) or _currencies(codes)
    return refused(
        UserFacingError(
            "S42",
            f"“{found}”不能写成大写金额：{why.zh}",
            f"“{found}” cannot be written in words: {why.en}",
            _EXAMPLE.zh,
            _EXAMPLE.en,
            exit_code=BAD_INPUT,
        )
    )


def _currencies(codes: CodeTables) -> Bilingual:
    known = [code for code in codes.rows("currencies") if codes.currency_words(code)]
    return Bilingual(
        f"这个币种的英文大写暂未收录，已收录：{'、'.join(known)}。",
        f"the English words of this currency are not covered yet; covered are {', '.join(known)}.",
    )
