-- The words of an ask are a row of their own, so that they can go after a month while the ask's buttons keep working.
create table ask (
    id integer not null primary key autoincrement,
    learner_id integer not null references learner (id) on delete cascade,
    server_id integer,
    channel_id integer,
    -- An earlier ask of the same learner; it goes when they go, so no key is needed.
    follows integer,
    tier text not null check (tier in ('answer', 'maybe', 'unknown')),
    score real not null,
    asked_at integer not null,
    mark text check (mark in ('helpful', 'not_meant')),
    marked_at integer,
    unique (learner_id, id)
) strict;

create table ask_words (
    learner_id integer not null,
    ask_id integer not null,
    words text not null,
    asked_at integer not null,
    primary key (learner_id, ask_id),
    foreign key (learner_id, ask_id) references ask (learner_id, id) on delete cascade on update cascade
) strict, without rowid;

create index ask_words_by_age on ask_words (asked_at);

-- The passages that were shown, best first.
create table ask_shown (
    learner_id integer not null,
    ask_id integer not null,
    rank integer not null,
    course_id text not null,
    lesson_id text not null,
    section_id text,
    faq_id text,
    primary key (learner_id, ask_id, rank),
    foreign key (learner_id, ask_id) references ask (learner_id, id) on delete cascade on update cascade,
    check ((section_id is null) <> (faq_id is null))
) strict, without rowid;

-- How many asks found an answer, without anybody's name. Server 0 stands for private conversations and the terminal;
-- a day is counted in UTC from 1970-01-01.
create table ask_count (
    server_id integer not null,
    day integer not null,
    tier text not null check (tier in ('answer', 'maybe', 'unknown')),
    asked integer not null,
    helpful integer not null default 0,
    not_meant integer not null default 0,
    primary key (server_id, day, tier)
) strict, without rowid;
