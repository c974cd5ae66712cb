insert into course_state (course_id, revision, read_at) values ('python-backend', -12, 1790000000000);
insert into course_part (course_id, kind, lesson_id, part_id, mark, sketch, shingles, gone_at) values
    ('python-backend', 'lesson', 'asyncio', 'asyncio', 77, x'', 0, null),
    ('python-backend', 'section', 'asyncio', 'await', -4, x'0100000002000000', 2, null),
    ('python-backend', 'section', 'asyncio', 'threads', 9, x'0300000004000000', 2, 1790000000000);
insert into former_name (course_id, position, kind, from_lesson_id, from_id, to_lesson_id, to_id) values
    ('python-backend', 0, 'section', 'async', 'await', 'asyncio', 'await');
insert into content_move (course_id, kind, from_lesson_id, from_id, to_lesson_id, to_id, is_main) values
    ('python-backend', 'section', 'async', 'await', 'asyncio', 'await', 1);
