"""User and password for a proxy that asks for them: kept in the system's credential store and nowhere else."""

from __future__ import annotations

from urllib.parse import quote, urlsplit, urlunsplit

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.system import secrets

_NAME, _BETWEEN = "proxy", "\n"
BAD_INPUT = 2


def keep(user: str, password: str) -> None:
    """Keep a login; raises UserFacingError S392 where this system keeps none, S393 for one that cannot be."""
    if not user or not password or not _may_be_sent(user + password):
        raise UserFacingError(
            "S393",
            "代理的用户名和密码都要填，各一行，用英文字母、数字和符号。",
            "A proxy needs a user and a password, one line each, of Western letters, digits and signs.",
            exit_code=BAD_INPUT,
        )
    if secrets.remember(_NAME, f"{user}{_BETWEEN}{password}") != "kept":
        raise UserFacingError(
            "S392",
            "这台电脑没有可用的凭据库，代理密码没有记下；程序不会把它写到别处。",
            "This computer has no credential store; the password was not kept, and is written nowhere else.",
            "可以用U盘拷规则包，或请管理员放行这个地址。",
            "Bring packs by stick, or ask for this address to be let through.",
        )


def _may_be_sent(text: str) -> bool:
    """Tell whether the login fits into the header that proxies read (RFC 7617 leaves only Latin letters certain)."""
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return text.isprintable()


def forget() -> None:
    """Take the login out of the credential store."""
    secrets.forget(_NAME)


def user() -> str | None:
    """Return whose login is kept, None for none; the password is never shown."""
    kept = secrets.recall(_NAME)
    return None if not kept else kept.partition(_BETWEEN)[0]


def with_login(proxy: str) -> str:
    """Return the address of a proxy with the login that is kept; one that has its own stays as it is."""
    parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
    kept = None if "@" in parts.netloc else secrets.recall(_NAME)
    if not kept:
        return proxy
    name, _, password = kept.partition(_BETWEEN)
    place = f"{quote(name, safe='')}:{quote(password, safe='')}@{parts.netloc}"
    return urlunsplit((parts.scheme, place, parts.path, parts.query, parts.fragment))
