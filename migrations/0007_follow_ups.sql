-- A follow-up looks for what its learner asked in the last minutes, which must not take longer after a year of asking.
create index ask_by_time on ask (learner_id, asked_at);
