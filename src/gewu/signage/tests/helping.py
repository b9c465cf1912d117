"""A work photo, and plates on the list."""

from io import BytesIO
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from gewu.cases.tests.builders import Cast
from gewu.signage import commands
from gewu.signage.models import Plate


def a_portrait(colour: str = "#7799aa") -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (400, 500), colour).save(content, format="JPEG")
    return SimpleUploadedFile("me.jpg", content.getvalue(), content_type="image/jpeg")


def a_plate(cast: Cast, address: UUID, *, up: bool = True) -> Plate:
    """The plate of a house, put up by the grid worker."""
    commands.list_plates(area=cast.town.a1, actor=cast.gridworker)
    row = Plate.objects.get(township=cast.town.township, address=address, unit=0)
    return commands.note_plate(plate=row.id, state="up", actor=cast.gridworker) if up else row
