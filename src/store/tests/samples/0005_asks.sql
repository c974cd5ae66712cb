insert into ask (id, learner_id, server_id, channel_id, follows, tier, score, asked_at, mark, marked_at) values
    (1, 1, 900, 901, null, 'answer', 0.9, 1789999000011, 'helpful', 1789999000012),
    (2, 2, null, null, null, 'unknown', 0.1, 1789999000013, null, null);
insert into ask_words (learner_id, ask_id, words, asked_at) values (2, 2, 'does it rain on Mars?', 1789999000013);
insert into ask_shown (learner_id, ask_id, rank, course_id, lesson_id, section_id, faq_id) values
    (1, 1, 0, 'python-backend', 'asyncio', 'await', null), (1, 1, 1, 'python-backend', 'asyncio', null, 'does-async-make-my-code-faster');
insert into ask_count (server_id, day, tier, asked, helpful, not_meant) values (900, 20717, 'answer', 1, 1, 0), (0, 20717, 'unknown', 1, 0, 0);
