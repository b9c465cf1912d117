"""When two reports may be one and the same matter, as a case type says it. No Django here."""

from pydantic import BaseModel, ConfigDict, Field


class Alike(BaseModel):
    """How near and how soon two reports of one category may be one and the same matter."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    metres: float = Field(default=50, gt=0, le=2000)
    hours: int = Field(default=24, ge=1, le=24 * 30)
