insert into learner (id, locale, time_zone, created_at) values (1, 'de', 'Europe/Vienna', 1789999000000), (2, null, null, 1789999000001);
insert into identity (platform, external_id, learner_id, created_at) values ('discord', '1001', 1, 1789999000000), ('terminal', 'ben', 2, 1789999000001);
insert into link_code (learner_id, code_hash, expires_at) values (2, x'aa', 1790000000000);
