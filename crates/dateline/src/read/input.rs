//! Fetches pages from files, folders and archives. This is the one place in the library that opens files.
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Chain, Cursor, Read};
use std::path::{Path, PathBuf};
use std::vec::IntoIter;

use super::warc::{WarcReader, is_warc};
use super::{Hints, Page, binary, charset, gzip};
use crate::doc::Warning;

/// A page that has been fetched from its file or archive, and not yet decoded.
#[derive(Clone, Debug, Default)]
pub struct Input {
    /// Where it comes from and what is known about it.
    pub hints: Hints,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What went wrong on the way.
    pub warnings: Vec<Warning>,
}

impl Input {
    /// Decodes the page. This is the expensive part, and can be left to another thread.
    pub fn into_page(self) -> Page {
        let mut page = Page::new(&self.bytes, self.hints);
        page.warnings.splice(0..0, self.warnings);
        page
    }
}

/// Something that could not be read. The walk goes on behind it.
#[derive(Debug)]
pub struct InputError {
    /// The file or folder.
    pub path: PathBuf,
    /// What is wrong.
    pub message: String,
    /// What the reader can do about it, if anything.
    pub hint: Option<&'static str>,
}

impl InputError {
    fn of(path: &Path, error: &io::Error) -> InputError {
        let (message, hint) = match error.kind() {
            io::ErrorKind::NotFound if path.is_symlink() => ("the link leads nowhere".to_owned(), None),
            io::ErrorKind::NotFound => (
                "there is no such file or folder".to_owned(),
                Some("check the path; `-` reads standard input"),
            ),
            io::ErrorKind::PermissionDenied => (
                "there is no permission to read it".to_owned(),
                Some("change its permissions or run as its owner"),
            ),
            _ => (error.to_string(), None),
        };
        InputError { path: path.to_owned(), message, hint }
    }
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`: {}", self.path.display(), self.message)
    }
}

impl std::error::Error for InputError {}

/// The pages below `paths`, one after another, in the order of the paths and, in a folder, of the names.
///
/// A file is a page, or an archive of pages if it is WARC (`.warc`, `.warc.gz`, or by its first bytes). A folder
/// stands for all that is in it but hidden files and files that are no text, which are counted; a file that is named
/// itself is always read. Links are followed, but not in circles. At most one file, of at most [`Page::MAX_BYTES`], is
/// held (for archives see [`WarcReader`]).
///
/// ```no_run
/// for input in dateline::read::walk(["pages/", "crawl.warc.gz"]) {
///     match input {
///         Ok(input) => println!("{}", input.into_page().text.len()),
///         Err(error) => eprintln!("{error}"),
///     }
/// }
/// ```
pub fn walk<P: Into<PathBuf>>(paths: impl IntoIterator<Item = P>) -> Walk {
    let roots: Vec<PathBuf> = paths.into_iter().map(Into::into).collect();
    Walk { open: vec![Folder { real: None, entries: roots.into_iter() }], ..Walk::default() }
}

/// The walk that [`walk`] begins.
#[derive(Default)]
pub struct Walk {
    /// The folders that the walk is in; the first stands for the paths that were given.
    open: Vec<Folder>,
    archive: Option<Archive>,
    errors: VecDeque<InputError>,
    /// Folders that were reached by a link.
    linked: BTreeSet<PathBuf>,
    counts: Counts,
}

/// What a walk has seen so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Pages given.
    pub pages: u64,
    /// Errors given.
    pub errors: u64,
    /// Archives opened.
    pub archives: u64,
    /// Files and records that are no pages, by what they are, and how many of them.
    pub passed_over: BTreeMap<&'static str, u64>,
}

struct Folder {
    /// The path without links, to see circles by.
    real: Option<PathBuf>,
    entries: IntoIter<PathBuf>,
}

struct Archive {
    path: PathBuf,
    reader: WarcReader<Chain<Cursor<Vec<u8>>, File>>,
}

/// True if a file is a WARC archive: by its name (`.warc`, `.warc.gz`), or by its first bytes.
///
/// ```
/// use dateline::read::is_archive;
/// assert!(is_archive("crawl.warc.gz".as_ref(), b""));
/// assert!(is_archive("crawl".as_ref(), b"WARC/1.0\r\n"));
/// assert!(!is_archive("feed.xml".as_ref(), b"<rss>"));
/// ```
pub fn is_archive(path: &Path, head: &[u8]) -> bool {
    let name = path.to_string_lossy();
    is_warc(head) || name.ends_with(".warc") || name.ends_with(".warc.gz")
}

/// Enough of a file to tell an archive, or a file without text, by.
const HEAD: u64 = 4 << 10;

impl Walk {
    /// What the walk has seen so far.
    pub fn counts(&self) -> &Counts {
        &self.counts
    }

    /// Opens a folder or an archive, or reads a page.
    fn enter(&mut self, path: PathBuf, named: bool) -> Result<Option<Input>, InputError> {
        let kind = fs::metadata(&path).map_err(|error| InputError::of(&path, &error))?;
        if kind.is_dir() {
            self.enter_folder(path)?;
            Ok(None)
        } else if kind.is_file() {
            self.enter_file(path, named)
        } else {
            Err(InputError {
                path,
                message: "is a pipe, a socket or a device, and is not read".to_owned(),
                hint: Some("to read from a pipe, give `-` and pipe the page to the command"),
            })
        }
    }

    fn enter_folder(&mut self, path: PathBuf) -> Result<(), InputError> {
        let of = |error: io::Error| InputError::of(&path, &error);
        let real = fs::canonicalize(&path).map_err(of)?;
        let link = fs::symlink_metadata(&path).map_err(of)?.is_symlink();
        if self.open.iter().any(|folder| folder.real.as_ref() == Some(&real)) {
            let message = "is a link to a folder that it is in, and is not followed".to_owned();
            return Err(InputError { path, message, hint: None });
        }
        // Links to links could otherwise make more paths than there are atoms.
        if link && !self.linked.insert(real.clone()) {
            self.pass_over("links to folders that were read before");
            return Ok(());
        }
        let mut entries = Vec::new();
        for entry in fs::read_dir(&path).map_err(of)? {
            match entry {
                Ok(entry) => entries.push(entry.path()),
                Err(error) => self.errors.push_back(of(error)),
            }
        }
        entries.sort();
        self.open.push(Folder { real: Some(real), entries: entries.into_iter() });
        Ok(())
    }

    fn enter_file(&mut self, path: PathBuf, named: bool) -> Result<Option<Input>, InputError> {
        let of = |error: io::Error| InputError::of(&path, &error);
        let mut file = File::open(&path).map_err(of)?;
        let mut bytes = Vec::new();
        (&mut file).take(HEAD).read_to_end(&mut bytes).map_err(of)?;
        let name = path.to_string_lossy().into_owned();
        if is_archive(&path, &bytes) {
            self.counts.archives += 1;
            let reader = WarcReader::new(Cursor::new(bytes).chain(file), name);
            self.archive = Some(Archive { path, reader });
            return Ok(None);
        }
        if !named
            && !bytes.starts_with(gzip::MAGIC)
            && !charset::is_wide(&bytes)
            && binary::kind(&bytes).is_some()
        {
            self.pass_over("files that are no text");
            return Ok(None);
        }
        let room = Page::MAX_BYTES as u64 - bytes.len() as u64;
        (&mut file).take(room).read_to_end(&mut bytes).map_err(of)?;
        let mut warnings = Vec::new();
        if file.read(&mut [0]).map_err(of)? > 0 {
            let limit = Page::MAX_BYTES >> 20;
            warnings.push(Warning::page(format!(
                "the file is larger than {limit} MB; what follows was not read"
            )));
        }
        Ok(Some(Input { hints: Hints { uri: Some(name), ..Hints::default() }, bytes, warnings }))
    }

    fn close_archive(&mut self) {
        let Some(Archive { path, reader }) = self.archive.take() else { return };
        let report = reader.report();
        for (what, count) in &report.passed_over {
            *self.counts.passed_over.entry(what).or_default() += count;
        }
        let error = |message: String| InputError {
            path: path.clone(),
            message,
            hint: Some("the rest of the archive was read; fetch it again to get what was lost"),
        };
        self.errors.extend(report.damage.iter().map(|damage| error(damage.to_string())));
        let unlisted = report.damage_count - report.damage.len() as u64;
        if unlisted > 0 {
            self.errors.push_back(error(format!("{unlisted} more places are damaged")));
        }
    }

    fn pass_over(&mut self, what: &'static str) {
        *self.counts.passed_over.entry(what).or_default() += 1;
    }
}

impl Iterator for Walk {
    type Item = Result<Input, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(error) = self.errors.pop_front() {
                self.counts.errors += 1;
                return Some(Err(error));
            }
            if let Some(archive) = &mut self.archive {
                if let Some(page) = archive.reader.next() {
                    self.counts.pages += 1;
                    return Some(Ok(page));
                }
                self.close_archive();
                continue;
            }
            let named = self.open.len() == 1;
            let Some(path) = self.open.last_mut()?.entries.next() else {
                self.open.pop();
                continue;
            };
            if !named && path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b".")) {
                self.pass_over("hidden files");
                continue;
            }
            match self.enter(path, named) {
                Ok(None) => {}
                Ok(Some(page)) => {
                    self.counts.pages += 1;
                    return Some(Ok(page));
                }
                Err(error) => self.errors.push_back(error),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder that is gone when the test is over.
    struct Scratch(PathBuf);

    impl Scratch {
        fn new(name: &str) -> Scratch {
            let path = std::env::temp_dir().join(format!("dateline-walk-{name}-{}", std::process::id()));
            let _ = fs::remove_dir_all(&path);
            fs::create_dir_all(&path).unwrap();
            Scratch(path)
        }

        fn write(&self, name: &str, bytes: &[u8]) {
            let path = self.0.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }

        /// The names of the pages, those of errors in brackets.
        fn walk(&self) -> (Vec<String>, Counts) {
            let mut walk = walk([self.0.as_path()]);
            let name = |path: &Path| path.strip_prefix(&self.0).unwrap().to_string_lossy().into_owned();
            let names = walk
                .by_ref()
                .map(|item| match item {
                    Ok(input) => name(Path::new(&input.hints.uri.unwrap())),
                    Err(error) => format!("({}: {})", name(&error.path), error.message),
                })
                .collect();
            (names, walk.counts().clone())
        }
    }

    impl Drop for Scratch {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn a_folder_is_read_in_the_order_of_names() {
        let folder = Scratch::new("order");
        for name in ["b.html", "a/z.txt", "a/b.md", "c", "empty.html"] {
            folder.write(name, if name == "empty.html" { b"" } else { b"<p>x" });
        }
        folder.write(".hidden", b"x");
        folder.write("photo.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF");
        let (names, counts) = folder.walk();
        assert_eq!(names, ["a/b.md", "a/z.txt", "b.html", "c", "empty.html"]);
        assert_eq!((counts.pages, counts.errors), (5, 0));
        assert_eq!(
            counts.passed_over.into_iter().collect::<Vec<_>>(),
            [("files that are no text", 1), ("hidden files", 1)]
        );
        // What is named itself is read, whatever it is.
        let page = walk([folder.0.join("photo.jpg")]).next().unwrap().unwrap().into_page();
        assert!(page.warnings[0].message.contains("JPEG"));
    }

    #[test]
    fn an_archive_is_told_by_its_bytes_and_its_damage_is_an_error() {
        let folder = Scratch::new("archive");
        let http = "HTTP/1.1 200 OK\r\n\r\n<p>x";
        let record = format!(
            "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: {}\r\n\r\n{http}\r\n\r\n",
            http.len()
        );
        folder.write("crawl", format!("{record}{record}WARC/1.0").as_bytes());
        let (names, counts) = folder.walk();
        assert_eq!(names[..2], ["crawl#0".to_owned(), format!("crawl#{}", record.len())]);
        assert!(names[2].contains("no end of its header"), "{names:?}");
        assert_eq!((counts.pages, counts.errors, counts.archives), (2, 1, 1));
    }

    #[test]
    fn what_is_not_there_is_an_error_and_the_walk_goes_on() {
        let folder = Scratch::new("missing");
        folder.write("a.html", b"<p>x");
        let items: Vec<_> = walk([folder.0.join("none.html"), folder.0.join("a.html")]).collect();
        assert!(items[0].as_ref().unwrap_err().hint.is_some());
        assert!(items[1].is_ok() && items.len() == 2);
    }

    #[cfg(unix)]
    #[test]
    fn links_in_circles_and_special_files_are_errors() {
        use std::os::unix::fs::symlink;
        use std::os::unix::net::UnixListener;
        let folder = Scratch::new("links");
        folder.write("a/x.html", b"<p>x");
        symlink(&folder.0, folder.0.join("a/up")).unwrap();
        symlink("nowhere", folder.0.join("broken")).unwrap();
        symlink("x.html", folder.0.join("a/y.html")).unwrap();
        symlink("a", folder.0.join("l1")).unwrap();
        symlink("a", folder.0.join("l2")).unwrap();
        let _socket = UnixListener::bind(folder.0.join("s")).unwrap();
        let (names, counts) = folder.walk();
        let up = "is a link to a folder that it is in, and is not followed";
        assert_eq!(names[..2], [format!("(a/up: {up})"), "a/x.html".to_owned()]);
        assert_eq!(names[2], "a/y.html");
        assert!(names[3].starts_with("(broken: "));
        assert_eq!(names[4..7], [format!("(l1/up: {up})"), "l1/x.html".to_owned(), "l1/y.html".to_owned()]);
        assert!(names[7].contains("a pipe, a socket or a device") && names.len() == 8, "{names:?}");
        assert_eq!(counts.passed_over["links to folders that were read before"], 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_without_permission_is_an_error() {
        use std::os::unix::fs::PermissionsExt;
        let folder = Scratch::new("permission");
        folder.write("closed/a.html", b"<p>x");
        folder.write("open.html", b"<p>x");
        let closed = folder.0.join("closed");
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o0)).unwrap();
        // Root may read everything.
        let root = fs::read_dir(&closed).is_ok();
        let (names, _) = folder.walk();
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).unwrap();
        if !root {
            assert!(names[0].starts_with("(closed: ") && names[0].contains("permission"), "{names:?}");
        }
        assert_eq!(names[1], "open.html");
    }
}
