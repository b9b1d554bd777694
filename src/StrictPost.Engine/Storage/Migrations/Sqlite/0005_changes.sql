-- Changes of policy. Numbers are taken from the counter `domain_change`.
INSERT INTO counter (name, value) VALUES ('domain_change', 0);

-- One row for each change. `state` is the change as JSON, and all that the next look needs; `standing` is running, done or cancelled.
-- `due_at` says when it is worth looking again, `trouble` what somebody has to mend before it goes on. Changes of one batch go in waves:
-- a wave begins when those before have come to their ends without trouble.
CREATE TABLE domain_change (
  id BIGINT NOT NULL PRIMARY KEY,
  domain TEXT NOT NULL,
  standing TEXT NOT NULL,
  state TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  ended_at BIGINT,
  due_at BIGINT NOT NULL,
  batch TEXT,
  wave BIGINT NOT NULL,
  trouble TEXT
) WITHOUT ROWID;
CREATE UNIQUE INDEX domain_change_running ON domain_change (domain) WHERE standing = 'running';
CREATE INDEX domain_change_due ON domain_change (standing, due_at);

-- What happened to it, in words; never changed.
CREATE TABLE change_event (
  change_id BIGINT NOT NULL,
  number BIGINT NOT NULL,
  at BIGINT NOT NULL,
  event TEXT NOT NULL,
  PRIMARY KEY (change_id, number)
) WITHOUT ROWID;

-- Policies that were seen being served by others, for domains whose policy is not hosted here. `gone_at` is the first look at which no
-- address showed it any more; until then it counts as being served.
CREATE TABLE seen_policy (
  domain TEXT NOT NULL,
  body TEXT NOT NULL,
  first_seen BIGINT NOT NULL,
  gone_at BIGINT,
  PRIMARY KEY (domain, body)
) WITHOUT ROWID;

-- Since when it is looked at, and what its owner says of the time before: the longest max_age, in seconds.
CREATE TABLE seen_since (
  domain TEXT NOT NULL PRIMARY KEY,
  since BIGINT NOT NULL,
  earlier_max_age BIGINT NOT NULL
) WITHOUT ROWID;
