"""What of licensing must say the same as the sealed trail: decisions and measures are compared with their entries."""

from accounts.seals.queries import compare

compare(
    "application_decision",
    "SELECT d.id::text FROM application_decision d WHERE NOT EXISTS (SELECT 1 FROM audit_entry e"
    " WHERE e.subject_table = 'application_decision' AND e.subject_id = d.id AND e.action = 'licensing.decision.make'"
    " AND e.person_id = d.decided_by AND e.reason = d.reason AND e.rule = d.ground_code"
    " AND e.detail->>'outcome' = d.outcome) ORDER BY d.decided_at",
)
compare(
    "licence_measure",
    "SELECT m.id::text FROM licence_measure m WHERE NOT EXISTS (SELECT 1 FROM audit_entry e"
    " WHERE e.subject_table = 'licence_measure' AND e.subject_id = m.id AND e.action = 'licensing.measure.propose'"
    " AND e.person_id IS NOT DISTINCT FROM m.proposed_by AND e.reason = m.reason AND e.rule = m.ground_code"
    " AND e.detail->>'measure' = m.measure) ORDER BY m.proposed_at",
)
