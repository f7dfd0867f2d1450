"""Edits to a registry as a person would make them: each is planned as an `Edit`, tried on the whole, and carried out.

What all of them use:

- `edit`: files to write and to delete, tried before anything is touched
- `naming`: from what a person typed to the award, badge, issuer, recipient or key that is meant
- `values`, `settings`, `short_names`: what is given for a file, looked at before there is one
- `hindrances`: what is in the way of an edit
- `notes`: the public sentence beside a decision
- `pictures`, `badge_picture`: a picture that somebody hands over, or one to begin with

Giving awards, from arguments or a spreadsheet:

- `cohort`, `dates`, `results`: rows and what stands in them
- `identifying`, `deriving`: who is meant, and ids that follow from addresses
- `wanted`, `awarding`, `giving`: what is asked for, what becomes of it, and both files written or neither
- `batches`: a new batch file
- `from_pathways`: awards to whoever has completed a pathway
- `renewing`: the same badges to the same people again

Changing what was awarded:

- `statuses`: revoke, suspend, reinstate
- `correcting`: issued again, with the reason
- `erasing`: nothing left but the id and the day
- `forms`, `form_edits`: what was asked for in an issue form

Describing:

- `badges`, `issuers`, `recipients`: new ones
- `skill_entries`: skills that badges name, filled in from the framework
- `endorsements`: who vouches, and what the web answers about it
- `versions`: the text so far is kept for the awards given under it
- `new_key`, `ending_keys`: signing keys that come, retire or are compromised
- `importing`: badges and awards from elsewhere
- `frameworks`: skill frameworks that others publish
- `federating`: other registries, listed and fetched

Setting a registry up:

- `answers`, `git_host`, `founding`: what has to be known, and the first files
- `carried`, `own_wheel`, `workflows`, `upgrading`: what a registry carries besides its data, and how it is renewed
- `publishing`: the steps of a first publication
- `moving`: another base URL
"""
