-- Everything up to version 2. The comments stand beside the same tables of SQLite. Names sort by their bytes.
CREATE TABLE domain (
  name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  policy_id TEXT COLLATE "C" NOT NULL,
  rua TEXT NOT NULL,
  leaving_since BIGINT
);

CREATE TABLE publication (
  domain TEXT COLLATE "C" NOT NULL,
  policy_id TEXT COLLATE "C" NOT NULL,
  body TEXT NOT NULL,
  published_at BIGINT NOT NULL,
  first_served BIGINT,
  last_served BIGINT,
  retired_at BIGINT,
  retired_sequence BIGINT,
  PRIMARY KEY (domain, policy_id)
);

CREATE TABLE counter (
  name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  value BIGINT NOT NULL
);
INSERT INTO counter (name, value) VALUES ('change', 0), ('identity', (random() * 9007199254740992)::bigint);

CREATE TABLE change_log (
  topic TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  sequence BIGINT NOT NULL UNIQUE,
  PRIMARY KEY (topic, name)
);

CREATE TABLE policy_fetch (
  domain TEXT COLLATE "C" NOT NULL,
  policy_id TEXT COLLATE "C" NOT NULL,
  day BIGINT NOT NULL,
  family TEXT COLLATE "C" NOT NULL,
  network TEXT COLLATE "C" NOT NULL,
  times BIGINT NOT NULL,
  last_at BIGINT NOT NULL,
  PRIMARY KEY (domain, policy_id, day, family, network)
);
CREATE INDEX policy_fetch_day ON policy_fetch (day);

CREATE TABLE node (
  name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  process TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  sequence BIGINT NOT NULL,
  stopped_at BIGINT
);

CREATE TABLE unrecorded (
  node TEXT COLLATE "C" NOT NULL,
  began_at BIGINT NOT NULL,
  ended_at BIGINT NOT NULL,
  sequence BIGINT NOT NULL,
  PRIMARY KEY (node, ended_at)
);

CREATE TABLE lease (
  name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  holder TEXT NOT NULL,
  expires_at BIGINT NOT NULL
);

CREATE TABLE certificate (
  host TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  chain TEXT NOT NULL,
  sealed_key BYTEA NOT NULL,
  authority TEXT NOT NULL,
  not_before BIGINT NOT NULL,
  not_after BIGINT NOT NULL
);
