-- Numbers for changes, in the order of their commits: a number is taken inside the transaction, and writers take turns.
CREATE TABLE counter (
  name TEXT NOT NULL PRIMARY KEY,
  value BIGINT NOT NULL
);
INSERT INTO counter (name, value) SELECT 'change', coalesce(max(sequence), 0) FROM change;

-- The last change of each thing, so that a running server reads only what is new to it. Topics: policy, certificate.
CREATE TABLE change_log (
  topic TEXT NOT NULL,
  name TEXT NOT NULL,
  sequence BIGINT NOT NULL UNIQUE,
  PRIMARY KEY (topic, name)
);
INSERT INTO change_log (topic, name, sequence) SELECT 'policy', domain, sequence FROM change;
DROP TABLE change;

-- When the domain began to leave: it is served, with mode none, until no sender can hold an older policy.
ALTER TABLE domain ADD COLUMN leaving_since BIGINT;

-- The ledger: which bodies were served, and until when. A body is retired by the change that replaced it; nodes say in
-- `node` up to which change they have come, and write what they served before that.
ALTER TABLE publication ADD COLUMN first_served BIGINT;
ALTER TABLE publication ADD COLUMN last_served BIGINT;
ALTER TABLE publication ADD COLUMN retired_at BIGINT;
ALTER TABLE publication ADD COLUMN retired_sequence BIGINT;
UPDATE publication SET first_served = published_at;

-- Who fetched a body, added up: never one row for a request. Days are counted from 1970, UTC.
CREATE TABLE policy_fetch (
  domain TEXT NOT NULL,
  policy_id TEXT NOT NULL,
  day BIGINT NOT NULL,
  family TEXT NOT NULL,
  network TEXT NOT NULL,
  times BIGINT NOT NULL,
  last_at BIGINT NOT NULL,
  PRIMARY KEY (domain, policy_id, day, family, network)
);

-- The processes that serve. One that ends in order removes its row.
CREATE TABLE node (
  name TEXT NOT NULL PRIMARY KEY,
  started_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  sequence BIGINT NOT NULL
);

-- Work that one node has taken, until a time that it puts off as long as it lives.
CREATE TABLE lease (
  name TEXT NOT NULL PRIMARY KEY,
  holder TEXT NOT NULL,
  expires_at BIGINT NOT NULL
);

-- The certificate of a policy host and its key, always together. The key is sealed (see StoreSecrets).
CREATE TABLE certificate (
  host TEXT NOT NULL PRIMARY KEY,
  chain TEXT NOT NULL,
  sealed_key BYTEA NOT NULL,
  authority TEXT NOT NULL,
  not_before BIGINT NOT NULL,
  not_after BIGINT NOT NULL
);
