-- What has been read and where to go on are two facts: jumping back must not unread anything.
create table section_read (
    learner_id integer not null references learner (id) on delete cascade,
    course_id text not null,
    lesson_id text not null,
    section_id text not null,
    read_at integer not null,
    primary key (learner_id, course_id, lesson_id, section_id)
) strict, without rowid;

create table course_place (
    learner_id integer not null references learner (id) on delete cascade,
    course_id text not null,
    lesson_id text not null,
    section_id text not null,
    opened_at integer not null,
    primary key (learner_id, course_id)
) strict, without rowid;
