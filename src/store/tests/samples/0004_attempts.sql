insert into attempt (id, learner_id, server_id, channel_id, course_id, lesson_id, retry_of, started_at, finished_at, items, open_items, correct) values
    (1, 1, 900, 901, 'python-backend', 'asyncio', null, 1789999000003, 1789999000009, 2, 0, 1),
    (2, 1, null, null, 'python-backend', 'asyncio', 1, 1789999000010, null, 1, 1, 0);
insert into item (learner_id, attempt_id, position, lesson_id, question_id, revision, skipped) values
    (1, 1, 0, 'asyncio', 'q1', -7, null), (1, 1, 1, 'asyncio', 'q2', 12, null), (1, 1, 2, 'asyncio', 'q3', 5, 'changed'),
    (1, 2, 0, 'asyncio', 'q2', 12, null);
insert into answer (learner_id, attempt_id, position, given_choices, given_text, verdict, answered_at) values
    (1, 1, 0, 2, null, 'right', 1789999000004), (1, 1, 1, null, 'the event loop', 'wrong', 1789999000009);
insert into question_result (learner_id, course_id, question_id, lesson_id, first_verdict, first_at, last_verdict, last_at) values
    (1, 'python-backend', 'q1', 'asyncio', 'right', 1789999000004, 'right', 1789999000004),
    (1, 'python-backend', 'q2', 'asyncio', 'wrong', 1789999000009, 'wrong', 1789999000009);
insert into item_count (course_id, question_id, revision, lesson_id, answered, correct) values
    ('python-backend', 'q1', -7, 'asyncio', 1, 1), ('python-backend', 'q2', 12, 'asyncio', 1, 0);
