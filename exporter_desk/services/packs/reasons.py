"""What can be wrong in a file of rules, forms or texts, in the words of the reader: loaders say it in English."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from exporter_desk.domain.text import Bilingual

if TYPE_CHECKING:
    from exporter_desk.rules.problems import RuleDataProblem

# What a problem says from its first to its last letter, and both languages; groups are filled in by their numbers.
_SAID = (
    ("is no zip that can be read.*", "不是能读的 zip 文件，多半是没有下载完整", "is no zip that can be read"),
    ("is longer than the zip says.*", "比 zip 里写的长", "is longer than the zip says"),
    ("is encrypted.*", "是加密的", "is encrypted"),
    ("is packed in a way that is not read.*", "用了不支持的压缩方式", "is packed in a way that is not read"),
    ("is a link to another file.*", "是指向别处的链接", "is a link to another file"),
    ("is no plain path inside the pack.*", "不是规则包里面的位置", "is no plain path inside the pack"),
    ("lies outside the folders of a pack.*", "放在规则包不会有的文件夹里", "lies outside the folders of a pack"),
    ("leads out of the folder", "指向文件夹以外", "leads out of the folder"),
    ("differs from .*", "和另一个文件只差大小写", "differs from another file in capitals only"),
    (
        "the file that names the pack is missing.*",
        "缺少说明这是什么包的文件",
        "the file that names the pack is missing",
    ),
    (
        "the file that names the rule book is missing",
        "缺少说明这是哪一版规则的文件",
        "names no rule book: it is missing",
    ),
    ("is larger than .*", "文件太大", "is too large for a pack"),
    ("is not the pack that was taken.*", "不是当初采用的那一份", "is not the pack that was taken"),
    ("unpacks to more than.*", "解开后大得不正常", "unpacks to far more than its size"),
    ("holds more than.*", "里面的文件太多或太大", "holds too many files, or too large ones"),
    ("is there twice.*", "出现了两次", "is there twice"),
    ("is listed, but not there.*", "清单里有，文件不在", "is listed, but not there"),
    ("is there, but not listed.*", "文件在，清单里没有", "is there, but not listed"),
    ("was changed after the list was made.*", "写好清单以后被改动过", "was changed after the list was made"),
    ("is nested too deeply", "嵌套太深", "is nested too deeply"),
    ("'utf-8' codec .*", "不是 UTF-8 文字", "is no text in UTF-8"),
    (r".*\(at line (\d+), column (\d+)\)", r"第 \1 行第 \2 列的写法不对", ""),
    (r".*\(at end of document\)", "文件末尾没有写完", ""),
    (r"Object contains unknown field `(.*)`", r"不认识“\1”这一项", r"unknown key \1"),
    (r"unknown key (.*)", r"不认识“\1”这一项", ""),
    (r"Object missing required field `(.*)`", r"缺少“\1”这一项", r"\1 is missing"),
    (r"(\w+) is missing", r"缺少“\1”这一项", ""),
    (r"Expected `(.*)`, got `(.*)`", r"应当是 \1，写的是 \2", r"expected \1, found \2"),
    (r"[Ee]xpected (.*)", r"应当是 \1", ""),
    (r"Invalid enum value (.*)", r"不能写 \1", r"\1 is not allowed here"),
    (r"Invalid value (.*)", r"不能写 \1", ""),
    (r"(.+) is there already", r"“\1”已经有了", ""),
    (r"(.+) is not a figure", r"“\1”不是数字", ""),
    (r"(.+) is out of range (.+)", r"\1 超出了范围 \2", ""),
    (r"is not of type (.+)", r"不是 \1 类型的值", ""),
    ("has no value", "没有值", ""),
    ("does not come after the value before it", "日期不在前一个值之后", ""),
    ("cites nothing", "没有写依据", ""),
    ("is no list of rules that the program knows", "不是程序认识的规则列表", ""),
    (r"no source (.+)", r"没有“\1”这份依据", ""),
    (r"no fact (.+)", r"没有“\1”这个问题", ""),
    (r"no fitting value (.+)", r"没有合用的数值“\1”", ""),
    (r"no derivation (.+)", r"没有“\1”这种推算", ""),
    (r"no (.+)", r"没有“\1”", ""),
    (r"quotes (.+), and there is no such value", r"引用了不存在的数值“\1”", ""),
    (r"quotes (.+) where no figure is filled in", r"在不填数字的地方引用了“\1”", ""),
    (r"(.+) is no answer of (.+)", r"“\1”不是 \2 的答案", ""),
    (r"(.+) does not fit a fact of type (.+)", r"“\1”不适用于 \2 类型的问题", ""),
    (r"(.+) is defined by other facts and takes only is", r"“\1”由别的答案推出，只能用 is", ""),
    ("needs exactly one of .*", "只能有 all、any、not 或一个条件中的一种", ""),
    ("a value is either none = true or given", "要么写 none = true，要么写数值", ""),
    ("there is no worked scenario", "没有示范场景", ""),
    ("expects nothing", "没有写要得出什么", ""),
    (r"receiver (.+) is not in (.+)", r"收件人“\1”不在 \2 里", ""),
    (r"id (.+) is not the name of its folder", r"编号“\1”不是它所在文件夹的名称", ""),
    (r"nothing answers to (.+)", r"没有“\1”这一项内容", ""),
    (r"there are no rows (.+)", r"没有“\1”这种表行", ""),
    ("is missing", "缺少这个文件", ""),
    ("a pack of kind (.+) may not bring this", r"\1 类的规则包不能带这个文件", ""),
    ("only a pack of kind rules names the rule book", "只有规则类的包才写规则版本", ""),
    ("is used by no rule", "没有规则用到它", ""),
    ("was last checked on (.+)", r"上次核对是 \1", ""),
    ("was last compared with its source on (.+)", r"上次与来源对照是 \1", ""),
    ("has no value on (.+)", r"在 \1 没有值", ""),
    ("another value is announced for (.+)", r"已公布从 \1 起另有一个值", ""),
    ("expired on (.+); it still counts, with a warning", r"\1 已到期；仍在使用，会提醒", ""),
    ("is (.+) again, which is (.+) already", r"又是 \1，已登记为 \2", ""),
    ("cites (.+), repealed(.*)", r"引用的 \1 已废止\2", ""),
    ("has no summary in both languages", "缺少两种语言的摘要", ""),
    ("is not marked unconfirmed, but nobody compared it on any day", "没有标为待确认，却没有核对日期", ""),
    ("is not marked unconfirmed, but says nowhere where it was seen", "没有标为待确认，却没有写在哪里看到", ""),
    ("is marked official and lacks its number or its issuer", "标为正式文本，却缺文号或发文单位", ""),
    (r"(.+) and (.+) do not say the same: one is empty(?: or shorter)?", r"\1 与 \2 不一致：有一个空着或少几条", ""),
    ("has the path of a file with another id", "和编号不同的文件同名", ""),
)
_PATTERNS = tuple((re.compile(said, re.DOTALL), zh, en) for said, zh, en in _SAID)


def in_words(problem: str) -> Bilingual:
    """Return one reason in both languages; one that nobody foresaw is quoted as the loader says it."""
    for pattern, zh, en in _PATTERNS:
        found = pattern.fullmatch(problem)
        if found is not None:
            return Bilingual(found.expand(zh), found.expand(en) if en else problem)
    return Bilingual(f"读不了（{problem}）", problem)


def told_problem(one: RuleDataProblem) -> Bilingual:
    """Return one problem: file, place and the reason in the language of the reader."""
    head, reason = str(one).removesuffix(one.problem), in_words(one.problem)
    return Bilingual(f"{head}{reason.zh}", f"{head}{reason.en}")
