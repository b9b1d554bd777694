-- TLS reports. Numbers of what came in are taken from the counter `report`.
INSERT INTO counter (name, value) VALUES ('report', 0);

-- The secret in the addresses to which a domain's reports are posted.
CREATE TABLE report_address (
  domain TEXT NOT NULL PRIMARY KEY,
  token TEXT NOT NULL UNIQUE
) WITHOUT ROWID;

-- What came in, as it came. `coding` says how the bytes are kept: plain, or br (Brotli).
CREATE TABLE report_raw (
  id BIGINT NOT NULL PRIMARY KEY,
  received_at BIGINT NOT NULL,
  way TEXT NOT NULL,
  addressed_to TEXT,
  source TEXT,
  file_name TEXT,
  size BIGINT NOT NULL,
  coding TEXT NOT NULL,
  bytes BYTEA NOT NULL
);

-- What was accepted and not yet read. A node reads what it accepted itself; what it leaves is taken by others after `free_at`.
CREATE TABLE report_pending (
  id BIGINT NOT NULL PRIMARY KEY,
  free_at BIGINT NOT NULL,
  tries BIGINT NOT NULL
);
CREATE INDEX report_pending_free ON report_pending (free_at);

-- What could not be understood, and why.
CREATE TABLE report_quarantine (
  id BIGINT NOT NULL,
  position BIGINT NOT NULL,
  code TEXT NOT NULL,
  value TEXT,
  expected TEXT,
  detail TEXT,
  found_at BIGINT NOT NULL,
  PRIMARY KEY (id, position)
) WITHOUT ROWID;

-- The reports in what came in. `identity` is the same for copies of one report, of which one counts: standing `counted`, or `aside`
-- where no enrolled domain is named; the others are `copy`.
CREATE TABLE report (
  id BIGINT NOT NULL,
  position BIGINT NOT NULL,
  identity TEXT NOT NULL,
  standing TEXT NOT NULL,
  organization TEXT NOT NULL,
  reporter TEXT NOT NULL,
  report_id TEXT NOT NULL,
  contact TEXT,
  start_at BIGINT NOT NULL,
  end_at BIGINT NOT NULL,
  day BIGINT NOT NULL,
  trust BIGINT NOT NULL,
  signer TEXT,
  trust_detail TEXT,
  PRIMARY KEY (id, position)
) WITHOUT ROWID;
CREATE UNIQUE INDEX report_identity ON report (identity) WHERE standing <> 'copy';
CREATE INDEX report_aside ON report (id) WHERE standing = 'aside';

-- `counted` is 1 where the sums hold it: the domain was enrolled when the report was read.
CREATE TABLE report_policy (
  id BIGINT NOT NULL,
  report BIGINT NOT NULL,
  position BIGINT NOT NULL,
  domain TEXT NOT NULL,
  type TEXT NOT NULL,
  version TEXT NOT NULL,
  mx_hosts TEXT,
  successful BIGINT NOT NULL,
  failed BIGINT NOT NULL,
  counted BIGINT NOT NULL,
  PRIMARY KEY (id, report, position)
) WITHOUT ROWID;
CREATE INDEX report_policy_domain ON report_policy (domain, id);

-- `position` is 0 for failed sessions that the report's summary counts and no detail explains.
CREATE TABLE report_failure (
  id BIGINT NOT NULL,
  report BIGINT NOT NULL,
  policy BIGINT NOT NULL,
  position BIGINT NOT NULL,
  result TEXT NOT NULL,
  cause TEXT NOT NULL,
  sending_ip TEXT,
  receiving_mx TEXT,
  receiving_helo TEXT,
  receiving_ip TEXT,
  sessions BIGINT NOT NULL,
  reason TEXT,
  information TEXT,
  PRIMARY KEY (id, report, policy, position)
) WITHOUT ROWID;

-- The policies that reporters say they applied, each once.
CREATE TABLE report_version (
  version TEXT NOT NULL PRIMARY KEY,
  type TEXT NOT NULL,
  lines TEXT NOT NULL
) WITHOUT ROWID;

-- Sums. Days are counted from 1970, UTC; trust is a number, higher is surer. Reports of one day come together, so days lie together: a batch
-- of them writes few pages. Per reporter: each session counted once.
CREATE TABLE report_day (
  day BIGINT NOT NULL,
  domain TEXT NOT NULL,
  reporter TEXT NOT NULL,
  trust BIGINT NOT NULL,
  reports BIGINT NOT NULL,
  successful BIGINT NOT NULL,
  refused BIGINT NOT NULL,
  delivered BIGINT NOT NULL,
  unclear BIGINT NOT NULL,
  PRIMARY KEY (day, domain, reporter, trust)
) WITHOUT ROWID;

-- Per policy: types overlap, so these must not be added across types.
CREATE TABLE report_day_policy (
  day BIGINT NOT NULL,
  domain TEXT NOT NULL,
  reporter TEXT NOT NULL,
  trust BIGINT NOT NULL,
  type TEXT NOT NULL,
  version TEXT NOT NULL,
  successful BIGINT NOT NULL,
  failed BIGINT NOT NULL,
  PRIMARY KEY (day, domain, reporter, trust, type, version)
) WITHOUT ROWID;

-- Per failure: failures overlap, so these must not be added across causes.
CREATE TABLE report_day_failure (
  day BIGINT NOT NULL,
  domain TEXT NOT NULL,
  reporter TEXT NOT NULL,
  trust BIGINT NOT NULL,
  type TEXT NOT NULL,
  version TEXT NOT NULL,
  mx TEXT NOT NULL,
  cause TEXT NOT NULL,
  result TEXT NOT NULL,
  network TEXT NOT NULL,
  sessions BIGINT NOT NULL,
  PRIMARY KEY (day, domain, reporter, trust, type, version, mx, cause, result, network)
) WITHOUT ROWID;

-- Over all reporters that are believed (1) or not (0): all domains at a glance, by days and by months (counted from 1970), so that a year is
-- twelve months and the days around them.
CREATE TABLE report_domain_day (
  day BIGINT NOT NULL,
  domain TEXT NOT NULL,
  verified BIGINT NOT NULL,
  reports BIGINT NOT NULL,
  successful BIGINT NOT NULL,
  refused BIGINT NOT NULL,
  delivered BIGINT NOT NULL,
  unclear BIGINT NOT NULL,
  PRIMARY KEY (day, domain, verified)
) WITHOUT ROWID;

CREATE TABLE report_domain_month (
  month BIGINT NOT NULL,
  domain TEXT NOT NULL,
  verified BIGINT NOT NULL,
  reports BIGINT NOT NULL,
  successful BIGINT NOT NULL,
  refused BIGINT NOT NULL,
  delivered BIGINT NOT NULL,
  unclear BIGINT NOT NULL,
  PRIMARY KEY (month, domain, verified)
) WITHOUT ROWID;
