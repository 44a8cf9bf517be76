//! Pages that take long to make, kept until the archive changes.
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use dateline_archive::Archive;

use crate::fail::Fail;

/// Pages are kept up to so many bytes; then all are made anew.
const MOST: usize = 32 << 20;

/// Pages of one state of the archive.
#[derive(Clone, Default)]
pub(crate) struct Kept(Arc<Mutex<Pages>>);

#[derive(Default)]
struct Pages {
    state: String,
    bytes: usize,
    pages: HashMap<String, Arc<str>>,
}

impl Kept {
    /// The page at a path, as it was made in this state of the archive, or is made now.
    pub fn page(
        &self,
        archive: &mut Archive,
        path: String,
        make: impl FnOnce(&mut Archive) -> Result<String, Fail>,
    ) -> Result<Arc<str>, Fail> {
        let state = archive.state()?;
        {
            let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if kept.state != state || kept.bytes > MOST {
                *kept = Pages { state: state.clone(), ..Pages::default() };
            }
            if let Some(page) = kept.pages.get(&path) {
                return Ok(page.clone());
            }
        }
        let page: Arc<str> = make(archive)?.into();
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Another may have seen a later state meanwhile.
        if kept.state == state {
            kept.bytes += page.len() + path.len();
            kept.pages.insert(path, page.clone());
        }
        Ok(page)
    }
}

#[cfg(test)]
mod tests {
    use dateline::read::{Hints, Page};
    use dateline::{Engine, Record};
    use dateline_archive::Incoming;

    use super::*;

    #[test]
    fn a_page_is_made_once_for_each_state() {
        let mut archive = Archive::in_memory().unwrap();
        let kept = Kept::default();
        let made = |archive: &mut Archive, text: &str| {
            kept.page(archive, "/story/1".to_owned(), |_| Ok(text.to_owned())).unwrap().to_string()
        };
        assert_eq!(made(&mut archive, "a"), "a");
        assert_eq!(made(&mut archive, "b"), "a", "kept");
        let document = Engine::new().unwrap().read(&Page::new(b"<h1>Port reopens</h1>", Hints::default()));
        let record = serde_json::to_value(Record::of(&document)).unwrap();
        archive.add(&[Incoming { record, page: None }]).unwrap();
        assert_eq!(made(&mut archive, "c"), "c", "an article has come");
        let failed = kept.page(&mut archive, "/x".to_owned(), |_| Err(Fail::Busy));
        assert!(failed.is_err());
        assert_eq!(&*kept.page(&mut archive, "/x".to_owned(), |_| Ok("x".to_owned())).unwrap(), "x");
    }
}
