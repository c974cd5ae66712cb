update course_place set page = 2 where learner_id = 1;
