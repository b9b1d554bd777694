-- The comments stand beside the same tables of SQLite.
INSERT INTO counter (name, value) VALUES ('report', 0);

CREATE TABLE report_address (
  domain TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  token TEXT COLLATE "C" NOT NULL UNIQUE
);

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

CREATE TABLE report_pending (
  id BIGINT NOT NULL PRIMARY KEY,
  free_at BIGINT NOT NULL,
  tries BIGINT NOT NULL
);
CREATE INDEX report_pending_free ON report_pending (free_at);

CREATE TABLE report_quarantine (
  id BIGINT NOT NULL,
  position BIGINT NOT NULL,
  code TEXT NOT NULL,
  value TEXT,
  expected TEXT,
  detail TEXT,
  found_at BIGINT NOT NULL,
  PRIMARY KEY (id, position)
);

CREATE TABLE report (
  id BIGINT NOT NULL,
  position BIGINT NOT NULL,
  identity TEXT COLLATE "C" NOT NULL,
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
);
CREATE UNIQUE INDEX report_identity ON report (identity) WHERE standing <> 'copy';
CREATE INDEX report_aside ON report (id) WHERE standing = 'aside';

CREATE TABLE report_policy (
  id BIGINT NOT NULL,
  report BIGINT NOT NULL,
  position BIGINT NOT NULL,
  domain TEXT COLLATE "C" NOT NULL,
  type TEXT NOT NULL,
  version TEXT NOT NULL,
  mx_hosts TEXT,
  successful BIGINT NOT NULL,
  failed BIGINT NOT NULL,
  counted BIGINT NOT NULL,
  PRIMARY KEY (id, report, position)
);
CREATE INDEX report_policy_domain ON report_policy (domain, id);

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
);

CREATE TABLE report_version (
  version TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  type TEXT NOT NULL,
  lines TEXT NOT NULL
);

CREATE TABLE report_day (
  day BIGINT NOT NULL,
  domain TEXT COLLATE "C" NOT NULL,
  reporter TEXT COLLATE "C" NOT NULL,
  trust BIGINT NOT NULL,
  reports BIGINT NOT NULL,
  successful BIGINT NOT NULL,
  refused BIGINT NOT NULL,
  delivered BIGINT NOT NULL,
  unclear BIGINT NOT NULL,
  PRIMARY KEY (day, domain, reporter, trust)
);

CREATE TABLE report_day_policy (
  day BIGINT NOT NULL,
  domain TEXT COLLATE "C" NOT NULL,
  reporter TEXT COLLATE "C" NOT NULL,
  trust BIGINT NOT NULL,
  type TEXT COLLATE "C" NOT NULL,
  version TEXT COLLATE "C" NOT NULL,
  successful BIGINT NOT NULL,
  failed BIGINT NOT NULL,
  PRIMARY KEY (day, domain, reporter, trust, type, version)
);

CREATE TABLE report_day_failure (
  day BIGINT NOT NULL,
  domain TEXT COLLATE "C" NOT NULL,
  reporter TEXT COLLATE "C" NOT NULL,
  trust BIGINT NOT NULL,
  type TEXT COLLATE "C" NOT NULL,
  version TEXT COLLATE "C" NOT NULL,
  mx TEXT COLLATE "C" NOT NULL,
  cause TEXT COLLATE "C" NOT NULL,
  result TEXT COLLATE "C" NOT NULL,
  network TEXT COLLATE "C" NOT NULL,
  sessions BIGINT NOT NULL,
  PRIMARY KEY (day, domain, reporter, trust, type, version, mx, cause, result, network)
);

CREATE TABLE report_domain_day (
  day BIGINT NOT NULL,
  domain TEXT COLLATE "C" NOT NULL,
  verified BIGINT NOT NULL,
  reports BIGINT NOT NULL,
  successful BIGINT NOT NULL,
  refused BIGINT NOT NULL,
  delivered BIGINT NOT NULL,
  unclear BIGINT NOT NULL,
  PRIMARY KEY (day, domain, verified)
);

CREATE TABLE report_domain_month (
  month BIGINT NOT NULL,
  domain TEXT COLLATE "C" NOT NULL,
  verified BIGINT NOT NULL,
  reports BIGINT NOT NULL,
  successful BIGINT NOT NULL,
  refused BIGINT NOT NULL,
  delivered BIGINT NOT NULL,
  unclear BIGINT NOT NULL,
  PRIMARY KEY (month, domain, verified)
);
