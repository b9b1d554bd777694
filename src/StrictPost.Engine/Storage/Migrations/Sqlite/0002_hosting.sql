-- Numbers for changes, in the order of their commits: a number is taken inside the transaction, and writers take turns.
CREATE TABLE counter (
  name TEXT NOT NULL PRIMARY KEY,
  value BIGINT NOT NULL
);
INSERT INTO counter (name, value) SELECT 'change', coalesce(max(sequence), 0) FROM change;
-- Tells this store from every other; a copy is the same store.
INSERT INTO counter (name, value) VALUES ('identity', random() & 9223372036854775807);

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
-- Until now nothing was recorded: whatever was published may have been served to this day.
UPDATE publication SET last_served = CAST(strftime('%s', 'now') AS BIGINT) * 1000;
UPDATE publication SET retired_at = last_served, retired_sequence = 0
WHERE NOT EXISTS (SELECT 1 FROM domain d WHERE d.name = publication.domain AND d.policy_id = publication.policy_id);

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
CREATE INDEX policy_fetch_day ON policy_fetch (day);

-- The processes that serve. `sequence` is the last change that a node has followed; of what that change and those before it
-- retired, it has reported every fetch. A node that ends in order removes its row, or notes when it ended.
CREATE TABLE node (
  name TEXT NOT NULL PRIMARY KEY,
  process TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  sequence BIGINT NOT NULL,
  stopped_at BIGINT
);

-- Times of which a node left no record, since it was killed: then it may have served whatever a change after `sequence` retired,
-- and whatever is current.
CREATE TABLE unrecorded (
  node TEXT NOT NULL,
  began_at BIGINT NOT NULL,
  ended_at BIGINT NOT NULL,
  sequence BIGINT NOT NULL,
  PRIMARY KEY (node, ended_at)
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
