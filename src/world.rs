//! The only place that touches files and standard input.
//!
//! In: paths as the user gives them. Out: bytes with the name to show for them; files written whole or not at all. Not
//! here: what the bytes mean, standard output (`terminal`).

use crate::excerpt::DataText;
use crate::interrupt::Unfinished;
use crate::progress::Progress;
use ramme_diag::{Code, Diagnostic, Limits, Place, Text};
use ramme_eval::bind::DataSource;
use ramme_eval::scenario::{FileReading, Scenario};
use ramme_table::import::Spec;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufWriter, ErrorKind, Read, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::OnceLock;

/// What is written at once of a result that is written as it is made.
pub const PIECE: usize = 1 << 16;

/// The ending of rule files.
pub const RULE_ENDING: &str = "ramme";

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The name to show: as the user gave it, with `/` and without steps that lead nowhere.
    pub name: String,
    /// Where it is; none for standard input.
    pub path: Option<PathBuf>,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// Standard input, where it was looked at before it is read.
static LOOKED_AT: OnceLock<Vec<u8>> = OnceLock::new();

/// What standard input holds, before anybody reads it: a verb that takes two kinds of files asks which one came.
pub fn look_at_stdin(limit: u64) -> &'static [u8] {
    LOOKED_AT.get_or_init(|| {
        let mut bytes = Vec::new();
        // Whoever reads it says what is wrong with what could be read.
        let _ = std::io::stdin().lock().take(limit.saturating_add(1)).read_to_end(&mut bytes);
        bytes
    })
}

/// True where a path stands for standard input.
pub fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// The name to show for a path: `scenarios/../rules/a` is `rules/a`.
pub fn shown(path: &Path) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut start = String::new();
    for part in path.components() {
        match part {
            Component::Prefix(prefix) => start = prefix.as_os_str().to_string_lossy().into_owned(),
            Component::RootDir => start.push('/'),
            Component::CurDir => {}
            Component::ParentDir if parts.last().is_some_and(|last| last != "..") => {
                parts.pop();
            }
            Component::ParentDir => parts.push("..".to_owned()),
            Component::Normal(name) => parts.push(name.to_string_lossy().into_owned()),
        }
    }
    let joined = format!("{start}{}", parts.join("/"));
    if joined.is_empty() { ".".to_owned() } else { joined }
}

/// Reads one file, or standard input for `-`, up to `limit` bytes.
///
/// # Errors
/// What a user can do something about: it is not there, it cannot be read, it is too large.
pub fn read(path: &Path, limit: u64) -> Result<Given, Diagnostic> {
    let name = if is_stdin(path) { "-".to_owned() } else { shown(path) };
    let mut bytes = Vec::new();
    let most = limit.saturating_add(1);
    let outcome = if is_stdin(path) {
        match LOOKED_AT.get() {
            Some(held) => held.as_slice().take(most).read_to_end(&mut bytes),
            None => std::io::stdin().lock().take(most).read_to_end(&mut bytes),
        }
    } else {
        fs::File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes))
    };
    match outcome {
        Err(error) => Err(unreadable(path, &error)),
        Ok(read) if read as u64 > limit => Err(too_large(&name, limit)),
        Ok(_) => Ok(Given { name, path: (!is_stdin(path)).then(|| path.to_owned()), bytes }),
    }
}

fn too_large(name: &str, limit: u64) -> Diagnostic {
    let why = Text::both(format!("it has more than {limit} bytes"), format!("den har mere end {limit} byte"));
    Diagnostic::new(Code::FileUnreadable)
        .arg("file", name)
        .arg("reason", why)
        .at(Place::File(name.to_owned()))
}

fn unreadable(path: &Path, error: &std::io::Error) -> Diagnostic {
    let name = if is_stdin(path) { "-".to_owned() } else { shown(path) };
    let place = Place::File(name.clone());
    if error.kind() == ErrorKind::NotFound {
        return Diagnostic::new(Code::FileMissing)
            .arg("file", &name)
            .maybe_arg("suggestion", sibling(path))
            .at(place);
    }
    let why = match error.kind() {
        ErrorKind::PermissionDenied => Text::both("it is not permitted", "det er ikke tilladt"),
        ErrorKind::IsADirectory => Text::both("it is a folder", "det er en mappe"),
        _ => Text::same(error.to_string()),
    };
    Diagnostic::new(Code::FileUnreadable).arg("file", &name).arg("reason", why).at(place)
}

/// Reads the templates of a folder, sorted by name: files ending in `.md` or `.txt` that lie in it, none below it and none
/// that a link leads to.
///
/// # Errors
/// A folder or a file that cannot be read, or too many of them.
pub fn templates(folder: &Path, limits: &Limits) -> Result<Vec<Given>, Vec<Diagnostic>> {
    let failed = |error: &std::io::Error| vec![unreadable(folder, error)];
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(|e| failed(&e))? {
        paths.push(entry.map_err(|e| failed(&e))?.path());
    }
    let hidden = |path: &Path| path.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.'));
    paths.retain(|path| !hidden(path) && path.extension().is_some_and(|e| e == "md" || e == "txt"));
    paths.sort();
    if paths.len() as u64 > limits.template_files {
        let most = limits.template_files;
        let why = Text::both(
            format!("it has more than {most} templates"),
            format!("den har mere end {most} skabeloner"),
        );
        let name = shown(folder);
        return Err(vec![
            Diagnostic::new(Code::FileUnreadable).arg("file", &name).arg("reason", why).at(Place::File(name)),
        ]);
    }
    let (mut given, mut problems) = (Vec::new(), Vec::new());
    for path in paths {
        if path.is_symlink() {
            let why = Text::both(
                "it is a link; templates lie in the folder itself",
                "den er en henvisning; skabeloner ligger i selve mappen",
            );
            let name = shown(&path);
            problems.push(
                Diagnostic::new(Code::FileUnreadable)
                    .arg("file", &name)
                    .arg("reason", why)
                    .at(Place::File(name)),
            );
            continue;
        }
        match read(&path, limits.template_bytes) {
            Ok(file) => given.push(file),
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() { Ok(given) } else { Err(problems) }
}

/// The file beside a path that was probably meant.
fn sibling(path: &Path) -> Option<String> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let wanted = path.file_name()?.to_string_lossy().into_owned();
    let names = fs::read_dir(folder).ok()?.filter_map(Result::ok);
    let names: BTreeSet<String> = names.map(|e| e.file_name().to_string_lossy().into_owned()).collect();
    ramme_diag::closest(&wanted, &names).map(|name| shown(&folder.join(name)))
}

/// Reads rule files and all rule files below folders, each once, sorted by path within a folder.
///
/// # Errors
/// Every path that cannot be read, and a folder without any rule file.
pub fn rule_files(paths: &[PathBuf], limits: &Limits) -> Result<Vec<Given>, Vec<Diagnostic>> {
    let mut files = Vec::new();
    let mut problems = Vec::new();
    for path in paths {
        if is_stdin(path) || !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let before = files.len();
        problems.extend(below(path, &mut files, 0).err());
        if files.len() == before {
            problems.push(no_rules(path));
        }
    }
    let mut seen = BTreeSet::new();
    let mut given = Vec::new();
    let mut total: u64 = 0;
    for path in files {
        // A path that cannot be resolved cannot be read either; that is said below.
        let real = fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
        if !seen.insert(real) {
            continue;
        }
        match rule_file(&path, limits) {
            Ok(file) => {
                total = total.saturating_add(file.bytes.len() as u64);
                given.push(file);
            }
            Err(problem) => problems.push(problem),
        }
        if let Some(problem) = rulebook_too_large(total, given.len() as u64, limits) {
            problems.push(problem.at(Place::File(shown(&path))));
            break;
        }
    }
    if problems.is_empty() { Ok(given) } else { Err(problems) }
}

/// Reads one rule file; what is over the limit is not read, and its size is said.
fn rule_file(path: &Path, limits: &Limits) -> Result<Given, Diagnostic> {
    if path.extension().is_some_and(|ending| ending == "toml") {
        let reason = Text::both(
            "it is a scenario or a list of settings, and rules stand in files that end in .ramme",
            "det er et scenarie eller en liste af indstillinger, og regler står i filer, der ender på .ramme",
        );
        return Err(Diagnostic::new(Code::FileUnreadable).arg("file", shown(path)).arg("reason", reason));
    }
    let size = if is_stdin(path) { 0 } else { fs::metadata(path).map_or(0, |about| about.len()) };
    if size > limits.rule_file_bytes {
        return Err(Diagnostic::new(Code::FileTooLarge)
            .arg("found", size)
            .arg("limit", limits.rule_file_bytes)
            .at(Place::File(shown(path))));
    }
    read(path, limits.rule_file_bytes.saturating_add(1))
}

/// What is said of too many rule files, or of too much in them together.
pub fn rulebook_too_large(bytes: u64, files: u64, limits: &Limits) -> Option<Diagnostic> {
    let (found, what, limit) = if bytes > limits.rulebook_bytes {
        (bytes, Text::both("bytes", "byte"), limits.rulebook_bytes)
    } else if files > limits.rulebook_files {
        (files, Text::both("files", "filer"), limits.rulebook_files)
    } else {
        return None;
    };
    let over = Diagnostic::new(Code::RulebookTooLarge);
    Some(over.arg("found", found).arg("what", what).arg("limit", limit))
}

fn no_rules(path: &Path) -> Diagnostic {
    let name = shown(path);
    Diagnostic::new(Code::NoRules).arg("path", &name).at(Place::File(name))
}

/// The first byte of a file that is not UTF-8, as a line and a column that people count.
pub fn byte_place(file: &Given) -> Place {
    let good = match std::str::from_utf8(&file.bytes) {
        Ok(text) => text,
        Err(error) => {
            let valid = file.bytes.get(..error.valid_up_to()).unwrap_or_default();
            std::str::from_utf8(valid).unwrap_or("")
        }
    };
    let line = good.matches('\n').count().saturating_add(1);
    let column = good.rsplit('\n').next().map_or(0, |last| last.chars().count()).saturating_add(1);
    let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Place::cell(file.name.clone(), narrow(line), narrow(column), None)
}

/// The data files of a scenario, read when they are asked for.
#[derive(Debug, Clone)]
pub struct DataFiles {
    /// Where each is, by the name that the scenario gives it.
    paths: BTreeMap<String, PathBuf>,
    limit: u64,
}

/// The data files of a scenario, relative to `folder`. One that is not there is left out: the binding names the place in
/// the scenario that asks for it.
pub fn data_files(scenario: &Scenario, folder: &Path, limits: &Limits) -> DataFiles {
    let mut names: Vec<String> =
        scenario.data_files().into_iter().map(|file| file.text().to_owned()).collect();
    // A spec may name a file of definitions; one that cannot be read is said where the spec is read for its own sake.
    for spec in scenario.tables.iter().filter_map(|table| table.reading.spec()) {
        let given = read(&folder.join(spec.text()), limits.csv_bytes).ok();
        let text = given.map(|given| String::from_utf8_lossy(&given.bytes).into_owned());
        names.extend(text.and_then(|text| Spec::read(spec.text(), &text, limits).ok()?.definitions));
    }
    let paths = names.into_iter().map(|name| {
        let path = folder.join(&name);
        (name, path)
    });
    let there = paths.filter(|(_, path)| path.symlink_metadata().is_ok());
    DataFiles { paths: there.collect(), limit: limits.csv_bytes }
}

impl DataFiles {
    /// Where a file lies, whatever way leads to it; of one that is not there its name.
    pub fn place(&self, name: &str) -> String {
        let real = self.paths.get(name).and_then(|path| fs::canonicalize(path).ok());
        real.map_or_else(|| name.to_owned(), |path| path.to_string_lossy().into_owned())
    }

    /// What a file holds, as a hash; of one that cannot be read its name.
    pub fn content(&self, name: &str) -> String {
        let hash = |path: &PathBuf| {
            let mut hasher = blake3::Hasher::new();
            hasher.update_reader(fs::File::open(path)?)?;
            Ok::<_, std::io::Error>(hasher.finalize().to_hex().to_string())
        };
        let found = self.paths.get(name).and_then(|path| hash(path).ok());
        found.unwrap_or_else(|| name.to_owned())
    }
}

/// A file whose reading a person can watch.
struct Watched {
    file: fs::File,
    bar: Progress,
}

impl Read for Watched {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.bar.steps(read as u64);
        Ok(read)
    }
}

impl DataSource for DataFiles {
    fn bytes(&self, name: &str) -> Option<Result<Cow<'_, [u8]>, Diagnostic>> {
        let path = self.paths.get(name)?;
        match read(path, self.limit) {
            Err(problem) if problem.code() == Code::FileMissing => None,
            other => Some(other.map(|given| Cow::Owned(given.bytes))),
        }
    }

    fn stream(&self, name: &str) -> Option<(u64, Box<dyn Read + Send + '_>)> {
        // Only what can be read a second time: the general reader may have to.
        let file = fs::File::open(self.paths.get(name)?).ok()?;
        let about = file.metadata().ok()?;
        about.is_file().then(|| {
            let watched = Watched { file, bar: Progress::of_bytes(about.len()) };
            (about.len(), Box::new(watched) as Box<dyn Read + Send>)
        })
    }

    fn names(&self) -> Vec<String> {
        self.paths.keys().cloned().collect()
    }
}

/// Data files as text, to show the lines that diagnostics point at. What was imported has no lines of its own to show.
pub fn data_texts(scenario: &Scenario, files: &dyn DataSource) -> Vec<DataText> {
    let mut texts: Vec<DataText> = Vec::new();
    for table in &scenario.tables {
        let name = table.file.text();
        if matches!(table.reading, FileReading::Import { .. }) || texts.iter().any(|t| t.name == name) {
            continue;
        }
        if let Some(Ok(bytes)) = files.bytes(name) {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            texts.push(DataText { name: name.to_owned(), text, delimiter: table.delimiter });
        }
    }
    texts
}

/// How deep folders may lie in each other: a link that leads back would never end.
const DEEPEST: usize = 32;

/// Collects the rule files below a folder, sorted; hidden folders are left out.
fn below(folder: &Path, files: &mut Vec<PathBuf>, depth: usize) -> Result<(), Diagnostic> {
    let failed = |error: &std::io::Error| unreadable(folder, error);
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).map_err(|e| failed(&e))? {
        entries.push(entry.map_err(|e| failed(&e))?.path());
    }
    entries.sort();
    for path in entries {
        let hidden = path.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.'));
        if hidden {
            continue;
        }
        if path.is_dir() && depth < DEEPEST {
            below(&path, files, depth.saturating_add(1))?;
        } else if path.extension().is_some_and(|e| e == RULE_ENDING) {
            files.push(path);
        }
    }
    Ok(())
}

/// Writes a file whole or not at all: beside its place first, then moved there. Nothing is left where the program is stopped.
///
/// # Errors
/// Why it cannot be written; then nothing is left behind.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Text> {
    write_whole_by(path, |out| out.write_all(bytes))
}

/// As [`write_whole`], of what is written as it is made.
///
/// # Errors
/// Why it cannot be written; then nothing is left behind.
pub fn write_whole_by(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
) -> Result<(), Text> {
    let failed = |error: &std::io::Error| {
        let name = shown(path);
        Text::both(
            format!("`{name}` cannot be written: {error}"),
            format!("`{name}` kan ikke skrives: {error}"),
        )
    };
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let beside = folder.join(format!(".{name}.{}.part", std::process::id()));
    let _unfinished = Unfinished::new(&beside);
    let into = |file: fs::File| {
        let mut out = BufWriter::with_capacity(PIECE, file);
        write(&mut out)?;
        out.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()
    };
    let written = fs::File::create(&beside).and_then(into).and_then(|()| fs::rename(&beside, path));
    written.map_err(|error| {
        // If it was never made, there is nothing to take away.
        let _ = fs::remove_file(&beside);
        failed(&error)
    })
}

/// Makes a folder with files in it, `(path with /, text)`: all of them or none. The folder is not there yet, or holds nothing
/// but a repository of git.
///
/// # Errors
/// It holds something, or cannot be written; then it is as it was.
pub fn write_folder(folder: &Path, files: &[(&str, &str)]) -> Result<(), Text> {
    let there = folder.symlink_metadata().is_ok();
    if there {
        must_be_empty(folder)?;
    }
    let failed = |error: &std::io::Error| {
        let name = shown(folder);
        Text::both(
            format!("`{name}` cannot be written: {error}"),
            format!("`{name}` kan ikke skrives: {error}"),
        )
    };
    // Everything is written beside its place first; what is then moved are whole files and folders.
    let beside = folder.join(format!(".ramme.{}.part", std::process::id()));
    let _unfinished = Unfinished::new(&beside);
    let mut moved = Vec::new();
    let written = write_all(&beside, files).and_then(|()| move_all(&beside, folder, &mut moved));
    // If it was never made, there is nothing to take away.
    let _ = fs::remove_dir_all(&beside);
    written.map_err(|error| {
        for path in moved {
            let _ = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
        }
        if !there {
            let _ = fs::remove_dir(folder);
        }
        failed(&error)
    })
}

fn must_be_empty(folder: &Path) -> Result<(), Text> {
    let name = shown(folder);
    let entries = fs::read_dir(folder).map_err(|error| {
        Text::both(
            format!("`{name}` is no folder that can be read: {error}"),
            format!("`{name}` er ingen mappe, der kan læses: {error}"),
        )
    })?;
    // An entry that cannot be read is there all the same.
    let found = entries.map(|entry| entry.map(|e| e.file_name().to_string_lossy().into_owned()));
    match found.map(Result::unwrap_or_default).find(|entry| entry != ".git") {
        None => Ok(()),
        Some(entry) => Err(Text::both(
            format!("`{name}` is not empty: `{entry}` is there. Name a folder that is empty or new"),
            format!("`{name}` er ikke tom: `{entry}` er der. Giv en mappe, der er tom eller ny"),
        )),
    }
}

fn write_all(folder: &Path, files: &[(&str, &str)]) -> std::io::Result<()> {
    for (name, text) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(path, text)?;
    }
    Ok(())
}

/// Moves what is in a folder to another, and says what has been moved.
fn move_all(from: &Path, to: &Path, moved: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        fs::rename(entry.path(), &target)?;
        moved.push(target);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_shown_without_steps_that_lead_nowhere() {
        let table = [
            ("scenarios/../rules/a.ramme", "rules/a.ramme"),
            ("./rules", "rules"),
            ("../x", "../x"),
            ("../../x", "../../x"),
            ("/a/../b", "/b"),
            (".", "."),
        ];
        for (path, name) in table {
            assert_eq!(shown(Path::new(path)), name);
        }
    }

    #[test]
    fn a_file_is_written_whole_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        write_whole(&path, b"one").unwrap();
        write_whole(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert!(write_whole(&folder.path().join("no/such/a.json"), b"x").is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_folder_is_made_whole_where_there_was_none_or_an_empty_one() {
        let files = [("a/b.txt", "one"), ("c.txt", "two")];
        let place = tempfile::tempdir().unwrap();
        let names = |folder: &Path| {
            let mut all: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name()).collect();
            all.sort();
            all
        };
        let new = place.path().join("deep/new");
        write_folder(&new, &files).unwrap();
        assert_eq!(names(&new), ["a", "c.txt"]);
        assert_eq!(fs::read(new.join("a/b.txt")).unwrap(), b"one");
        // A second time there is something in it, and nothing of that is touched.
        fs::write(new.join("c.txt"), "mine").unwrap();
        assert!(write_folder(&new, &files).is_err());
        assert_eq!(fs::read(new.join("c.txt")).unwrap(), b"mine");
        let repository = place.path().join("repository");
        fs::create_dir_all(repository.join(".git")).unwrap();
        write_folder(&repository, &files).unwrap();
        assert_eq!(names(&repository), [".git", "a", "c.txt"]);
        assert!(write_folder(&new.join("c.txt"), &files).is_err(), "a file is no folder");
        assert!(write_folder(&new.join("c.txt/d"), &files).is_err());
    }
}
