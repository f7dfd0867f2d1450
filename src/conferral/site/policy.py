"""The registry's policy as sentences on a badge's page."""

from __future__ import annotations

from conferral.model import Badge, Registry


def policy_words(registry: Registry, badge: Badge) -> tuple[str, ...]:
    """The rules that new awards of a badge are held to, as whole sentences; empty where there are none."""
    policy, issuer = registry.file.policy, registry.issuers.get(badge.current.issuer)
    stewards = bool(badge.current.stewards or (issuer and issuer.current.stewards))
    two = badge.current.level in policy.two_approvals
    rules = (
        (two, f"Two {'stewards' if stewards else 'people'} approve every award."),
        (stewards and not two, "A steward approves every award."),
        (policy.evidence_required, "Every award has evidence."),
        (badge.slug in policy.result_required, "Every award states a result."),
        (policy.maximum_validity is not None, f"No award is valid for more than {policy.maximum_validity}."),
    )
    return tuple(sentence for holds, sentence in rules if holds)
