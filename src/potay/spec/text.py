"""Words for the reader in French, Haitian Creole and English."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict


class _Text(BaseModel):
    """The same words in up to three languages; a missing one falls back, never to nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fr: str = ""
    ht: str = ""
    en: str = ""

    def in_language(self, language: str) -> str:
        """The words in `language`, else in the first of fr, en, ht that has them."""
        wished = {"fr": self.fr, "ht": self.ht, "en": self.en}
        return wished.get(language) or self.fr or self.en or self.ht


def _from_plain(value: Any) -> Any:  # noqa: ANN401 - pydantic hands us whatever TOML holds
    return {"fr": value, "ht": value, "en": value} if isinstance(value, str) else value


#: In TOML either one string for all languages or a table with fr, ht, en.
Text = Annotated[_Text, BeforeValidator(_from_plain)]
