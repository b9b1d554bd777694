-- The domains that are enrolled now. Names are A-labels in lower case.
CREATE TABLE domain (
  name TEXT NOT NULL PRIMARY KEY,
  policy_id TEXT NOT NULL,
  rua TEXT NOT NULL
);

-- Every body ever published, also of domains that were removed: an id must never come back with another body.
-- Ids of one domain sort as text by the time they were made. Times are milliseconds since 1970, UTC.
CREATE TABLE publication (
  domain TEXT NOT NULL,
  policy_id TEXT NOT NULL,
  body TEXT NOT NULL,
  published_at INTEGER NOT NULL,
  PRIMARY KEY (domain, policy_id)
);

-- The last change of each domain, so that a running server reads only what is new to it.
CREATE TABLE change (
  sequence INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  domain TEXT NOT NULL UNIQUE
);
