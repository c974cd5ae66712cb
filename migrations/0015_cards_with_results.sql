-- How somebody stands with a question was kept in two tables with the same key, both written with every answer and merged
-- by rules of their own. A card says both: what was answered first and last, and how well it is remembered.
create table card_new (
    learner_id integer not null references learner (id) on delete cascade,
    course_id text not null,
    question_id text not null,
    lesson_id text not null,
    -- When it was answered first.
    since integer not null,
    first_verdict text not null check (first_verdict in ('right', 'partly', 'wrong')),
    last_verdict text not null check (last_verdict in ('right', 'partly', 'wrong')),
    last_at integer not null,
    stability real not null check (stability > 0),
    difficulty real not null check (difficulty between 1 and 10),
    -- Days since 1970-01-01 in the learner's own calendar.
    reviewed_day integer not null,
    due_day integer not null check (due_day > reviewed_day),
    primary key (learner_id, course_id, question_id)
) strict, without rowid;

-- Each answer made both. Should a card be missing, the question is as if it had been answered once.
insert into card_new (learner_id, course_id, question_id, lesson_id, since, first_verdict, last_verdict, last_at,
    stability, difficulty, reviewed_day, due_day)
select result.learner_id, result.course_id, result.question_id, result.lesson_id, first_at, first_verdict, last_verdict,
    last_at,
    coalesce(stability, case last_verdict when 'right' then 2.3065 else 0.212 end),
    coalesce(difficulty, case last_verdict when 'right' then 2.1181 else 6.4133 end),
    coalesce(reviewed_day, last_at / 86400000),
    coalesce(due_day, last_at / 86400000 + case last_verdict when 'right' then 2 else 1 end)
from question_result as result left join card on card.learner_id = result.learner_id
    and card.course_id = result.course_id and card.question_id = result.question_id;

drop table card;
drop table question_result;
alter table card_new rename to card;
create index card_by_due on card (learner_id, due_day);
