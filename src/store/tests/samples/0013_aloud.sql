update ask set aloud = 1 where learner_id = 1;
