//! Has the crate built again when a migration is added: `sqlx::migrate!` itself only sees changes of files it knows.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
