"""What people write in this bench, and the two hundred questions: the same in every run."""

import random

# The frequent first: drawn with a weight of one over the rank, as words are.
_LISTED = """
小区 楼道 垃圾 路灯 门口 物业 噪音 停车 井盖 下水道 电动车 广告 树枝 积水 摊贩 占道经营
围墙 绿化 路面 消防通道 广场 油烟 施工 扬尘 污水 漏水 电梯 监控 充电 流浪狗 健身器材 公厕
护栏 台阶 空调 外墙 脱落 线缆 私搭乱建 杂物 宠物 烧烤 渣土 标线 信号灯 公交站 学校 菜市场
共享单车 快递 水管 暖气 天然气 裂缝 塌陷 老人 邻居 装修 凌晨 扰民 蚊虫 老鼠 花坛 座椅
凉亭 雨棚 门禁 快递柜 防盗门 化粪池 阳台 晾衣 鸽子 屋顶 渗水 变压器 配电箱 高压线 通信塔 河道
死鱼 臭味 油污 玻璃 幕墙 招牌 霓虹灯 音响 棋牌 网吧 酒瓶 烟花 祭祀 火灾 灭火器 安全出口
疏散 轮椅 盲道 坡道
"""
WORDS = tuple(_LISTED.split())
WEIGHTS = tuple(1 / (rank + 1) for rank in range(len(WORDS)))
SAID = (
    "坏了三天没人修",
    "请尽快派人处理",
    "多次反映没有结果",
    "影响出行",
    "味道很大",
    "晚上看不清路",
    "存在安全隐患",
)
REPLIES = ("已通知责任单位现场处置", "经现场核实已清理完毕", "已协调物业维修", "正在采购配件预计三日内完成")


def questions() -> list[str]:
    """Two hundred: the ten most frequent words, then others, pairs, whole phrases and single characters."""
    chance = random.Random(200)
    ten = list(WORDS[:10])
    others = list(WORDS[10:90])
    pairs = [" ".join(chance.choices(WORDS, WEIGHTS, k=2)) for _ in range(60)]
    phrases = [f"{chance.choice(WORDS)}{chance.choice(SAID)}" for _ in range(30)]
    streets = [f"文化路{chance.randrange(1, 400)}号" for _ in range(10)]
    return [*ten, *others, *pairs, *phrases, *streets, *"灯狗水路树门车电火井"]
