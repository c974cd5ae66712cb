-- An item and its answer were two rows with the same key, looked up and written one after the other. Now the answer stands
-- in its item. What is due is found among a learner's own cards, which lie together: an index of it was written anew with
-- every answer.
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
    -- What was answered. Bit n stands for the choice written n-th in the course.
    given_choices integer,
    given_text text,
    verdict text check (verdict in ('right', 'partly', 'wrong')),
    answered_at integer,
    -- The answers with their ratings are also the log of all reviews. None for an answer from before there were cards.
    rating text check (rating in ('again', 'hard', 'good', 'easy')),
    primary key (learner_id, attempt_id, position),
    foreign key (learner_id, attempt_id) references attempt (learner_id, id) on delete cascade on update cascade,
    check ((given_choices is not null) + (given_text is not null) = (verdict is not null)),
    check ((answered_at is null) = (verdict is null)),
    check (rating is null or verdict is not null)
) strict, without rowid;

insert into item_new (learner_id, attempt_id, position, course_id, lesson_id, question_id, revision, skipped, confidence,
    shown_at, given_choices, given_text, verdict, answered_at, rating)
select item.learner_id, item.attempt_id, item.position, course_id, lesson_id, question_id, revision, skipped, confidence,
    shown_at, given_choices, given_text, verdict, answered_at, rating
from item left join answer on answer.learner_id = item.learner_id and answer.attempt_id = item.attempt_id
    and answer.position = item.position;

drop table answer;
drop table item;
alter table item_new rename to item;
create index item_shown on item (learner_id, shown_at) where shown_at is not null;
drop index card_by_due;
