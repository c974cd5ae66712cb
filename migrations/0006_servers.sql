-- A server sees what its staff chose; a server without a row, or without rows of a kind, sees everything of that kind.
create table server (
    id integer not null primary key,
    staff_role_id integer,
    locale text,
    welcomed_at integer
) strict;

create table server_course (
    server_id integer not null references server (id) on delete cascade,
    course_id text not null,
    primary key (server_id, course_id)
) strict, without rowid;

create table server_channel (
    server_id integer not null references server (id) on delete cascade,
    channel_id integer not null,
    primary key (server_id, channel_id)
) strict, without rowid;

-- A reply that its owner made public and may take back.
create table share (
    id integer not null primary key autoincrement,
    learner_id integer not null references learner (id) on delete cascade,
    server_id integer,
    channel_id integer,
    created_at integer not null
) strict;

create index share_of_learner on share (learner_id);
