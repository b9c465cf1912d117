"""What a browser is called, and an address that points at a neighbourhood and at nobody in it."""

import hashlib
import re
from ipaddress import IPv4Address, ip_address, ip_network
from uuid import UUID

# The first that fits: most browsers also name the ones they descend from.
BROWSERS = (
    ("wechat", r"MicroMessenger"),
    ("dingtalk", r"DingTalk"),
    ("quark", r"Quark"),
    ("uc", r"UCBrowser|UBrowser"),
    ("qq", r"MQQBrowser|QQBrowser"),
    ("huawei", r"HuaweiBrowser"),
    ("edge", r"Edg(e|A|iOS)?/"),
    ("opera", r"OPR/|Opera"),
    ("firefox", r"Firefox/|FxiOS"),
    ("chrome", r"Chrome/|CriOS|Chromium"),
    ("safari", r"Safari/"),
)
SYSTEMS = (
    ("harmony", r"HarmonyOS|OpenHarmony"),
    ("android", r"Android"),
    ("ipad", r"iPad"),
    ("iphone", r"iPhone"),
    ("windows", r"Windows"),
    ("mac", r"Macintosh|Mac OS X"),
    ("chromeos", r"CrOS"),
    ("linux", r"Linux|X11"),
)
PHONES = frozenset({"harmony", "android", "iphone", "ipad"})
LONGEST = 400


def family(agent: str) -> tuple[str, str]:
    """The families of browser and system in what a browser says of itself; "" where it does not tell."""
    read = agent[:LONGEST]
    return _first(BROWSERS, read), _first(SYSTEMS, read)


def shortened(address: str) -> str:
    """The network of an address: 192.0.2.0/24 and 2001:db8::/48. Without an address, nothing."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    mapped = getattr(found, "ipv4_mapped", None)
    found = mapped or found
    return str(ip_network((found, 24 if isinstance(found, IPv4Address) else 48), strict=False))


def digest(token: str, user: UUID) -> bytes:
    """By which a device is found again, and by no other person's device list."""
    return hashlib.sha256(f"{user}\n{token}".encode()).digest()


def _first(families: tuple[tuple[str, str], ...], read: str) -> str:
    return next((name for name, pattern in families if re.search(pattern, read)), "")
