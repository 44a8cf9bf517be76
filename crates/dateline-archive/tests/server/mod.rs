//! A PostgreSQL server that is gone after the test.
#![allow(dead_code, clippy::unwrap_used, clippy::print_stderr, reason = "each test uses a part of it")]
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

/// Says that a test must not be left out for want of a server.
const NEED: &str = "DATELINE_NEED_POSTGRES";

/// A server in a folder of its own, reached by a socket in it.
pub struct Server {
    programs: PathBuf,
    folder: PathBuf,
    /// The server refuses to run as root: this user runs it then.
    user: Option<&'static str>,
}

impl Server {
    /// Starts one; none if PostgreSQL is not installed and the environment does not ask for it.
    pub fn start() -> Option<Server> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let Some(programs) = programs() else {
            assert!(std::env::var(NEED).is_err(), "{NEED} is set, and PostgreSQL is not installed");
            eprintln!("left out: PostgreSQL is not installed (`apt-get install postgresql`)");
            return None;
        };
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        // A socket's path is short.
        let folder = PathBuf::from(format!("/tmp/dateline-pg-{}-{number}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        let is_root = said(Command::new("id").arg("-u")).trim() == "0";
        let server = Server { programs, folder, user: is_root.then_some("postgres") };
        if let Some(user) = server.user {
            said(Command::new("chown").arg(user).arg(&server.folder));
        }
        let data = server.folder.join("data");
        said(
            server
                .program("initdb")
                .args(["-A", "trust", "-U", "dateline", "-E", "UTF8", "--locale=C.UTF-8", "-N", "-D"])
                .arg(&data),
        );
        server.up();
        Some(server)
    }

    /// Starts it again.
    pub fn up(&self) {
        let folder = self.folder.display();
        let options = format!("-k {folder} -c listen_addresses= -c fsync=off -c full_page_writes=off");
        let log = self.folder.join("log");
        said(
            self.program("pg_ctl")
                .args(["-w", "-o", &options, "-l"])
                .arg(log)
                .arg("-D")
                .arg(self.folder.join("data"))
                .arg("start"),
        );
    }

    /// Stops it at once, as a power cut would.
    pub fn down(&self) {
        said(
            self.program("pg_ctl").args(["-m", "immediate", "-D"]).arg(self.folder.join("data")).arg("stop"),
        );
    }

    /// Lets a user in with a password only.
    pub fn only_with_password(&self, user: &str) {
        let path = self.folder.join("data/pg_hba.conf");
        let rest = fs::read_to_string(&path).unwrap();
        fs::write(&path, format!("local all {user} scram-sha-256\n{rest}")).unwrap();
        self.sql("postgres", "SELECT pg_reload_conf()");
        // The server takes it up a little later.
        std::thread::sleep(std::time::Duration::from_millis(500));
    }

    /// A new database, and its address.
    pub fn database(&self, name: &str) -> String {
        self.sql("postgres", &format!("CREATE DATABASE {name}"));
        self.address("dateline", name)
    }

    /// The address of a database for a user.
    pub fn address(&self, user: &str, name: &str) -> String {
        format!("postgres://{user}@{}/{name}", self.folder.display().to_string().replace('/', "%2F"))
    }

    /// Runs SQL in a database, and returns what it says.
    pub fn sql(&self, database: &str, sql: &str) -> String {
        said(self.program("psql").arg("-h").arg(&self.folder).args([
            "-U",
            "dateline",
            "-v",
            "ON_ERROR_STOP=1",
            "-Atqc",
            sql,
            database,
        ]))
    }

    fn program(&self, name: &str) -> Command {
        let path = self.programs.join(name);
        let mut command = match self.user {
            Some(user) => {
                let mut command = Command::new("runuser");
                command.args(["-u", user, "--"]).arg(path);
                command
            }
            None => Command::new(path),
        };
        command.current_dir("/");
        command
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let data = self.folder.join("data");
        // It may be down already.
        let _ = self.program("pg_ctl").args(["-m", "immediate", "-D"]).arg(data).arg("stop").output();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// What a program says. Its output goes to a file: the server that it starts keeps a pipe open.
fn said(command: &mut Command) -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let path = PathBuf::from(format!("/tmp/dateline-pg-{}-said-{number}", std::process::id()));
    let file = fs::File::create(&path).unwrap();
    let status = command.stdout(file.try_clone().unwrap()).stderr(file).status().unwrap();
    let text = fs::read_to_string(&path).unwrap();
    fs::remove_file(&path).unwrap();
    assert!(status.success(), "{command:?}: {text}");
    text
}

/// Where the newest version's programs are.
fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?;
    let folders = versions.filter_map(|version| Some(version.ok()?.path().join("bin")));
    folders.filter(|folder| Path::new(folder).join("initdb").is_file()).max()
}
