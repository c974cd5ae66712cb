insert into card (learner_id, course_id, question_id, lesson_id, since, first_verdict, last_verdict, last_at, stability,
    difficulty, reviewed_day, due_day) values
    (2, 'rust', 'q9', 'ownership', 1789999000000, 'wrong', 'right', 1789999100000, 2.3065, 2.1181, 20717, 20719);
