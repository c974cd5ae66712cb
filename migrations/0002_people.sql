-- A person is one learner under several names, so that records can move together and go together.
create table learner (
    -- Never given out twice: an old button must not meet the rows of somebody new.
    id integer not null primary key autoincrement,
    locale text,
    time_zone text,
    created_at integer not null
) strict;

create table identity (
    platform text not null check (platform in ('discord', 'terminal')),
    external_id text not null,
    learner_id integer not null references learner (id) on delete cascade,
    created_at integer not null,
    primary key (platform, external_id)
) strict, without rowid;

create index identity_of_learner on identity (learner_id);

-- One code at a time; only its hash is kept.
create table link_code (
    learner_id integer not null primary key references learner (id) on delete cascade,
    code_hash blob not null unique,
    expires_at integer not null
) strict;
