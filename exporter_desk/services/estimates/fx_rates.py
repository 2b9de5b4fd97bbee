"""Exchange rates on this machine: the bundled history, and what the user fetched over it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from exporter_desk.costs.fx import FxHistory, read_history
from exporter_desk.costs.fx_feed import FeedError, checked, read_feed, to_csv, with_rows
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.money import round_half_up
from exporter_desk.domain.numbers import trimmed
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.answers import BAD_INPUT, Answer, refused, same
from exporter_desk.system.files import as_user_facing, write_atomically
from exporter_desk.system.paths import find_paths

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from exporter_desk.costs.prices import Prices
    from exporter_desk.domain.json_value import JsonObject
    from exporter_desk.services.desk import Desk

ADDRESS = "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist-90d.xml"
ECB = "ECB euro foreign exchange reference rates, cross rates to CNY"
MOST_BYTES = 2_000_000
SCHEMA, SCHEMA_VERSION = "exporter-desk/fx", 1


def fx_file() -> Path:
    """Return where fetched rates lie; the file need not exist."""
    return find_paths().data.parent / "rates" / "fx" / "ecb_cny.csv"


def with_fetched(prices: Prices, file: Path) -> Prices:
    """Return the prices with the fetched rates over the bundled ones; a damaged file counts as none."""
    fetched = _stored(file)
    if fetched is None:
        return prices
    return replace(prices, fx=with_rows(prices.fx, fetched.rows, f"{ECB} ({fetched.days[-1].isoformat()})"))


def _stored(file: Path) -> FxHistory | None:
    try:
        text = file.read_text(encoding="utf-8")
        history = read_history(text, ECB)
    except (OSError, ValueError, ArithmeticError):
        return None
    return history if history.days else None


def run(desk: Desk, words: tuple[str, ...], day: date, today: date) -> Answer:
    """Do what the words of the command ask: `show [CURRENCY]` or `refresh [ADDRESS]`."""
    action, rest = (words[0], words[1:]) if words else ("show", ())
    if action not in {"show", "refresh"} or len(rest) > 1:
        return refused(_unclear(" ".join(words)))
    if action == "refresh":
        return refresh(desk, rest[0] if rest else ADDRESS, today, fx_file())
    return shown(desk, rest[0] if rest else "", day, fx_file())


def refresh(
    desk: Desk, address: str, today: date, file: Path, told: Callable[[int, int], object] = lambda done, total: None
) -> Answer:
    """Fetch the reference rates of the last ninety days and keep them; on any failure the known ones stay.

    `told` hears how many bytes came of how many, and may raise to stop.
    """
    from exporter_desk.system.download import Limits, download, is_allowed

    if not is_allowed(address):
        return refused(_not_allowed(address))
    incoming = file.with_name("incoming.xml")
    try:
        told(0, 0)
        download(address, incoming, Limits(MOST_BYTES), told)
        content = incoming.read_bytes()
        told(len(content), len(content))
        rows = read_feed(content)
        checked(rows, desk.prices.fx, today)
    except UserFacingError as error:
        raise _in_words(error) from error
    except FeedError as error:
        raise _wrong_content(address, str(error)) from error
    except OSError as error:
        raise as_user_facing(error, incoming) from error
    finally:
        incoming.unlink(missing_ok=True)
    before = _stored(file)
    kept = {**({} if before is None else before.rows), **rows}
    write_atomically(file, to_csv(kept).encode())
    desk.forget_cards()
    return shown(desk, "", today, file, action="refresh", address=address)


def shown(desk: Desk, currency: str, day: date, file: Path, *, action: str = "show", address: str = ADDRESS) -> Answer:
    """Tell the rate of one currency, or of all, as an estimate of `day` would use it, with its own day."""
    history = desk.prices.fx
    wanted = currency.strip().upper()
    known = sorted({code for rates in history.rows.values() for code in rates})
    if wanted and wanted not in known:
        return refused(_no_currency(wanted, known))
    rates: list[JsonObject] = []
    for code in [wanted] if wanted else known:
        quote = history.on(code, day)
        if quote is not None and quote.as_of is not None:
            rates.append(
                {"currency": code, "cny": trimmed(round_half_up(quote.rate, 8)), "as_of": quote.as_of.isoformat()}
            )
    data: JsonObject = {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "action": action,
        "day": day.isoformat(),
        "source": history.source,
        "fetched": _stored(file) is not None,
        "newest": history.days[-1].isoformat() if history.days else None,
        "address": address,
        "rates": list(rates),
    }
    head = Bilingual(
        f"汇率表最新到 {data['newest']}（{history.source}）；只用于估算，不用于退税和报关。取数地址：{address}",
        f"Rates up to {data['newest']} ({history.source}); for estimates only, not for refunds or declarations. "
        f"Fetched from: {address}",
    )
    lines = tuple(same(f"1 {one['currency']} = {one['cny']} CNY\t{one['as_of']}") for one in rates)
    return Answer(data=data, lines=(head, *lines))


def _in_words(error: UserFacingError) -> UserFacingError:
    """Keep what happened, and say what helps here: rates can be typed."""
    return UserFacingError(
        error.code,
        error.zh,
        error.en,
        "原来的汇率没有动。可以过一会再试，或在费用页手填汇率。",
        "The known rates stay as they were. Try again later, or type the rates on the cost page.",
        exit_code=error.exit_code,
    )


def _wrong_content(address: str, found: str) -> UserFacingError:
    return UserFacingError(
        "S231",
        f"{address} 给的不是欧洲央行的汇率表（{found}），没有采用。",
        f"{address} did not give the table of reference rates ({found}); nothing was taken over.",
        "原来的汇率没有动。请核对地址和电脑日期，或在费用页手填汇率。",
        "The known rates stay as they were. Check the address and the date of this computer, or type the rates.",
    )


def _not_allowed(address: str) -> UserFacingError:
    return UserFacingError(
        "S232",
        f"不能从“{address}”取汇率：只接受 https 地址，里面不带用户名和密码。",
        f"Rates cannot be fetched from “{address}”: https only, without user and password.",
        f"例如 {ADDRESS}",
        f"For example {ADDRESS}",
        exit_code=BAD_INPUT,
    )


def _no_currency(code: str, known: list[str]) -> UserFacingError:
    listed = " ".join(known)
    return UserFacingError(
        "S233",
        f"汇率表里没有 {code}。",
        f"The table has no rate of {code}.",
        f"有的币种：{listed}；别的请在费用页手填。",
        f"Known: {listed}; type others on the cost page.",
        exit_code=BAD_INPUT,
    )


def _unclear(found: str) -> UserFacingError:
    return UserFacingError(
        "S234",
        f"看不懂“{found}”。",
        f"“{found}” is not understood.",
        "可以用：data fx show、data fx show USD、data fx refresh。",
        "Use data fx show, data fx show USD or data fx refresh.",
        exit_code=BAD_INPUT,
    )
