"""What was defined and awarded elsewhere becomes badges, issuers and awards of this registry.

- `handed_in`: the files, folders and archives that were handed in, and what lies beside each file
- `documents`: the JSON in them, also inside pictures and tokens, and what kind of thing each object is
- `found`: what was found, in the words of no version of the standard; and the notes on what cannot be carried
- `open_badges_2`, `open_badges_3`, `badgr`: readers of one form each
- `fitting`: values of others made fit for the registry's fields, or noted as not carried
- `pictures`: the picture of a badge, sound and without a credential inside
- `results`: what badges say that can be reached, and what awards say that was
- `recipients`: who is meant, as far as it is known
- `defining`, `granting`: issuers and badges, then awards, as files of a registry
- `carrying`: all of it as one edit
- `reading`: everything in files, by the reader of its form

Nothing is fetched and no signature is verified: what is imported is issued anew, in this registry's name.
"""
