-- Facts about the database as a whole: the secret that orders choices must be the same in every process that opens it.
create table secret (
    id integer not null primary key check (id = 1),
    bytes blob not null
) strict;

create table meta (
    key text not null primary key,
    value text not null
) strict, without rowid;
