//! What only the whole program can show: a process that dies, a disk that is full, a wire between two programs.

mod durability;
