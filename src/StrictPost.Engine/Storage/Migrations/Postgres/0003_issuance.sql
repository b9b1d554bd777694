-- The comments stand beside the same tables of SQLite.
CREATE TABLE acme_account (
  directory TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  url TEXT,
  sealed_key BYTEA NOT NULL,
  paused_until BIGINT NOT NULL
);

CREATE TABLE issuance (
  host TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  due_at BIGINT NOT NULL,
  failures BIGINT NOT NULL,
  directory TEXT,
  order_url TEXT,
  sealed_key BYTEA,
  finding TEXT,
  finding_value TEXT,
  finding_detail TEXT,
  found_at BIGINT
);
CREATE INDEX issuance_due ON issuance (due_at);

CREATE TABLE challenge (
  host TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  token TEXT NOT NULL,
  key_authorization TEXT NOT NULL,
  expires_at BIGINT NOT NULL
);

CREATE TABLE issuance_event (
  directory TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  registered TEXT COLLATE "C" NOT NULL,
  host TEXT COLLATE "C" NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (directory, kind, registered, host, at)
);
CREATE INDEX issuance_event_time ON issuance_event (directory, kind, at);
