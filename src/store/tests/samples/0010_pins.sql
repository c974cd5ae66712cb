insert into pin (id, server_id, question, effect, course_id, lesson_id, section_id, faq_id, revision, made_at) values
    (1, 900, 'wait two things', 'first', 'python-backend', 'asyncio', 'await', null, -77, 1790000000001),
    (2, 0, 'rain Mars', 'never', 'python-backend', 'asyncio', null, 'does-async-make-my-code-faster', 12, 1790000000002);
