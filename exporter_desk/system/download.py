"""Fetches one file over the network when the user asked for it: from the shown place only, resumable, within limits."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import urljoin, urlsplit

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.system import files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import requests

CONNECT_SECONDS, READ_SECONDS = 10.0, 20.0
PATIENCE_SECONDS, LEAST_BYTES_A_SECOND = 30.0, 512
MOST_HOPS = 3
_CHUNK = 64 * 1024
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})
_MOVED = frozenset({301, 302, 303, 307, 308})
_FINE, _PART, _PAST_END, _PROXY_LOGIN = 200, 206, 416, 407
PROXY_LOGIN = "S231"  # the proxy asks who is there

Reason = Literal[
    "no_answer", "slow", "insecure", "broken_off", "redirect", "refused", "too_large", "proxy", "proxy_login"
]


@dataclass(frozen=True, slots=True)
class Limits:
    """How large the file may be in bytes, and how many seconds to wait for a connection and for the next bytes.

    A transfer that after `patience` seconds came at fewer than LEAST_BYTES_A_SECOND would never end, and is given up.
    """

    most_bytes: int
    connect: float = CONNECT_SECONDS
    read: float = READ_SECONDS
    patience: float = PATIENCE_SECONDS


def is_allowed(address: str) -> bool:
    """Tell whether an address may be asked at all: https without user and password; plain http only to this machine."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or parts.username is not None or parts.password is not None or not address.isascii():
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and host in _HERE)


def lies_below(address: str, allowed: str) -> bool:
    """Tell whether an address is the allowed one or lies in its folder, on the same host and port."""
    if not is_allowed(address) or not is_allowed(allowed) or _origin(address) != _origin(allowed):
        return False
    path, top = urlsplit(address).path, urlsplit(allowed).path
    inside = top if top.endswith("/") else top + "/"
    climbs = any(part in (".", "..") for part in path.lower().replace("%2e", ".").split("/"))
    return not climbs and (path == top or path.startswith(inside))


def _origin(address: str) -> tuple[str, str, int]:
    parts = urlsplit(address)
    return parts.scheme, (parts.hostname or "").lower(), parts.port or (443 if parts.scheme == "https" else 80)


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is to be fetched, and the place that was shown to the user: redirects may not lead out of it."""

    address: str
    within: str
    limits: Limits
    told: Callable[[int, int], object]


def download(
    address: str,
    target: Path,
    limits: Limits,
    told: Callable[[int, int], object] = lambda done, total: None,
    *,
    within: str = "",
) -> None:
    """Write what lies at `address` to `target`; what an earlier try left beside it is continued.

    A redirect is followed when it stays `within` the address that the user saw (without one: the folder of `address`).

    Nothing but the request is sent: no cookies, no stored passwords, no word about the user. Raises UserFacingError.
    """
    import requests

    part = target.with_name(target.name + ".part")
    with requests.Session() as session:
        session.auth = _no_password  # without one, requests would look for a password in the user's .netrc
        session.proxies.update(proxies_for(address))
        session.headers.update({"User-Agent": "exporter-desk", "Accept-Encoding": "identity"})
        try:
            _fetch(session, _Wish(address, within or address.rpartition("/")[0], limits, told), part)
        except requests.RequestException as error:
            raise _in_words(_reason(error), address) from error
        except OSError as error:
            raise files.as_user_facing(error, part) from error
    try:
        part.replace(target)
        _mark(part).unlink(missing_ok=True)
    except OSError as error:
        raise files.as_user_facing(error, target) from error


def proxies_for(address: str) -> dict[str, str]:
    """Return the proxies of the system for an address, with the login that the credential store keeps.

    One that carries a login of its own stays as it is; nothing of a login is written anywhere.
    """
    from requests.utils import get_environ_proxies

    found = get_environ_proxies(address)
    if not found:
        return {}
    from exporter_desk.system.proxy_login import with_login

    return {scheme: with_login(proxy) for scheme, proxy in found.items()}


def _no_password(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _mark(part: Path) -> Path:
    """Return where the version of a half-fetched file is noted: only the same version is continued."""
    return part.with_name(part.name + ".etag")


def _fetch(session: requests.Session, wish: _Wish, part: Path) -> None:
    part.parent.mkdir(parents=True, exist_ok=True)
    start, version = _left_over(part)
    with _asked(session, wish, start, version) as answer:
        if answer.status_code == _PAST_END and start:
            part.unlink()
            _mark(part).unlink(missing_ok=True)
            return _fetch(session, wish, part)
        if answer.status_code == _PROXY_LOGIN:
            raise _in_words("proxy_login", wish.address)
        if answer.status_code not in (_FINE, _PART):
            raise _in_words("refused", wish.address, str(answer.status_code))
        continued = answer.status_code == _PART and _starts_at(answer, start)
        if answer.status_code == _PART and not continued:
            raise _in_words("broken_off", wish.address)
        _mark(part).write_text(answer.headers.get("ETag", ""), encoding="utf-8")
        _write(answer, part, start if continued else 0, wish)
    return None


def _left_over(part: Path) -> tuple[int, str]:
    """Return how many bytes an earlier try left, and of which version; none without a version to compare."""
    try:
        version = _mark(part).read_text(encoding="utf-8")
        size = part.stat().st_size
    except (OSError, UnicodeDecodeError):
        return 0, ""
    return (size, version) if version.startswith('"') and size else (0, "")


def _asked(session: requests.Session, wish: _Wish, start: int, version: str) -> requests.Response:
    """Ask, and follow a few redirects inside the shown place; any other place was not shown to the user."""
    headers = {"Range": f"bytes={start}-", "If-Range": version} if start else {}
    here, limits = wish.address, wish.limits
    for _hop in range(MOST_HOPS + 1):
        answer = session.get(
            here,
            headers=headers,
            stream=True,
            allow_redirects=False,
            timeout=(limits.connect, limits.read),
            proxies=dict(session.proxies),  # named here, they win over those of the environment, which have no login
        )
        session.cookies.clear()
        if answer.status_code not in _MOVED:
            return answer
        here = urljoin(here, answer.headers.get("Location", ""))
        answer.close()
        if not lies_below(here, wish.within):
            break
    raise _in_words("redirect", wish.address, urlsplit(here).hostname or "")


def _starts_at(answer: requests.Response, start: int) -> bool:
    return answer.headers.get("Content-Range", "").startswith(f"bytes {start}-")


def _write(answer: requests.Response, part: Path, start: int, wish: _Wish) -> None:
    limits, place, begun = wish.limits, urlsplit(answer.url).hostname or "", time.monotonic()
    length = answer.headers.get("Content-Length", "")
    total = start + int(length) if length.isdigit() else 0
    if total > limits.most_bytes:
        raise _in_words("too_large", place)
    with part.open("ab" if start else "wb") as file:
        done = file.tell() if start else 0
        for chunk in _pieces(answer):
            done += len(chunk)
            if done > limits.most_bytes:
                raise _in_words("too_large", place)
            file.write(chunk)
            wish.told(done, total)
            spent = time.monotonic() - begun
            if spent > limits.patience and done - start < LEAST_BYTES_A_SECOND * spent:
                raise _in_words("slow", place)
    if total and done != total:
        raise _in_words("broken_off", place)


def _pieces(answer: requests.Response) -> Iterator[bytes]:
    """Yield what came as soon as it came: a trickle shall not hide behind a piece that fills for hours."""
    import requests
    from urllib3 import exceptions

    try:
        while piece := answer.raw.read1(_CHUNK):
            yield piece
    except exceptions.ReadTimeoutError as error:
        raise requests.ReadTimeout(error) from error
    except exceptions.ProtocolError as error:
        raise requests.exceptions.ChunkedEncodingError(error) from error
    except exceptions.HTTPError as error:
        raise requests.ConnectionError(error) from error


def _reason(error: requests.RequestException) -> Reason:
    import requests

    kinds: tuple[tuple[type[Exception], Reason], ...] = (
        (requests.exceptions.SSLError, "insecure"),
        (requests.exceptions.ProxyError, "proxy"),
        (requests.exceptions.ConnectTimeout, "no_answer"),
        (requests.exceptions.ReadTimeout, "slow"),
        (requests.exceptions.ChunkedEncodingError, "broken_off"),
    )
    reason: Reason = next((reason for kind, reason in kinds if isinstance(error, kind)), "no_answer")
    # The tunnel to an https address is refused before there is an answer: its number stands in the text alone.
    return "proxy_login" if reason == "proxy" and str(_PROXY_LOGIN) in str(error) else reason


_WORDS: dict[Reason, tuple[str, str, str, str]] = {
    "no_answer": (
        "连不上 {place}。", "{place} cannot be reached.",
        "请检查网络；也可以用U盘拷规则包。", "Check the network; a pack may come by stick too.",
    ),
    "slow": (
        "{place} 太久没有回应，先停下了。", "{place} did not go on answering, so it was stopped.",
        "已取到的部分会留着，请过一会再试。", "What was fetched is kept; try again later.",
    ),
    "insecure": (
        "{place} 的安全证书不对，没有去取。",
        "The certificate of {place} is not right; nothing was fetched.",
        "请检查电脑的日期；仍然这样就不要用这个网络。",
        "Check the date of this computer; if it is right, do not use this network.",
    ),
    "broken_off": (
        "从 {place} 取到一半断了。", "The transfer from {place} broke off.",
        "再取一次会接着取。", "Fetching again continues it.",
    ),
    "redirect": (
        "{place} 要转到另一个地方（{more}），没有跟去。",
        "{place} points to another place ({more}), which was not followed.",
        "请向发布人核对地址。", "Check the address with the publisher.",
    ),
    "refused": (
        "{place} 没有给出文件（回答 {more}）。", "{place} did not give the file (answer {more}).",
        "请核对地址，或过一会再试。", "Check the address, or try again later.",
    ),
    "too_large": (
        "{place} 给的文件太大，没有取。", "The file from {place} is too large and was not fetched.",
        "请向发布人核对地址。", "Check the address with the publisher.",
    ),
    "proxy": (
        "代理服务器没有接通，取不到 {place}。", "The proxy did not connect to {place}.",
        "请检查系统的代理设置。", "Check the proxy settings of the system.",
    ),
    "proxy_login": (
        "代理服务器要用户名和密码（407），取不到 {place}。",
        "The proxy asks for a user and a password (407); {place} was not fetched.",
        "在“规则包”页填一次，或用命令 pack proxy 用户名；密码只存在系统的凭据库里。",
        "Type them once on the page Rule packs, or use pack proxy USER; only the credential store keeps them.",
    ),
}  # fmt: skip


def _in_words(reason: Reason, place: str, more: str = "") -> UserFacingError:
    zh, en, remedy_zh, remedy_en = (text.format(place=place, more=more) for text in _WORDS[reason])
    return UserFacingError(PROXY_LOGIN if reason == "proxy_login" else "S230", zh, en, remedy_zh, remedy_en)
