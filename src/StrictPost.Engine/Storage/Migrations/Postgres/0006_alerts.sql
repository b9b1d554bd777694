-- The comments stand beside the same tables of SQLite.
INSERT INTO counter (name, value) VALUES ('incident', 0), ('alert', 0);

CREATE TABLE monitor (
  domain TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  due_at BIGINT NOT NULL,
  full_at BIGINT NOT NULL,
  looked_at BIGINT,
  seen_at BIGINT,
  worked_at BIGINT
);
CREATE INDEX monitor_due ON monitor (due_at);

CREATE TABLE incident (
  id BIGINT NOT NULL PRIMARY KEY,
  domain TEXT COLLATE "C" NOT NULL,
  source TEXT COLLATE "C" NOT NULL,
  code TEXT COLLATE "C" NOT NULL,
  about TEXT COLLATE "C" NOT NULL,
  severity TEXT COLLATE "C" NOT NULL,
  stage BIGINT NOT NULL,
  message TEXT NOT NULL,
  fix TEXT NOT NULL,
  standing TEXT COLLATE "C" NOT NULL,
  opened_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  absent_since BIGINT,
  absences BIGINT NOT NULL,
  resolved_at BIGINT,
  returns BIGINT NOT NULL,
  told_stage BIGINT NOT NULL
);
CREATE INDEX incident_domain ON incident (domain, resolved_at);
CREATE INDEX incident_standing ON incident (standing, opened_at);

CREATE TABLE alert (
  id BIGINT NOT NULL PRIMARY KEY,
  incident_id BIGINT NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  channel TEXT COLLATE "C" NOT NULL,
  standing TEXT COLLATE "C" NOT NULL,
  created_at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  give_up_at BIGINT NOT NULL,
  tries BIGINT NOT NULL,
  sent_at BIGINT,
  error TEXT
);
CREATE INDEX alert_due ON alert (standing, channel, due_at);
CREATE INDEX alert_incident ON alert (incident_id, channel);
