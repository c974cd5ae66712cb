insert into server (id, staff_role_id, locale, welcomed_at) values (900, 902, 'de', 1789999000000);
insert into server_course (server_id, course_id) values (900, 'python-backend');
insert into server_channel (server_id, channel_id) values (900, 901);
insert into share (id, learner_id, server_id, channel_id, created_at) values (1, 1, 900, 901, 1789999000014);
