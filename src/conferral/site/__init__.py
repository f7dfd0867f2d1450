"""From signed documents to a site: the half of a build that never holds a key.

- `rendering`: everything that is not signed, behind the wall
- `wall`, `inside`, `landlock`, `seccomp`: templates and plugins in a process that may write one folder and ask nobody
- `page_work`, `makers`, `credential_folders`: pages of credentials are made by others, and written by us
- `page_making`, `channel`: those others, behind the wall; `frames`: what passes it
- `views`, `badge_views`, `issuer_views`, `withdrawn`, `tallies`: what pages show, plainly; `overviews`: all of it
- `awarded_views`: what all credentials of a version show alike; `remembered`: what was made is not made again
- `depth_views`: what few badges say besides: rubrics, other names, related achievements, renewal
- `endorsement_views`: who vouches for what
- `statistics`: the numbers of a registry
- `publications`: since when there is each version of a badge; `former_addresses`: where badges and issuers once were
- `badge_versions`, `frameworks`, `collection_views`, `relations`: what changed, and what belongs together
- `skill_views`: frameworks as trees, and the skills that badges show
- `person_views`: portfolios
- `pathway_views`, `pathway_progress`: what pathways ask for, and how far somebody has come
- `pathway_picture`: pathways drawn; `drawn_text`: how wide its texts are
- `federated_views`: other registries, and what they publish
- `language`: messages, days and numbers in a page's language; `message_files`: where they stand
- `wording`: keywords in words; `policy`: rules in words
- `text`: what people wrote, made safe
- `pages`: views into HTML; `brand`: their colours; `catalogue`: the only module that knows mkdocs; `indexes`: what
  programs read
- `sandbox`: where templates run; `kept`: parts of them that many pages share
- `recorded`: the commit and pull request behind an award
- `typesetting`: the only module that knows typst; `cards`, `certificates`: what it draws
- `card_making`, `card_cache`: cards drawn behind the wall, or kept from an earlier build
- `unaltered`: what programs read, compared with what the registry says
- `verbatim`, `writing`: signed documents byte for byte, and whole sites exchanged; `removing`: the old ones are gone
- `bundle`: the scripts of pages
"""
