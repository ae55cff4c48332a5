"""Imports every module with tables, for alembic and for the test that compares models with the schema."""

import accounts.organisations.models
import accounts.people.models
import accounts.seals.models
import accounts.sessions.models
import audits.findings.models
import audits.visits.models
import core.files
import core.idempotency
import core.installation
import core.mail
import core.trail
import licensing.agencies.models
import licensing.applications.models
import licensing.clocks.models
import licensing.costs.models
import licensing.evidence.models
import licensing.licences.models
import licensing.messages.models
import licensing.notices.models
import licensing.payments.books
import licensing.payments.models
import screening.runs.models
import screening.watchlists.models
import supplychain.alerts.models
import supplychain.lists.models
import supplychain.suppliers.models
