"""Sentences for what the pack commands cannot do: no such pack, no way back, another key, an address not set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.rules.pack_zip import MAX_BYTES
from exporter_desk.services.answers import BAD_INPUT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def no_former(pack_id: str) -> UserFacingError:
    """Say that there is no version to go back to."""
    return UserFacingError(
        "S220",
        f"规则包 {pack_id} 没有保留上一版，不能退回。",
        f"There is no former version of the pack {pack_id} to go back to.",
        "不想用它，可以移除；程序自带的规则照常使用。",
        "Remove it if you do not want it; the shipped rules then count.",
        exit_code=BAD_INPUT,
    )


def not_installed(pack_id: str, known: Sequence[str]) -> UserFacingError:
    """Say that no pack with this id is installed."""
    listed_zh, listed_en = "、".join(known) or "没有", ", ".join(known) or "none"
    return UserFacingError(
        "S221",
        f"没有装编号为“{pack_id}”的规则包。",
        f"No pack “{pack_id}” is installed.",
        f"装着的规则包：{listed_zh}。",
        f"Installed packs: {listed_en}.",
        exit_code=BAD_INPUT,
    )


def other_key(told: str, found: str) -> UserFacingError:
    """Say that the key in the file is not the one that the user was told."""
    return UserFacingError(
        "S222",
        f"文件里的密钥编号是 {found}，不是你给的“{told}”。没有信任它。",
        f"The key in the file has the number {found}, not “{told}”. It is not trusted.",
        "请再向发布人核对 16 位编号；对不上就不要使用这个文件。",
        "Check the 16 characters with the publisher again; if they differ, do not use this file.",
        exit_code=BAD_INPUT,
    )


def no_key(path: Path) -> UserFacingError:
    """Say that a file holds no key."""
    return UserFacingError(
        "S223",
        f"「{path.name}」里没有能信任的密钥：不是签过名的规则包，也不是公钥文件。",
        f"“{path.name}” holds no key to trust: it is neither a signed pack nor the file of a public key.",
        "请选发布人给的 .edpack 或 .pub 文件。",
        "Choose the .edpack or .pub file from the publisher.",
        exit_code=BAD_INPUT,
    )


def no_such_key(number: str) -> UserFacingError:
    """Say that no key with this number was trusted here."""
    return UserFacingError(
        "S224",
        f"这台电脑没有另外信任编号为“{number}”的密钥。",
        f"No key “{number}” was trusted on this computer.",
        "用 pack list 看信任的密钥；程序自带的密钥随程序更新。",
        "See pack list for trusted keys; shipped keys change with the program.",
        exit_code=BAD_INPUT,
    )


def too_large(path: Path) -> UserFacingError:
    """Say that a file is larger than a pack may be."""
    return UserFacingError(
        "S225",
        f"「{path.name}」超过 {MAX_BYTES // 1024 // 1024} MB，不读。",
        f"“{path.name}” is larger than {MAX_BYTES // 1024 // 1024} MB and is not read.",
        "规则包不会这么大，请检查文件。",
        "A pack is never that large; check the file.",
        exit_code=BAD_INPUT,
    )


def wrong_words(usage: str) -> UserFacingError:
    """Say how the command is used."""
    return UserFacingError(
        "S226",
        f"命令不完整。用法：pack {usage}",
        f"The command is not complete. Usage: pack {usage}",
        exit_code=BAD_INPUT,
    )


def network_off() -> UserFacingError:
    """Say that nothing is fetched until the user names an address."""
    return UserFacingError(
        "S227",
        "程序默认不联网，还没有设置取规则包的地址。",
        "The program does not use the network; no address for packs was set.",
        "先看清地址，再填好它（命令行用 pack address 地址；pack address off 关闭）。",
        "Look at the address first, then enter it (command line: pack address URL; pack address off ends it).",
        exit_code=BAD_INPUT,
    )


def bad_address(address: str) -> UserFacingError:
    """Say that an address is none to fetch packs from."""
    return UserFacingError(
        "S228",
        f"“{address}”不能用来取规则包：要以 https:// 开头，不带用户名和密码。",
        f"“{address}” is no address for packs: it begins with https:// and holds no user and password.",
        "请核对发布人给的地址。",
        "Check the address that the publisher gave.",
        exit_code=BAD_INPUT,
    )


def elsewhere(address: str, allowed: str) -> UserFacingError:
    """Say that an address lies outside the one that was set."""
    return UserFacingError(
        "S229",
        f"“{address}”不在设置的地址 {allowed} 之下，没有去取。",
        f"“{address}” does not lie below the address {allowed} that was set; nothing was fetched.",
        "要换地方取，先用 pack address 改地址。",
        "To fetch from another place, change it with pack address first.",
        exit_code=BAD_INPUT,
    )
