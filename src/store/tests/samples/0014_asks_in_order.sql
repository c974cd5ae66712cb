insert into ask (id, learner_id, server_id, channel_id, aloud, words, tier, score, asked_at) values
    (3, 1, 900, 901, 1, 'what is await?', 'answer', 0.9, 1789999000014);
insert into ask_shown (ask_id, rank, course_id, lesson_id, section_id) values (3, 0, 'python-backend', 'asyncio', 'await');
