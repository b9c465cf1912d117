"""What people type, and the category they mean: it must be among the first three. No database."""

import pytest

from gewu.catalogue.queries import categories, search_categories

PHRASES = """
路灯不亮 010137|路灯坏了三天了 010137|我家门口那条巷子晚上没灯 010137|井盖没了 010123|路上的窨井盖丢了 010123
楼道堆东西 030201|楼道里停了好几辆电动车 030201|垃圾桶坏了 010305|垃圾桶满了没人收 010305|野广告 020201
墙上贴的小广告 020201|下水道堵了 020503|化粪池满了往外冒 010303|马路上有个大坑 020113|楼上漏水 030202
楼上天天吵架 030101|邻居吵架 030101|半夜施工太吵 020301|广场舞 030204|遛狗不拴绳 020184|狗咬人 020184
暖气不热 030301|家里没暖气 030301|违建 020101|楼顶私自盖房子 020101|消防通道停满了车 020496
电动车楼下拉线充电 030205|树枝断了要砸到人 010402|停水了 030303|独居老人没人管 030302|烧垃圾 020120
路面塌了 020505|电线掉下来了 020508|车停在人行道上 020480|小区停车难 020480|共享单车乱放 020410
公厕太脏 010301|一堆垃圾没人清理 020110|装修垃圾堆在门口 020111|摆地摊 020401|烧烤油烟 020129
大喇叭扰民 020128|水管爆了 020501|下雨路就淹 020506|河里垃圾 020125|物业不管事 030102|低保怎么办 030304
墙皮往下掉 030305|健身器材坏了 010146|小区种菜 030206|雪没人扫 020507|工地灰大 020304|招牌要掉下来 020203
路等不亮 010137|景盖丢了 010123|垃及桶坏了 010305
ludeng 010137|ldbl 010137|lu deng bu liang 010137|ludengbuling 010137|jinggai 010123|xiashuidao 020503
nuanqi 030301|xiaofangtongdao 020496|loudaodui 030201|yeguanggao 020201
"""
ENGLISH = """
broken bin 010305|street lamp 010137|street lamp out 010137|pothole 020113|neighbour quarrel 030101
heating 030301|illegal buildng 020101|dog 020184|stray dog 020184|manhole 010123|blocked drain 020503
fire lane 020496|flyposting 020201|fallen tree 010402
"""


def rows(table: str) -> list[tuple[str, str]]:
    pairs = (row.rpartition(" ") for row in table.replace("\n", "|").split("|") if row)
    return [(text, code) for text, _, code in pairs]


@pytest.mark.parametrize(("text", "code"), rows(PHRASES))
def test_everyday_words_find_the_category(text: str, code: str) -> None:
    assert code in [found.code for found in search_categories(text)[:3]]


@pytest.mark.parametrize(("text", "code"), rows(ENGLISH))
def test_english_words_find_the_category(text: str, code: str) -> None:
    assert code in [found.code for found in search_categories(text, "en")[:3]]


@pytest.mark.parametrize("text", ["", "   ", "!?", "qzxwv", "𠮷" * 500, "\x00"])
def test_nonsense_finds_nothing_and_breaks_nothing(text: str) -> None:
    assert search_categories(text) == ()


def test_residents_find_only_what_they_may_choose() -> None:
    assert "010102" in [found.code for found in search_categories("污水井盖")]
    assert "010102" not in [found.code for found in search_categories("污水井盖", public_only=True)]
    assert all(category.public for category in categories(public_only=True))
