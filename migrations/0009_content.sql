-- Records hold ids, and ids follow the text: how each course looked when it was read last, and where its former names lead.
create table course_state (
    course_id text not null primary key,
    -- Changes with every name, heading and text: of two processes only one moves the records.
    revision integer not null,
    read_at integer not null
) strict, without rowid;

-- Every piece that records may point to, with what its text looked like: the smallest hashes, and how many there were.
create table course_part (
    course_id text not null references course_state (course_id) on delete cascade,
    kind text not null check (kind in ('lesson', 'section', 'faq', 'question')),
    lesson_id text not null,
    part_id text not null,
    mark integer not null,
    sketch blob not null,
    shingles integer not null check (shingles >= 0),
    -- None while it is in the course. What is gone is remembered for a while, in case it comes back.
    gone_at integer,
    primary key (course_id, kind, lesson_id, part_id)
) strict, without rowid;

-- Names that nothing has any more. Old buttons carry them, and so may a record that was made while they were changed.
create table former_name (
    course_id text not null references course_state (course_id) on delete cascade,
    position integer not null,
    kind text not null check (kind in ('lesson', 'section', 'faq', 'question')),
    from_lesson_id text not null,
    from_id text not null,
    to_lesson_id text not null,
    to_id text not null,
    primary key (course_id, position)
) strict, without rowid;

-- What is being moved, within one unit of work: afterwards nothing is left of it.
create table content_move (
    course_id text not null,
    kind text not null check (kind in ('lesson', 'section', 'faq', 'question')),
    from_lesson_id text not null,
    from_id text not null,
    to_lesson_id text not null,
    to_id text not null,
    -- Of several places for one name the one that takes what can only be in one.
    is_main integer not null check (is_main in (0, 1)),
    primary key (course_id, kind, from_lesson_id, from_id, to_lesson_id, to_id)
) strict, without rowid;

create index content_move_by_id on content_move (course_id, kind, from_id);
