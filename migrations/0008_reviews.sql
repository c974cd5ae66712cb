-- Every answered question becomes a card. A review asks cards of several courses, so an item says whose course it is of.
-- Tables are made anew from the children up: SQLite cannot drop a column's "not null", and dropping a parent first would
-- cascade.
create table attempt_new (
    id integer not null primary key autoincrement,
    learner_id integer not null references learner (id) on delete cascade,
    server_id integer,
    channel_id integer,
    kind text not null check (kind in ('quiz', 'review')),
    -- None for a review, which is across courses.
    course_id text,
    lesson_id text,
    -- An earlier attempt of the same learner; it goes when they go, so no key is needed.
    retry_of integer,
    started_at integer not null,
    finished_at integer,
    -- Kept with each answer, so that progress need not read a year of them.
    items integer not null check (items >= 0),
    open_items integer not null check (open_items between 0 and items),
    correct integer not null default 0 check (correct between 0 and items - open_items),
    unique (learner_id, id),
    check ((kind = 'review') = (course_id is null)),
    check (lesson_id is null or course_id is not null)
) strict;

insert into attempt_new (id, learner_id, server_id, channel_id, kind, course_id, lesson_id, retry_of, started_at,
    finished_at, items, open_items, correct)
select id, learner_id, server_id, channel_id, 'quiz', course_id, lesson_id, retry_of, started_at, finished_at, items,
    open_items, correct
from attempt;

-- No number is given out twice, also not one that a forgotten learner had.
delete from sqlite_sequence where name = 'attempt_new';
insert into sqlite_sequence (name, seq) select 'attempt_new', seq from sqlite_sequence where name = 'attempt';

create table item_new (
    learner_id integer not null,
    attempt_id integer not null,
    position integer not null check (position >= 0),
    course_id text not null,
    lesson_id text not null,
    question_id text not null,
    revision integer not null,
    skipped text check (skipped in ('changed', 'removed')),
    -- What the learner says before answering.
    confidence text check (confidence in ('sure', 'unsure')),
    -- When it was asked first; how long an answer took counts from here.
    shown_at integer,
    primary key (learner_id, attempt_id, position),
    foreign key (learner_id, attempt_id) references attempt_new (learner_id, id) on delete cascade on update cascade
) strict, without rowid;

insert into item_new (learner_id, attempt_id, position, course_id, lesson_id, question_id, revision, skipped)
select item.learner_id, item.attempt_id, item.position, attempt.course_id, item.lesson_id, item.question_id,
    item.revision, item.skipped
from item join attempt on attempt.learner_id = item.learner_id and attempt.id = item.attempt_id;

-- The answers with their ratings are also the log of all reviews.
create table answer_new (
    learner_id integer not null,
    attempt_id integer not null,
    position integer not null,
    -- Bit n stands for the choice written n-th in the course.
    given_choices integer,
    given_text text,
    verdict text not null check (verdict in ('right', 'partly', 'wrong')),
    answered_at integer not null,
    -- None for an answer from before there were cards.
    rating text check (rating in ('again', 'hard', 'good', 'easy')),
    primary key (learner_id, attempt_id, position),
    foreign key (learner_id, attempt_id, position) references item_new (learner_id, attempt_id, position)
        on delete cascade on update cascade,
    check ((given_choices is null) <> (given_text is null))
) strict, without rowid;

insert into answer_new (learner_id, attempt_id, position, given_choices, given_text, verdict, answered_at)
select learner_id, attempt_id, position, given_choices, given_text, verdict, answered_at from answer;

drop table answer;
drop table item;
drop table attempt;
alter table attempt_new rename to attempt;
alter table item_new rename to item;
alter table answer_new rename to answer;
create index attempt_unfinished on attempt (learner_id, id) where finished_at is null;
create index attempt_by_lesson on attempt (learner_id, course_id, lesson_id);

-- How a question is remembered. Days are counted from 1970-01-01 in the learner's own calendar.
create table card (
    learner_id integer not null references learner (id) on delete cascade,
    course_id text not null,
    question_id text not null,
    lesson_id text not null,
    since integer not null,
    stability real not null check (stability > 0),
    difficulty real not null check (difficulty between 1 and 10),
    reviewed_day integer not null,
    due_day integer not null check (due_day > reviewed_day),
    primary key (learner_id, course_id, question_id)
) strict, without rowid;

create index card_by_due on card (learner_id, due_day);

-- What was answered before there were cards: as FSRS begins with a good answer, or with a failed one.
insert into card (learner_id, course_id, question_id, lesson_id, since, stability, difficulty, reviewed_day, due_day)
select learner_id, course_id, question_id, lesson_id, first_at,
    case last_verdict when 'right' then 2.3065 else 0.212 end,
    case last_verdict when 'right' then 2.1181 else 6.4133 end,
    last_at / 86400000,
    last_at / 86400000 + case last_verdict when 'right' then 2 else 1 end
from question_result;

-- Days on which somebody learned, with the learner's clock as it was then: streaks survive a change of zone.
create table active_day (
    learner_id integer not null references learner (id) on delete cascade,
    day integer not null,
    first_at integer not null,
    first_offset integer not null,
    last_at integer not null,
    last_offset integer not null,
    sections integer not null default 0,
    answers integer not null default 0,
    reviews integer not null default 0,
    primary key (learner_id, day)
) strict, without rowid;

alter table learner add column goal_days integer check (goal_days between 1 and 7);

-- A promise about time is a row with a due date: a sleeping task dies with its process.
create table reminder (
    learner_id integer not null primary key references learner (id) on delete cascade,
    daily integer not null check (daily in (0, 1)),
    weekly integer not null check (weekly in (0, 1)),
    hour integer not null check (hour between 0 and 23),
    -- The language in which the learner asked for it.
    locale text not null,
    -- None while both are off.
    next_at integer,
    -- Messages in a row that the platform did not let through.
    refused integer not null default 0
) strict;

create index reminder_by_time on reminder (next_at) where next_at is not null;

-- One a day at most, whatever it says. Claimed in a commit of its own before it is sent, so that a kill in between is
-- seen afterwards; the number is part of what makes the platform refuse a second copy.
create table notice (
    id integer not null primary key autoincrement,
    learner_id integer not null references learner (id) on delete cascade,
    day integer not null,
    kind text not null check (kind in ('review', 'week')),
    state text not null check (state in ('waiting', 'claimed', 'sent', 'missed', 'shown')),
    try_at integer not null,
    tries integer not null default 0,
    claimed_at integer,
    unique (learner_id, day),
    check ((state = 'claimed') = (claimed_at is not null))
) strict;

create index notice_to_send on notice (try_at) where state in ('waiting', 'claimed');
create index notice_missed on notice (learner_id) where state = 'missed';
