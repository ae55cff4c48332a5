"""One name against the lists at once: what a person types on a page, or a program sends, is answered and not kept."""
