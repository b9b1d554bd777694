-- Our account at each authority, by the URL of its directory. The key is stored before the authority hears of it; the URL is
-- what the authority answered. Until `paused_until` it wants to be left alone.
CREATE TABLE acme_account (
  directory TEXT NOT NULL PRIMARY KEY,
  url TEXT,
  sealed_key BYTEA NOT NULL,
  paused_until BIGINT NOT NULL
);

-- The work on each policy host's certificate: when to look at it next, and the order in flight, whose key is stored (sealed)
-- before anything is asked. The finding says why the last attempt failed.
CREATE TABLE issuance (
  host TEXT NOT NULL PRIMARY KEY,
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

-- What an authority is about to ask a policy host, so that every node can answer.
CREATE TABLE challenge (
  host TEXT NOT NULL PRIMARY KEY,
  token TEXT NOT NULL,
  key_authorization TEXT NOT NULL,
  expires_at BIGINT NOT NULL
);

-- What counts against the authorities' limits. Kinds: order, certificate, failure.
CREATE TABLE issuance_event (
  directory TEXT NOT NULL,
  kind TEXT NOT NULL,
  registered TEXT NOT NULL,
  host TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (directory, kind, registered, host, at)
);
CREATE INDEX issuance_event_time ON issuance_event (directory, kind, at);
