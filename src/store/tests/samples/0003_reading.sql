insert into section_read (learner_id, course_id, lesson_id, section_id, read_at) values (1, 'python-backend', 'asyncio', 'await', 1789999000002);
insert into course_place (learner_id, course_id, lesson_id, section_id, opened_at) values (1, 'python-backend', 'asyncio', 'await', 1789999000002);
