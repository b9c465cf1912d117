"""Photos as a phone sends them."""

from io import BytesIO

from PIL import Image
from playwright.sync_api import FilePayload


def a_photo(name: str) -> FilePayload:
    content = BytesIO()
    Image.new("RGB", (640, 480), "seagreen").save(content, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": content.getvalue()}
