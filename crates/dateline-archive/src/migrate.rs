//! Archives of earlier versions, brought up to date.
use crate::archive::Archive;
use crate::error::Result;
use crate::schema::Dialect;

/// One change of the tables: the statements that make a version's tables from those of the version before.
pub(crate) struct Step {
    /// The statements in the SQL of each database.
    pub sql: fn(Dialect) -> String,
}

/// The version that the first step starts from.
pub(crate) const FIRST: i64 = 1;

/// All changes, the earliest first. New archives are made by [`schema::create`](crate::schema::create) as they are after
/// the last one.
pub(crate) const MIGRATIONS: &[Step] = &[
    // Sections are searched and listed.
    Step { sql: |_| "CREATE INDEX articles_section ON articles(section, day)".to_owned() },
    // Events tell what was inferred.
    Step {
        sql: |_| {
            "ALTER TABLE events ADD COLUMN day TEXT; ALTER TABLE events ADD COLUMN implied TEXT".to_owned()
        },
    },
    // What became of a story is looked up with it.
    Step {
        sql: |_| {
            "CREATE INDEX story_log_to ON story_log(to_story); \
             CREATE INDEX story_log_from ON story_log(from_story) WHERE from_story IS NOT NULL"
                .to_owned()
        },
    },
];

/// The version after the steps.
pub(crate) const fn version(steps: &[Step]) -> i64 {
    FIRST + steps.len() as i64
}

impl Archive {
    /// Takes the steps from a version on, all of them or, after an error, none.
    pub(crate) fn migrate(&mut self, steps: &[Step]) -> Result<()> {
        self.transaction(|archive| {
            // Another program may just have done it.
            let from = archive.version()?.unwrap_or(FIRST);
            let done = usize::try_from(from - FIRST).unwrap_or(0);
            for step in steps.iter().skip(done) {
                let sql = (step.sql)(archive.db.dialect());
                archive.db.batch(&sql)?;
            }
            archive.set("version", &version(steps).max(from).to_string())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::Mode;
    use crate::server::Server;

    const ADDED: Step = Step {
        sql: |dialect| match dialect {
            Dialect::Sqlite => {
                "ALTER TABLE stories ADD COLUMN mood TEXT; UPDATE stories SET mood = 'calm'".to_owned()
            }
            Dialect::Postgres => {
                "ALTER TABLE stories ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm'".to_owned()
            }
        },
    };
    const FILLED: Step = Step {
        sql: |_| "INSERT INTO stories (id, seed, articles, mood) VALUES (7, 'x', 0, 'new')".to_owned(),
    };
    const WRONG: Step = Step { sql: |_| "INSERT INTO no_such_table VALUES (1)".to_owned() };

    fn check(name: &str) {
        let open = |mode, steps| Archive::open_at(name, mode, steps);
        let mut old = open(Mode::Write, &[]).unwrap();
        assert_eq!(old.version().unwrap(), Some(FIRST));
        let error = open(Mode::Read, &[ADDED, FILLED]).err().unwrap().to_string();
        assert!(error.contains("earlier version") && error.contains("hint"), "{error}");

        let error = open(Mode::Write, &[ADDED, WRONG]).err().unwrap().to_string();
        assert!(error.contains("no_such_table"), "{error}");
        assert_eq!(old.version().unwrap(), Some(FIRST), "nothing was changed");

        let mut new = open(Mode::Write, &[ADDED]).unwrap();
        assert_eq!(new.version().unwrap(), Some(2));
        let mut newer = open(Mode::Write, &[ADDED, FILLED]).unwrap();
        assert_eq!(newer.db.one("SELECT mood FROM stories", &[]).unwrap().unwrap().text(), Some("new"));
        for mode in [Mode::Read, Mode::Write] {
            open(mode, &[ADDED, FILLED]).unwrap();
            let error = open(mode, &[ADDED]).err().unwrap().to_string();
            assert!(error.contains("later version"), "{error}");
        }
    }

    #[test]
    fn files_of_earlier_versions_are_brought_up_to_date() {
        let folder = std::env::temp_dir().join(format!("dateline-migrate-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        check(folder.join("a.db").to_str().unwrap());
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn servers_of_earlier_versions_are_brought_up_to_date() {
        let Some(server) = Server::start() else { return };
        check(&server.database("migrate"));
    }
}
