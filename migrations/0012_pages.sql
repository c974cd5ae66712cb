-- Whoever reads by typing "next" has no button that knows the page, so the place in a course has to.
alter table course_place add column page integer not null default 0;

-- What somebody types is an answer to the question that they saw last: found without reading a year of them.
create index item_shown on item (learner_id, shown_at) where shown_at is not null;
