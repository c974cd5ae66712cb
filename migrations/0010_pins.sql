-- Staff know which passage answers a question, or never does; their word holds until the passage is another.
create table pin (
    -- Never given out twice: an old button must not drop somebody else's pin.
    id integer not null primary key autoincrement,
    -- 0 stands for private conversations and the terminal.
    server_id integer not null,
    -- The content words of the question; whose it was is not kept.
    question text not null,
    effect text not null check (effect in ('first', 'never')),
    course_id text not null,
    lesson_id text not null,
    section_id text,
    faq_id text,
    -- A hash of the passage as it was read when it was pinned.
    revision integer not null,
    made_at integer not null,
    check ((section_id is null) <> (faq_id is null))
) strict;

create index pin_of_server on pin (server_id);
