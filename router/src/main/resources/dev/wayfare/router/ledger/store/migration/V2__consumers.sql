-- What each consumer has used, by day (2026-01-31) and again by month (2026-01) in UTC: requests that
-- were let in, and what their calls cost: estimates, in US dollars. Names in parentheses are of those
-- together whom the configuration does not name. Routers that know nothing of it go on beside it.
CREATE TABLE ledger_consumer (
  consumer VARCHAR(64) NOT NULL,
  period VARCHAR(10) NOT NULL,
  requests BIGINT NOT NULL,
  estimated_usd_before_credit NUMERIC(200, 100) NOT NULL,
  estimated_usd NUMERIC(200, 100) NOT NULL,
  calls BIGINT NOT NULL,
  unpriced_calls BIGINT NOT NULL,
  PRIMARY KEY (period, consumer)
);
