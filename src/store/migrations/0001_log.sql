-- The log: the only truth in this file. Rows come, and never change or go.
create table event (
  n         integer primary key,
  id        blob    not null unique check (length(id) = 16),
  device    blob    not null check (length(device) = 16),
  sequence  integer not null,
  time      integer not null,
  clock     integer not null,
  offset    integer not null,
  day       integer not null,
  kind      text    not null,
  body      text    not null,
  checksum  blob    not null check (length(checksum) = 16),
  -- Copies of what stands in the body, for queries: doctor compares them.
  subject   integer references subject (s),
  target    blob,
  rating    integer,
  purpose   integer,
  meaning   integer,
  due       integer
) strict;

create trigger event_is_not_changed before update on event
begin select raise(abort, 'the log is append-only'); end;
create trigger event_is_not_deleted before delete on event
begin select raise(abort, 'the log is append-only'); end;

create index event_of_device on event (device, sequence);
create index event_of_subject on event (subject) where subject is not null;
create index event_of_target on event (target) where target is not null;

-- A question of a deck as the log names it. Numbers are this file's own.
create table subject (
  s        integer primary key,
  deck     text not null,
  question text not null,
  unique (deck, question)
) strict;

-- Events whose id came a second time with other bytes.
create table quarantine (
  n      integer primary key,
  id     blob not null,
  line   text not null,
  unique (id, line)
) strict;

-- Derived from the log by replay; may be dropped and rebuilt at any time.
create table state (
  s          integer primary key references subject (s),
  stability  real,
  difficulty real,
  last       integer,
  due        integer,
  reviews    integer not null,
  lapses     integer not null,
  rating     integer,
  relearning integer not null,
  suspended  integer not null,
  meaning    integer
) strict;
create index state_due on state (due) where suspended = 0 and due is not null;

create table answer (
  n         integer primary key references event (n),
  s         integer not null,
  day       integer not null,
  minute    integer not null,
  rating    integer not null,
  purpose   integer not null,
  counted   integer not null,
  ms        integer not null,
  elapsed   integer,
  predicted real
) strict;
create index answer_of_subject on answer (s);

create table renamed (
  s       integer primary key,
  to_s    integer not null
) strict;

-- The user's settings, and what the derived tables were derived with.
create table setting (
  key   text primary key,
  value text not null
) strict, without rowid;
