-- What an attempt came to was counted with every answer: its row was written anew, and so was its place in the index of
-- unfinished attempts, which SQLite writes whenever the column of the index's condition is set. It is counted when the attempt
-- ends. Until then the two columns stand as at its beginning: everything left open, nothing right.
update attempt set open_items = items, correct = 0 where finished_at is null;
alter table attempt rename column open_items to left_open;
