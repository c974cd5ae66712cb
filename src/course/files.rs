//! Reading files of a content folder: never outside of the repository, never a device, never without bound.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Component, Path, PathBuf},
    sync::Arc,
};

use walkdir::{DirEntry, WalkDir};

use super::{
    Position,
    problem::{Code, Problem},
};

/// A page or included file beyond this is no text for people. The largest page of the tests' corpora has 0.6 MB.
pub(crate) const MAX_FILE_BYTES: u64 = 4 * 1024 * 1024;
/// How deep folders may lie in each other.
const MAX_FOLDERS: usize = 24;
/// How many files one course may have; ten times the largest documentation that we know.
const MAX_FILES: usize = 50_000;

/// The folders that a course is read from.
#[derive(Debug, Clone)]
pub(crate) struct Files {
    /// The content folder as the teacher gave it: what positions are relative to.
    pub content: PathBuf,
    /// No file outside of it is read: the repository's root. Canonical.
    pub root: PathBuf,
    /// What has been read, by its real path, with a hash of its content.
    read: RefCell<BTreeMap<PathBuf, blake3::Hash>>,
}

/// Why a path was not read.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// There is no such file.
    Missing,
    /// It lies outside of the repository, perhaps through a link.
    Outside,
    /// It is a folder or a device.
    NoFile,
    TooLarge(u64),
    /// At this line, counted from 1.
    NotUtf8(u32),
    Fault(io::Error),
}

impl Files {
    pub(crate) fn new(content: PathBuf, root: PathBuf) -> Self {
        Self { content, root, read: RefCell::default() }
    }

    /// A hash of all that has been read, and the folders outside of the content folder that it came from.
    pub(crate) fn finish(self) -> (blake3::Hash, BTreeSet<PathBuf>) {
        let mut hasher = blake3::Hasher::new();
        let mut folders = BTreeSet::new();
        for (path, hash) in self.read.into_inner() {
            hasher.update(path.as_os_str().as_encoded_bytes()).update(&[0]).update(hash.as_bytes());
            if !path.starts_with(&self.content) {
                folders.extend(path.parent().map(Path::to_owned));
            }
        }
        (hasher.finalize(), folders)
    }

    /// The path as the teacher knows it: relative to the content folder, with forward slashes.
    pub(crate) fn shown(&self, path: &Path) -> Arc<str> {
        relative(&self.content, path).into()
    }

    /// Reads a text file of the course.
    pub(crate) fn read(&self, path: &Path) -> Result<String, Refusal> {
        let real = path.canonicalize().map_err(|error| match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Refusal::Missing,
            _ => Refusal::Fault(error),
        })?;
        if !real.starts_with(&self.root) {
            return Err(Refusal::Outside);
        }
        // Opening a pipe would wait for ever: look before.
        let metadata = fs::metadata(&real).map_err(Refusal::Fault)?;
        if !metadata.is_file() {
            return Err(Refusal::NoFile);
        }
        if metadata.len() > MAX_FILE_BYTES {
            return Err(Refusal::TooLarge(metadata.len()));
        }
        let bytes = fs::read(&real).map_err(Refusal::Fault)?;
        self.read.borrow_mut().insert(real, blake3::hash(&bytes));
        String::from_utf8(bytes).map_err(|error| {
            let valid = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
            let lines = valid.iter().filter(|&&byte| byte == b'\n').count();
            Refusal::NotUtf8(u32::try_from(lines).unwrap_or(u32::MAX).saturating_add(1))
        })
    }

    /// Reads a text file, or notes why it could not be.
    pub(crate) fn read_or_report(&self, path: &Path, problems: &mut Vec<Problem>) -> Option<String> {
        match self.read(path) {
            Ok(text) => Some(text),
            Err(refusal) => {
                problems.push(refusal.problem(Position { path: self.shown(path), line: 1, column: 1 }));
                None
            }
        }
    }

    /// The files below `folder` that `wanted` wants, relative to it, in order of their paths. Hidden files and
    /// folders of installed packages are passed over.
    pub(crate) fn list(
        &self,
        folder: &Path,
        wanted: impl Fn(&Path) -> bool,
        problems: &mut Vec<Problem>,
    ) -> Vec<String> {
        let walk = WalkDir::new(folder).follow_links(true).max_depth(MAX_FOLDERS).sort_by_file_name();
        let mut files = Vec::new();
        for entry in walk.into_iter().filter_entry(|entry| entry.depth() == 0 || is_visible(entry)) {
            match entry {
                Ok(entry) if entry.file_type().is_file() && wanted(entry.path()) => {
                    if self.stays_inside(&entry, problems) {
                        files.push(relative(folder, entry.path()));
                    }
                }
                Ok(_) => {}
                Err(error) => problems.extend(self.walk_problem(&error)),
            }
            if files.len() >= MAX_FILES {
                break;
            }
        }
        files
    }

    fn stays_inside(&self, entry: &DirEntry, problems: &mut Vec<Problem>) -> bool {
        // Only a link can lead out, and a link may stand anywhere on the way.
        let inside = entry.path().canonicalize().is_ok_and(|real| real.starts_with(&self.root));
        if !inside {
            problems.push(Refusal::Outside.problem(Position { path: self.shown(entry.path()), line: 1, column: 1 }));
        }
        inside
    }

    fn walk_problem(&self, error: &walkdir::Error) -> Option<Problem> {
        let path = error.path()?;
        let at = Position { path: self.shown(path), line: 1, column: 1 };
        let (message, help) = match error.io_error() {
            Some(fault) => (format!("cannot read: {fault}"), "check that Docent may read it"),
            None => ("this link leads back to a folder around it".to_owned(), "remove the link"),
        };
        Some(Problem::new(Code::FileUnreadable, at, message, help))
    }
}

impl Refusal {
    /// The problem of a file that should have been read.
    pub(crate) fn problem(&self, at: Position) -> Problem {
        match self {
            Self::Missing => Problem::new(Code::FileUnreadable, at, "there is no such file", "check its name"),
            Self::Outside => Problem::new(
                Code::LinkOut,
                at,
                "the file lies outside of the course's repository",
                "copy it into the course; Docent does not follow links that lead out",
            ),
            Self::NoFile => Problem::new(Code::FileUnreadable, at, "this is no file", "remove it from the course"),
            Self::TooLarge(bytes) => {
                let message = format!("the file has {bytes} bytes, at most {MAX_FILE_BYTES} are read");
                Problem::new(Code::FileTooLarge, at, message, "split it into several pages")
            }
            Self::NotUtf8(line) => {
                let at = Position { line: *line, ..at };
                Problem::new(Code::NotUtf8, at, "the file is not UTF-8 text", "save it as UTF-8")
            }
            Self::Fault(error) => {
                let message = format!("cannot read the file: {error}");
                Problem::new(Code::FileUnreadable, at, message, "check that Docent may read it")
            }
        }
    }
}

/// Whether a file holds Markdown, by its ending.
pub(crate) fn is_markdown(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    ["md", "mdx", "markdown"].iter().any(|known| ending.eq_ignore_ascii_case(known))
}

fn is_visible(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    !name.starts_with('.') && name != "node_modules"
}

/// `path` as seen from `base`, with forward slashes; `..` where it lies beside it.
pub(crate) fn relative(base: &Path, path: &Path) -> String {
    let (base, path) = (normalized(base), normalized(path));
    let base: Vec<_> = base.components().collect();
    let path: Vec<_> = path.components().collect();
    let common = base.iter().zip(&path).take_while(|(a, b)| a == b).count();
    let ups = base.iter().skip(common).map(|_| "..".into());
    let downs = path.iter().skip(common).map(|part| part.as_os_str().to_string_lossy());
    ups.chain(downs).collect::<Vec<_>>().join("/")
}

/// The path without `.` and `..`, by its text alone; a `..` that has nothing to take back stays.
pub(crate) fn normalized(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(normal.components().next_back(), Some(Component::Normal(_))) => {
                normal.pop();
            }
            Component::ParentDir | Component::Normal(_) | Component::RootDir | Component::Prefix(_) => {
                normal.push(part);
            }
        }
    }
    normal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_shown_from_the_content_folder() {
        assert_eq!(relative(Path::new("/a/b"), Path::new("/a/b/c/d.md")), "c/d.md");
        assert_eq!(relative(Path::new("/a/b"), Path::new("/a/b/../x/y.rs")), "../x/y.rs");
        assert_eq!(relative(Path::new("/a/b"), Path::new("/a/b")), "");
        assert_eq!(normalized(Path::new("../x/./y/..")), Path::new("../x"));
    }

    #[cfg(unix)]
    #[test]
    fn nothing_outside_and_no_device_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("repo");
        fs::create_dir(&root).unwrap();
        fs::write(folder.path().join("secret.md"), "secret").unwrap();
        fs::write(root.join("bad.md"), b"one\ntwo \xff").unwrap();
        std::os::unix::fs::symlink(folder.path().join("secret.md"), root.join("link.md")).unwrap();
        std::os::unix::fs::symlink("/dev/zero", root.join("zero.md")).unwrap();
        std::os::unix::fs::symlink(&root, root.join("loop")).unwrap();
        let files = Files::new(root.clone(), root.canonicalize().unwrap());
        assert!(matches!(files.read(&root.join("link.md")), Err(Refusal::Outside)));
        assert!(matches!(files.read(&root.join("zero.md")), Err(Refusal::Outside)));
        assert!(matches!(files.read(&root.join("../secret.md")), Err(Refusal::Outside)));
        assert!(matches!(files.read(&root.join("bad.md")), Err(Refusal::NotUtf8(2))));
        assert!(matches!(files.read(&root.join("none.md")), Err(Refusal::Missing)));
        let mut problems = Vec::new();
        assert_eq!(files.list(&root, is_markdown, &mut problems), ["bad.md"]);
        let mut codes: Vec<_> = problems.iter().map(|p| (p.code, p.at.path.to_string())).collect();
        codes.sort();
        assert_eq!(codes, [(Code::FileUnreadable, "loop".into()), (Code::LinkOut, "link.md".into())]);
    }
}
