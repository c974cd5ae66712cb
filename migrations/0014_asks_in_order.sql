-- Asks are written more often than anything else, and each changed a page of five tables and indexes that no other ask was
-- in. Words stand in the ask's own row now, and what was shown lies by the number of the ask: what is written together
-- lies together.
create table ask_new (
    id integer not null primary key autoincrement,
    learner_id integer not null references learner (id) on delete cascade,
    server_id integer,
    channel_id integer,
    -- Whether everybody there read the answer: what was asked privately is no context for what is asked before others.
    aloud integer not null default 0 check (aloud in (0, 1)),
    -- An earlier ask of the same learner; it goes when they go, so no key is needed.
    follows integer,
    -- None once they have been deleted for their age.
    words text,
    tier text not null check (tier in ('answer', 'maybe', 'unknown')),
    score real not null,
    asked_at integer not null,
    mark text check (mark in ('helpful', 'not_meant')),
    marked_at integer
) strict;

insert into ask_new (id, learner_id, server_id, channel_id, aloud, follows, words, tier, score, asked_at, mark, marked_at)
select id, ask.learner_id, server_id, channel_id, aloud, follows, words, tier, score, ask.asked_at, mark, marked_at
from ask left join ask_words on ask_words.learner_id = ask.learner_id and ask_words.ask_id = ask.id
order by id;

-- No number is given out twice, also not one that a forgotten learner had.
delete from sqlite_sequence where name = 'ask_new';
insert into sqlite_sequence (name, seq) select 'ask_new', seq from sqlite_sequence where name = 'ask';

-- The passages that were shown, best first.
create table ask_shown_new (
    ask_id integer not null references ask_new (id) on delete cascade,
    rank integer not null,
    course_id text not null,
    lesson_id text not null,
    section_id text,
    faq_id text,
    primary key (ask_id, rank),
    check ((section_id is null) <> (faq_id is null))
) strict, without rowid;

insert into ask_shown_new (ask_id, rank, course_id, lesson_id, section_id, faq_id)
select ask_id, rank, course_id, lesson_id, section_id, faq_id from ask_shown order by ask_id, rank;

drop table ask_words;
drop table ask_shown;
drop table ask;
alter table ask_new rename to ask;
alter table ask_shown_new rename to ask_shown;

-- A follow-up looks for what its learner asked in the last minutes, which must not take longer after a year of asking.
create index ask_by_time on ask (learner_id, asked_at);
-- Words go when they are old.
create index ask_by_age on ask (asked_at) where words is not null;
-- Staff read the questions of their server, however many other servers there are.
create index ask_by_server on ask (server_id, asked_at) where words is not null;
