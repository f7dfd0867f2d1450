"""The registry's policy as sentences on a badge's page."""

from __future__ import annotations

from conferral.model import Badge, Registry
from conferral.site.language import Language


def policy_words(registry: Registry, badge: Badge, words: Language) -> tuple[str, ...]:
    """The rules that new awards of a badge are held to, as whole sentences; empty where there are none."""
    policy, issuer = registry.file.policy, registry.issuers.get(badge.current.issuer)
    stewards = bool(badge.current.stewards or (issuer and issuer.current.stewards))
    two = badge.current.level in policy.two_approvals
    longest = policy.maximum_validity
    rules = (
        (two and stewards, words.say("Two stewards approve every award.")),
        (two and not stewards, words.say("Two people approve every award.")),
        (stewards and not two, words.say("A steward approves every award.")),
        (policy.evidence_required, words.say("Every award has evidence.")),
        (badge.slug in policy.result_required, words.say("Every award states a result.")),
    )
    told = tuple(sentence for holds, sentence in rules if holds)
    if longest is None:
        return told
    return (*told, words.say("No award is valid for more than %(period)s.", period=words.period(longest)))
