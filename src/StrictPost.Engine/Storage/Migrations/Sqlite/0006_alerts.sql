-- Monitors, what they found, and who is to be told. Numbers are taken from the counters `incident` and `alert`.
INSERT INTO counter (name, value) VALUES ('incident', 0), ('alert', 0);

-- One row for each enrolled domain: when to look at it next, and from when on the next look includes its mail hosts. Whoever takes a look up
-- puts `due_at` off at once, so that nobody else does. `seen_at`: when DNS last answered; `worked_at`: when all was first seen as it is set.
CREATE TABLE monitor (
  domain TEXT NOT NULL PRIMARY KEY,
  due_at BIGINT NOT NULL,
  full_at BIGINT NOT NULL,
  looked_at BIGINT,
  seen_at BIGINT,
  worked_at BIGINT
) WITHOUT ROWID;
CREATE INDEX monitor_due ON monitor (due_at);

-- What went wrong, from its first sight to its end. `standing` is suspected, open or resolved; `about` tells those of one code apart.
CREATE TABLE incident (
  id BIGINT NOT NULL PRIMARY KEY,
  domain TEXT NOT NULL,
  source TEXT NOT NULL,
  code TEXT NOT NULL,
  about TEXT NOT NULL,
  severity TEXT NOT NULL,
  stage BIGINT NOT NULL,
  message TEXT NOT NULL,
  fix TEXT NOT NULL,
  standing TEXT NOT NULL,
  opened_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  absent_since BIGINT,
  absences BIGINT NOT NULL,
  resolved_at BIGINT,
  returns BIGINT NOT NULL,
  told_stage BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX incident_domain ON incident (domain, resolved_at);
CREATE INDEX incident_standing ON incident (standing, opened_at);

-- Messages, one for each notice and channel. `standing` is waiting, sent or failed; `due_at` is put off when sending begins.
CREATE TABLE alert (
  id BIGINT NOT NULL PRIMARY KEY,
  incident_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  channel TEXT NOT NULL,
  standing TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  give_up_at BIGINT NOT NULL,
  tries BIGINT NOT NULL,
  sent_at BIGINT,
  error TEXT
) WITHOUT ROWID;
CREATE INDEX alert_due ON alert (standing, channel, due_at);
CREATE INDEX alert_incident ON alert (incident_id, channel);
