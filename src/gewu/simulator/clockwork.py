"""What happens to the clocks of a town: they are paused, extended, and appealed against."""

from datetime import timedelta

from gewu.kernel.canonical import JsonValue
from gewu.simulator import hours
from gewu.simulator.story import Who
from gewu.simulator.way import CLERK, DISPATCHER, SUPERVISOR, Way

AGREED = {"extension": 0.85, "appeal": 0.6}
BASES = {
    "weather": "市重污染天气应急预案：橙色预警期间停止土石方作业",
    "appraisal": "行政许可法第四十五条：检测、鉴定所需时间不计算在期限内",
    "hearing": "公告期间不计入办理期限",
}


def pause(way: Way) -> None:
    """On a legal ground, by the dispatcher; it goes on by itself."""
    way.office_time(20, 200)
    today = way.now.astimezone(hours.zone()).date()
    until = today + timedelta(days=way.chance.randint(3, 9))
    ground = way.chance.choice(sorted(BASES))
    way.pause(DISPATCHER, pause_reason=ground, basis=BASES[ground], resume_on=until)
    way.now = hours.midnight(until) + timedelta(hours=8)
    way.office_time(5, 90)


def extend(way: Way) -> None:
    """The office asks at once when it sees what it took on; two others decide."""
    way.now += timedelta(minutes=way.chance.uniform(5, 30))
    ask(way, way.handler)
    way.office_time(10, 120)
    way.move(reviewer(way), "review_extension", decision="agree")
    way.office_time(10, 150)
    way.move(DISPATCHER, "decide_extension", **_opinion(way, "extension"))


def ask(way: Way, who: Who) -> None:
    way.move(who, "ask_extension", reason=way.voice.one_of(way.shape.words.extensions))


def appeal(way: Way) -> None:
    """Against having been late; reviewed twice."""
    way.office_time(60, 400)
    complain(way, way.handler)
    way.office_time(30, 200)
    way.move(DISPATCHER, "review_appeal", decision="agree")
    way.office_time(30, 200)
    way.move(way.chance.choice([SUPERVISOR, CLERK]), "decide_appeal", **_opinion(way, "appeal"))


def complain(way: Way, who: Who) -> None:
    way.move(who, "appeal", reason=way.voice.one_of(way.shape.words.appeals))


def reviewer(way: Way) -> Who:
    """Another hand of the office; of an office of one, the supervisor."""
    if way.handler.role != "handler":
        return SUPERVISOR
    return Who("handler", way.office.key, way.handler.nth + 1)


def _opinion(way: Way, what: str) -> dict[str, JsonValue]:
    if way.chance.random() < AGREED[what]:
        return {"decision": "agree"}
    return {"decision": "decline", "note": way.voice.one_of(way.shape.words.declines)}
