"""Who works on which case: assignment by rule, conflicts of interest that block, and grants looked at again."""
