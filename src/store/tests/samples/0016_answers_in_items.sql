insert into attempt (id, learner_id, kind, course_id, started_at, items, open_items, correct) values
    (4, 2, 'quiz', 'rust', 1789999000000, 2, 1, 0);
insert into item (learner_id, attempt_id, position, course_id, lesson_id, question_id, revision, shown_at, given_text, verdict,
    answered_at, rating) values
    (2, 4, 0, 'rust', 'ownership', 'q9', 4, 1789999000000, 'a move', 'wrong', 1789999100000, 'again'),
    (2, 4, 1, 'rust', 'ownership', 'q10', 4, null, null, null, null, null);
