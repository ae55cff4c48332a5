"""What the pages of a code say, beside the texts of the register (experience.md 2.2), marked for translation."""

from core.i18n import N_

REAL = N_("This paper is real.")
COMPARE = N_("Look at the paper. The name and the number on it must be the same as here.")
TODAY = N_("What is true today")
