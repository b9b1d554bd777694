-- The comments stand beside the same tables of SQLite.
INSERT INTO counter (name, value) VALUES ('domain_change', 0);

CREATE TABLE domain_change (
  id BIGINT NOT NULL PRIMARY KEY,
  domain TEXT COLLATE "C" NOT NULL,
  standing TEXT COLLATE "C" NOT NULL,
  state TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  ended_at BIGINT,
  due_at BIGINT NOT NULL,
  batch TEXT COLLATE "C",
  wave BIGINT NOT NULL,
  trouble TEXT
);
CREATE UNIQUE INDEX domain_change_running ON domain_change (domain) WHERE standing = 'running';
CREATE INDEX domain_change_due ON domain_change (standing, due_at);

CREATE TABLE change_event (
  change_id BIGINT NOT NULL,
  number BIGINT NOT NULL,
  at BIGINT NOT NULL,
  event TEXT NOT NULL,
  PRIMARY KEY (change_id, number)
);

CREATE TABLE seen_policy (
  domain TEXT COLLATE "C" NOT NULL,
  body TEXT COLLATE "C" NOT NULL,
  first_seen BIGINT NOT NULL,
  gone_at BIGINT,
  PRIMARY KEY (domain, body)
);

CREATE TABLE seen_since (
  domain TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  since BIGINT NOT NULL,
  earlier_max_age BIGINT NOT NULL
);
