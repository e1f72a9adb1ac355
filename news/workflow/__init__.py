"""Who may move an article where: one refusal and one way to perform a move of the table.

Nobody writes `state` elsewhere. The table itself is news/transitions.py; why not is refusals.py,
what happens then is moves.py.
"""

from news.transitions import SAVES, TRANSITIONS

from .given import given
from .moves import (
    Refused,
    hand_over,
    perform,
    record_refusal,
    save,
    switch,
    waive,
    waiver_refusal,
)
from .readers import was_seen
from .refusals import ahead, available, may_edit, refusal, save_move, trespass, verb, wrote
from .stranded import stranded
from .waiting import NEXT, waiting

__all__ = ["NEXT", "SAVES", "TRANSITIONS", "Refused"]
__all__ += ["ahead", "available", "given", "hand_over", "may_edit", "perform", "record_refusal"]
__all__ += ["refusal", "save", "save_move", "stranded", "switch", "trespass", "verb", "waiting"]
__all__ += ["waive", "waiver_refusal", "was_seen", "wrote"]
