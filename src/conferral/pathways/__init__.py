"""Who has come how far on a pathway: the rules of a stack of badges, held against what people were awarded.

- `counting`: which awards count on a day, and which of them fits what is asked for
- `rules`: the requirements of a pathway made ready to be held against many people's awards
- `progress`: one person's progress, part by part, and everybody who has completed a pathway
- `due`: who has completed one and has not been awarded what it earns, and whose award lost its ground
- `words`, `rows`: what is asked for and how far somebody has come, in words and as plain data

The rules, once and for all:

- An award counts on a day when it is registered, neither revoked nor suspended (today, whatever the day), was awarded
  on that day or before, and is not over on that day, unless the pathway says `expired_count`.
- What is asked for is met by awards alone, so more awards never make less of it.  One award may serve several parts;
  one of the badge that the pathway earns serves none.
- A group with `within` is met when there is a window of that length such that the awards given in it meet the group;
  a window inside a window lies within it.  A window has its first day and its last, as the validity of an award:
  within 1 year from 1 March 2026 is until 1 March 2027, that day included.
- `choose` counts the parts that are met, each once.  What is `optional` is shown and never needed.

Everything here is pure.
"""

from conferral.pathways.counting import counts
from conferral.pathways.progress import Completion, PartProgress, Progress, completed, progress

__all__ = ["Completion", "PartProgress", "Progress", "completed", "counts", "progress"]
