-- What somebody asked for themselves must not be the context of what they then ask before everybody.
alter table ask add column aloud integer not null default 0 check (aloud in (0, 1));
