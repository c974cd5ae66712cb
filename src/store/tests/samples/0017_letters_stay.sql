update attempt set drawn_for = 1 where learner_id = 2;
