-- A live quiz is rows only: a restart finds the open question, its deadline and every answer that was acknowledged.
create table live_quiz (
    id integer not null primary key autoincrement,
    server_id integer not null,
    channel_id integer not null,
    -- The language of the board.
    locale text not null,
    -- What it is about, as the board says it.
    title text not null,
    course_id text not null,
    phase text not null check (phase in ('lobby', 'open', 'closed', 'ended')),
    -- The item that is open, or was last.
    position integer not null default 0,
    -- Grows with every phase, so that a press meant for an earlier one is known.
    step integer not null default 0,
    -- When it goes on by itself; none until the board shows the step, since nobody's time runs before.
    due_at integer,
    ending text check (ending in ('played', 'stopped', 'deserted', 'lost')),
    started_at integer not null,
    -- The message that is the board, what it shows, and when it may be touched again.
    message_id integer,
    shown_step integer,
    shown_players integer,
    shown_answers integer,
    edit_at integer not null,
    tries integer not null default 0,
    -- The last board is shown and everybody's answers are among their records.
    settled integer not null default 0 check (settled in (0, 1)),
    check ((phase = 'ended') = (ending is not null))
) strict;

create unique index live_quiz_in_channel on live_quiz (channel_id) where phase <> 'ended';
create index live_quiz_unsettled on live_quiz (id) where settled = 0;

-- The questions as they stood at the start, with figures that stay when people go.
create table live_item (
    live_id integer not null references live_quiz (id) on delete cascade,
    position integer not null check (position >= 0),
    course_id text not null,
    lesson_id text not null,
    question_id text not null,
    revision integer not null,
    state text not null default 'waiting' check (state in ('waiting', 'open', 'closed', 'skipped')),
    answered integer not null default 0,
    correct integer not null default 0,
    primary key (live_id, position)
) strict, without rowid;

create table live_player (
    learner_id integer not null references learner (id) on delete cascade,
    live_id integer not null references live_quiz (id) on delete cascade,
    -- What the person is called in that server: the best are named on the board.
    name text not null,
    is_host integer not null check (is_host in (0, 1)),
    -- None for a host who does not play.
    joined_at integer,
    points integer not null default 0,
    -- Whether the answers are among the learner's records, and in which attempt.
    recorded integer not null default 0 check (recorded in (0, 1)),
    attempt_id integer,
    primary key (learner_id, live_id)
) strict, without rowid;

create index live_player_by_points on live_player (live_id, points);

create table live_answer (
    learner_id integer not null,
    live_id integer not null,
    position integer not null,
    -- Bit n stands for the choice written n-th in the course.
    given_choices integer not null,
    verdict text not null check (verdict in ('right', 'partly', 'wrong')),
    changes integer not null default 0 check (changes in (0, 1)),
    answered_at integer not null,
    primary key (learner_id, live_id, position),
    foreign key (learner_id, live_id) references live_player (learner_id, live_id)
        on delete cascade on update cascade
) strict, without rowid;

create index live_answer_of_item on live_answer (live_id, position);
