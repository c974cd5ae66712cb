insert into attempt (id, learner_id, kind, course_id, started_at, finished_at, items, left_open, correct) values
    (5, 2, 'quiz', 'rust', 1789999000000, 1789999200000, 2, 1, 1);
insert into item (learner_id, attempt_id, position, course_id, lesson_id, question_id, revision, shown_at, given_choices,
    verdict, answered_at, rating) values
    (2, 5, 0, 'rust', 'ownership', 'q9', 4, 1789999000000, 1, 'right', 1789999100000, 'good'),
    (2, 5, 1, 'rust', 'ownership', 'q10', 4, null, null, null, null, null);
