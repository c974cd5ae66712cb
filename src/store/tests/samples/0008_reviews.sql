insert into attempt (id, learner_id, kind, course_id, started_at, items, open_items) values
    (3, 1, 'review', null, 1789999100000, 2, 1);
insert into item (learner_id, attempt_id, position, course_id, lesson_id, question_id, revision, confidence, shown_at) values
    (1, 3, 0, 'python-backend', 'asyncio', 'q1', -7, 'sure', 1789999100000),
    (1, 3, 1, 'rust', 'ownership', 'q9', 4, null, null);
insert into answer (learner_id, attempt_id, position, given_choices, verdict, answered_at, rating) values
    (1, 3, 0, 2, 'right', 1789999105000, 'easy');
insert into question_result (learner_id, course_id, question_id, lesson_id, first_verdict, first_at, last_verdict, last_at) values
    (1, 'rust', 'q9', 'ownership', 'right', 1789999000000, 'right', 1789999000000);
insert into card (learner_id, course_id, question_id, lesson_id, since, stability, difficulty, reviewed_day, due_day) values
    (1, 'rust', 'q9', 'ownership', 1789999000000, 8.2956, 1.0, 20717, 20725);
insert into active_day (learner_id, day, first_at, first_offset, last_at, last_offset, answers, reviews) values
    (1, 20717, 1789999000003, 7200, 1789999105000, 7200, 3, 1);
update learner set goal_days = 4 where id = 1;
insert into reminder (learner_id, daily, weekly, hour, locale, next_at) values (1, 1, 0, 18, 'de', 1790006400000);
insert into notice (id, learner_id, day, kind, state, try_at, tries, claimed_at) values
    (1, 1, 20716, 'review', 'sent', 1789920000000, 1, null),
    (2, 1, 20717, 'week', 'claimed', 1790006400000, 1, 1790006400100);
