insert into live_quiz (id, server_id, channel_id, locale, title, course_id, phase, position, step, due_at, started_at,
    message_id, shown_step, shown_players, shown_answers, edit_at) values
    (1, 900, 901, 'en', 'asyncio', 'python-backend', 'open', 0, 1, 1789999200000, 1789999100000, 77, 1, 1, 0, 1789999110000);
insert into live_item (live_id, position, course_id, lesson_id, question_id, revision, state) values
    (1, 0, 'python-backend', 'asyncio', 'q1', -7, 'open');
insert into live_player (learner_id, live_id, name, is_host, joined_at) values (1, 1, 'Ada', 1, 1789999101000);
insert into live_answer (learner_id, live_id, position, given_choices, verdict, answered_at) values
    (1, 1, 0, 2, 'right', 1789999120000);
