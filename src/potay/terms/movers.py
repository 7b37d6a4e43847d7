"""For whom a vehicle moves."""

from typing import TYPE_CHECKING, Literal, get_args

Organisation = Literal["un", "ingo", "lngo", "haulier", "ambulance", "civilian"]
ORGANISATIONS: tuple[Organisation, ...] = get_args(Organisation)
#: In rules, whoever it is.
ANY = "*"

if TYPE_CHECKING:
    AnyOrganisation = str
else:
    AnyOrganisation = Literal[(*ORGANISATIONS, ANY)]
