-- Choices stand in an order drawn for their learner. When names are linked an attempt gets another learner, and its letters
-- would mean other choices than those under the message. Whom it was drawn for stays; nobody, as long as they are the same.
alter table attempt add column drawn_for integer;
