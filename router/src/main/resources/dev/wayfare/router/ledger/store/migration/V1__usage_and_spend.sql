-- The same statements on H2 and PostgreSQL. A migration that was released is never edited.

-- What each account has used in each month of its provider's billing time zone, in the meter's unit.
CREATE TABLE ledger_usage (
  provider VARCHAR(16) NOT NULL,
  plan VARCHAR(64) NOT NULL,
  billing_month VARCHAR(7) NOT NULL,
  meter VARCHAR(32) NOT NULL,
  quantity NUMERIC(200, 100) NOT NULL,
  PRIMARY KEY (billing_month, provider, plan, meter)
);

-- What the calls to each target cost, by day (2026-01-31) and again by month (2026-01) of the
-- provider's billing time zone: estimates, in US dollars. Calls of unknown price are in neither sum.
CREATE TABLE ledger_spend (
  provider VARCHAR(16) NOT NULL,
  plan VARCHAR(64) NOT NULL,
  target VARCHAR(255) NOT NULL,
  period VARCHAR(10) NOT NULL,
  estimated_usd_before_credit NUMERIC(200, 100) NOT NULL,
  estimated_usd NUMERIC(200, 100) NOT NULL,
  calls BIGINT NOT NULL,
  unpriced_calls BIGINT NOT NULL,
  PRIMARY KEY (period, provider, plan, target)
);

-- The last batch of each run of each router: one that comes again is not added again.
CREATE TABLE ledger_replica (
  replica VARCHAR(36) NOT NULL,
  last_sequence BIGINT NOT NULL,
  last_day VARCHAR(10) NOT NULL,
  PRIMARY KEY (replica)
);
