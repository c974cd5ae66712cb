-- Whoever reads by typing "next" has no button that knows the page, so the place in a course has to.
alter table course_place add column page integer not null default 0;
