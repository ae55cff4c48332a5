"""What the named constraints of inspections mean to a person."""

from core.constraints import Meaning, explain
from core.i18n import N_

DRAWN = N_("A sample is drawn from this list already, so it stays as it is.")
explain(
    {
        "ck_inspection_purpose_given": Meaning(
            N_("Give a reason of at least 10 characters."), "reason-too-short", 422, "purpose"
        ),
        "inspected_by_another": Meaning(
            N_("This person recommended or decided the case. Choose someone else."), "inspector-unfit", 422, "inspector"
        ),
        "inspection_closed_by_another": Meaning(
            N_("You inspected. Someone else must close the inspection."), "same-person", 403
        ),
        "decided_by_no_inspector": Meaning(
            N_("You inspected this case. Someone else must decide."), "same-person", 403
        ),
        "recommended_by_no_inspector": Meaning(
            N_("You inspected this case. Someone else must recommend."), "same-person", 403
        ),
        "recommended_after_inspection": Meaning(
            N_("An inspection of this case is not reported yet."), "inspection-open"
        ),
        "uq_inspection_frame_number": Meaning(
            N_("Somebody declared a list a moment ago. Reload the page."), "frame-twice"
        ),
        "frame_before_sample": Meaning(DRAWN, "sample-drawn"),
        "frame_of_entries": Meaning(
            N_("A list has 1 to 5,000 different entries of at most 40 characters."), "entries-refused", 422, "entries"
        ),
        "uq_inspection_sample_once": Meaning(DRAWN, "sample-drawn"),
        "sample_from_frame": Meaning(
            N_("Another list was declared a moment ago. Reload the page and draw from it."), "frame-changed"
        ),
        "item_of_sample": Meaning(N_("Choose something that was drawn."), "not-drawn", 422, "entry"),
        "uq_inspection_item_number": Meaning(N_("This was recorded a moment ago. Reload the page."), "item-twice"),
        "recorded_by_the_inspector": Meaning(
            N_("Only the inspector of the visit records what is seen, and only during the visit."), "not-inspector", 403
        ),
        "response_to_report": Meaning(N_("A report can be answered until the inspection is closed."), "not-reported"),
    }
)
