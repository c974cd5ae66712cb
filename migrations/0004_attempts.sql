-- An attempt outlives its messages and its process, so that every button of it can still be answered exactly once.
create table attempt (
    id integer not null primary key autoincrement,
    learner_id integer not null references learner (id) on delete cascade,
    server_id integer,
    channel_id integer,
    course_id text not null,
    lesson_id text,
    -- An earlier attempt of the same learner; it goes when they go, so no key is needed.
    retry_of integer,
    started_at integer not null,
    finished_at integer,
    -- Kept with each answer, so that progress need not read a year of them.
    items integer not null check (items >= 0),
    open_items integer not null check (open_items between 0 and items),
    correct integer not null default 0 check (correct between 0 and items - open_items),
    unique (learner_id, id)
) strict;

create index attempt_unfinished on attempt (learner_id, id) where finished_at is null;
create index attempt_by_lesson on attempt (learner_id, course_id, lesson_id);

-- The owner stands in the key of everything under an attempt: a learner's rows lie together, move together when names
-- are linked, and cannot be reached with somebody else's id.
create table item (
    learner_id integer not null,
    attempt_id integer not null,
    position integer not null check (position >= 0),
    lesson_id text not null,
    question_id text not null,
    revision integer not null,
    skipped text check (skipped in ('changed', 'removed')),
    primary key (learner_id, attempt_id, position),
    foreign key (learner_id, attempt_id) references attempt (learner_id, id) on delete cascade on update cascade
) strict, without rowid;

create table answer (
    learner_id integer not null,
    attempt_id integer not null,
    position integer not null,
    -- Bit n stands for the choice written n-th in the course.
    given_choices integer,
    given_text text,
    verdict text not null check (verdict in ('right', 'partly', 'wrong')),
    answered_at integer not null,
    primary key (learner_id, attempt_id, position),
    foreign key (learner_id, attempt_id, position) references item (learner_id, attempt_id, position)
        on delete cascade on update cascade,
    check ((given_choices is null) <> (given_text is null))
) strict, without rowid;

-- How a learner stands with each question, whichever attempt it was in.
create table question_result (
    learner_id integer not null references learner (id) on delete cascade,
    course_id text not null,
    question_id text not null,
    lesson_id text not null,
    first_verdict text not null check (first_verdict in ('right', 'partly', 'wrong')),
    first_at integer not null,
    last_verdict text not null check (last_verdict in ('right', 'partly', 'wrong')),
    last_at integer not null,
    primary key (learner_id, course_id, question_id)
) strict, without rowid;

-- How hard a question is, without anybody's name.
create table item_count (
    course_id text not null,
    question_id text not null,
    revision integer not null,
    lesson_id text not null,
    answered integer not null,
    correct integer not null,
    primary key (course_id, question_id, revision)
) strict, without rowid;
