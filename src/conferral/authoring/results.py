"""Results as people write them into spreadsheets, brought into the words of the registry."""

from __future__ import annotations

import re
from collections.abc import Mapping

from conferral.authoring.identifying import Fault
from conferral.fields import closest
from conferral.model import ResultDescription
from conferral.numbers import as_number
from conferral.spelling import without_accents
from conferral.standards.open_badges import RESULT_STATUSES
from conferral.validation.badges import is_below, value_fault
from conferral.validation.depth import is_below_level

REACHED = ("Completed", "Provisional")
"""The statuses with which somebody is awarded a badge."""

_WORDS = {
    "Completed": """
        completed complete passed pass done finished achieved yes bestanden abgeschlossen erreicht reussi valide obtenu
        aprobado completado superado superato completato geslaagd afgerond voltooid behaald aprovado concluido
        ukonczono zaliczone godkand""",
    "Failed": """
        failed fail no notpassed nichtbestanden durchgefallen echoue nonvalide ajourne suspenso reprobado noaprobado
        bocciato nonsuperato gezakt nietgeslaagd reprovado niezaliczone underkand""",
    "Withdrew": "withdrew withdrawn abgebrochen abandonne abandono ritirato gestopt desistiu",
    "InProgress": "inprogress ongoing laufend encours encurso incorso bezig emcurso",
    "Enrolled": "enrolled registered angemeldet inscrit inscrito iscritto ingeschreven",
    "OnHold": "onhold paused pausiert ensuspens enespera insospeso",
    "Provisional": "provisional vorlaufig provisoire provvisorio voorlopig provisorio",
}
_STATUS: Mapping[str, str] = {
    **{word: status for status, words in _WORDS.items() for word in words.split()},
    **{status.lower(): status for status in RESULT_STATUSES},
}
_COMMA_NUMBER = re.compile(r"[-+]?\d+,\d+")


def status_of(text: str) -> str | Fault:
    """A status by its name in Open Badges 3.0, or by a usual word for it in one of several languages.

    Whoever has not completed is not awarded a badge, so any other status than that is a fault.
    """
    plain = without_accents(text)
    status = _STATUS.get(re.sub(r"[\W_]+", "", plain))
    if status in REACHED:
        return status
    if status:
        hint = "leave the row out"
        return Fault("result.status", f'"{text}" says that the badge was not earned', " or ".join(REACHED), hint)
    hint = closest(text, REACHED) or "leave the column out with --column result.status= if it says something else"
    return Fault("result.status", f'"{text}" is no status of a result', " or ".join(REACHED), hint)


def value_of(text: str, described: ResultDescription | None) -> str | Fault:
    """A value reached, in the form that the badge's result asks for; a fault if it is none, or not enough."""
    value = text
    if described and (described.minimum or described.maximum or as_number(described.required) is not None):
        value = value.removesuffix("%").rstrip() if described.type == "Percent" else value
        value = value.replace(",", ".") if _COMMA_NUMBER.fullmatch(value) else value
    if described is None:
        return value
    fault = value_fault(described, value)
    if fault:
        return Fault("result.value", *fault)
    if is_below(described, value):
        number = as_number(value)
        if described.type == "Percent" and number is not None and 0 < number <= 1:
            hint = "if it is a share of one, format the cells as percentages and save them as they are shown"
        else:
            hint = "leave the row out: the badge was not earned"
        return Fault(
            "result.value",
            f'"{text}" is less than the "{described.required}" that "{described.id}" requires',
            f"{described.required} or more",
            hint,
        )
    return value


def level_of(text: str, described: ResultDescription | None) -> str | Fault:
    """The id of a level by its id, its name or its number; a fault if it is none, or below what is required."""
    levels = described.levels if described else ()
    wanted = without_accents(text).strip()
    for names in (lambda one: (one.id, one.name), lambda one: (one.level or "",)):
        found = [one for one in levels if wanted in map(without_accents, names(one))]
        if len(found) == 1 and described:
            if not is_below_level(described, found[0].id):
                return found[0].id
            what = f'"{text}" is below the "{described.required_level}" that "{described.id}" requires'
            hint = "leave the row out: the badge was not earned"
            return Fault("result.level", what, f"{described.required_level} or above", hint)
    known = [one.name for one in levels]
    expected = ", ".join(known) or "no level, as the badge's result has none"
    return Fault("result.level", f'"{text}" is no level of the result', expected, closest(text, known))
