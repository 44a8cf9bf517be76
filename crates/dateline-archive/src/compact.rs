//! Room that an archive does not need.
use crate::archive::Archive;
use crate::error::Result;
use crate::schema::Dialect;

impl Archive {
    /// Writes the archive anew, its tables filled and the words for search in one piece, and gives the rest of the room back.
    /// A file needs as much room again meanwhile; if it is broken off, the archive is as it was.
    ///
    /// # Errors
    ///
    /// If the archive cannot be written, or another program is writing to it.
    pub fn compact(&mut self) -> Result<()> {
        match self.db.dialect() {
            Dialect::Sqlite => {
                self.db.batch("INSERT INTO words (words) VALUES ('optimize')")?;
                self.db.batch("VACUUM")?;
                self.db.batch("PRAGMA wal_checkpoint(TRUNCATE)")
            }
            Dialect::Postgres => self.db.batch("VACUUM (FULL, ANALYZE)"),
        }
    }
}
