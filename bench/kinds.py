"""What is asked: seven kinds of request, each as a client would send it."""

import json
import time
from dataclasses import dataclass
from itertools import count
from typing import Any
from urllib.parse import urlencode

from bench.town import Town, session_of

Request = dict[str, str]
CREATES = 4_000
# Of the cases that the bench told itself: nobody has touched them yet.
WAITING = """
SELECT id::text, category FROM cases_case
WHERE stage = 'reported' AND version = 1 AND category = ANY(%s) AND township < 999999999
"""
_keys = (f"bench-{time.time_ns()}-{number}" for number in count())


@dataclass
class Kind:
    """One kind of request. Requests that change something are used up; the others come again and again."""

    key: str
    title: str
    headers: list[str]
    requests: list[Request]
    writes: bool = False

    def task(self, requests: list[Request]) -> dict[str, Any]:
        return {"headers": self.headers, "requests": requests, "again": not self.writes}

    def take(self, number: int) -> list[Request]:
        """Requests for one look inside; nobody else sends them again if they change something."""
        taken = self.requests[:number]
        if self.writes:
            self.requests = self.requests[number:]
        return taken


def kinds(town: Town) -> list[Kind]:
    """All of them, for one town."""
    told = town.told
    token = [f"Authorization: Bearer {told['token']}", "Accept-Language: zh-CN"]
    with town.connect() as session:
        rows = session.execute(WAITING, [list(told["standards"])])
        waiting = [(case, told["standards"][category]) for case, category in rows]
    cookie = [f"Cookie: {session_of(town, 'clerk')}", "Accept-Language: zh-CN"]
    spots: list[tuple[float, float]] = told["points"]
    pages = [_get(f"/desk/cases/{case}/") for case in told["read"]]
    asked = [
        _get(f"/api/v1/places/locate?{urlencode({'lon': lon, 'lat': lat, 'crs': 'WGS84'})}")
        for lon, lat in spots
    ]
    made = [_create(*spots[number % len(spots)], number) for number in range(CREATES)]
    return [
        Kind("create", "create a case (API)", token, made, writes=True),
        Kind("move", "move a case (API)", token, [_file(*one) for one in waiting], writes=True),
        Kind("list", "list of cases, 50 rows (API)", token, [_get("/api/v1/cases?size=50")]),
        Kind("worklist", "worklist page, 50 rows", cookie, [_get("/desk/lists/open/")]),
        Kind("case", "case page", cookie, pages),
        Kind(
            "api_case", "a whole case (API)", token, [_get(f"/api/v1/cases/{case}") for case in told["read"]]
        ),
        Kind("locate", "locate a point (API)", token, asked),
    ]


def _get(path: str) -> Request:
    return {"method": "GET", "path": path}


def _create(lon: float, lat: float, number: int) -> Request:
    body = {
        "type": "event",
        "category": "010305",
        "text": "小区门口的果皮箱坏了，盖子掉在地上，风一吹垃圾到处跑",
        "location": {"lon": lon, "lat": lat, "crs": "WGS84"},
        "address": f"文化路{number % 200}号",
    }
    spelled = json.dumps(body, ensure_ascii=False)
    return {"method": "POST", "path": "/api/v1/cases", "body": spelled, "key": next(_keys)}


def _file(case: str, standard: str) -> Request:
    body = {"move": "file", "data": {"standard": standard}, "seen_version": 1}
    return {"method": "POST", "path": f"/api/v1/cases/{case}/moves", "body": json.dumps(body)}
