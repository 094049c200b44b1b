//! What a database leaves on the disk.

use std::os::unix::fs::PermissionsExt as _;

use store::DbOptions;
use testkit::databases::TempDatabase;

use crate::support::{open_with, options};

/// Names, addresses and mails are in all of them.
#[test]
fn nobody_else_reads_the_files() {
    let database = TempDatabase::sqlite();
    let _db = open_with(&database, DbOptions { exclusive: true, ..options() });
    for beside in ["", "-wal", "-shm", ".lock"] {
        let name = format!("{}{beside}", database.address());
        let file = std::fs::metadata(&name).expect("a file of the database");
        assert_eq!(file.permissions().mode() & 0o777, 0o600, "{name}");
    }
}
