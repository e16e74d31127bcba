//! Rule files as they stand in a revision of git.
//!
//! In: a revision and paths, as `git` takes them from here. Out: the files with their bytes. Reads through the program
//! `git`, with no configuration of the machine or the user, and writes nothing. Not here: what the files say.

use crate::world::{Given, RULE_ENDING};
use ramme_diag::Text;
use std::path::Path;
use std::process::Command;

/// The rule files at and below some paths in a revision, sorted by path, each once.
///
/// # Errors
/// There is no git, no repository, no such revision, or no rule file there.
pub fn rule_files(revision: &str, paths: &[&Path]) -> Result<Vec<Given>, Text> {
    rule_files_seen_from(Path::new("."), revision, paths)
}

/// As [`rule_files`], with paths that are relative to a folder; the repository is the one that the folder lies in.
///
/// # Errors
/// There is no git, no repository, no such revision, or no rule file there.
pub fn rule_files_seen_from(folder: &Path, revision: &str, paths: &[&Path]) -> Result<Vec<Given>, Text> {
    let git = Git { folder: if folder.as_os_str().is_empty() { Path::new(".") } else { folder } };
    let commit = git.commit(revision)?;
    let mut names: Vec<String> = Vec::new();
    for path in paths {
        let shown = crate::world::shown(path);
        let listed = git.text(&["ls-tree", "-r", "-z", "--name-only", &commit, "--", &shown])?;
        let found = listed.split('\0').filter(|name| name.ends_with(&format!(".{RULE_ENDING}")));
        let found: Vec<String> = found.map(str::to_owned).collect();
        if found.is_empty() {
            return Err(Text::both(
                format!("there are no rule files under `{shown}` in `{revision}`"),
                format!("der er ingen regelfiler under `{shown}` i `{revision}`"),
            ));
        }
        names.extend(found);
    }
    names.sort();
    names.dedup();
    names.into_iter().map(|name| git.given(&commit, &name)).collect()
}

fn unknown(revision: &str) -> Text {
    Text::both(
        format!("there is no revision `{revision}` in this repository"),
        format!("der er ingen revision `{revision}` i dette repositorie"),
    )
}

fn no_repository(_: &Text) -> Text {
    Text::both("this folder is in no git repository", "denne mappe er ikke i noget git-repositorie")
}

/// The program, seen from a folder.
struct Git<'a> {
    folder: &'a Path,
}

impl Git<'_> {
    fn given(&self, commit: &str, name: &str) -> Result<Given, Text> {
        let bytes = self.output(&["show", &format!("{commit}:./{name}")])?;
        Ok(Given { name: crate::world::shown(&self.folder.join(name)), path: None, bytes })
    }

    /// The commit that a revision names.
    ///
    /// # Errors
    /// There is no such revision.
    fn commit(&self, revision: &str) -> Result<String, Text> {
        // What begins with a dash would be a flag.
        if revision.is_empty() || revision.starts_with('-') {
            return Err(unknown(revision));
        }
        let wanted = format!("{revision}^{{commit}}");
        match self.text(&["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted]) {
            Ok(commit) if !commit.trim().is_empty() => Ok(commit.trim().to_owned()),
            Ok(_) => Err(unknown(revision)),
            Err(reason) => {
                // Without a repository every revision is unknown, and that is worth saying.
                self.text(&["rev-parse", "--git-dir"]).map_err(|_| no_repository(&reason))?;
                Err(unknown(revision))
            }
        }
    }

    fn text(&self, args: &[&str]) -> Result<String, Text> {
        self.output(args).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    }

    fn output(&self, args: &[&str]) -> Result<Vec<u8>, Text> {
        let run = Command::new("git")
            .args(args)
            .current_dir(self.folder)
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_GLOBAL", if cfg!(windows) { "NUL" } else { "/dev/null" })
            .env("GIT_OPTIONAL_LOCKS", "0")
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("LC_ALL", "C")
            .output();
        match run {
            Ok(done) if done.status.success() => Ok(done.stdout),
            Ok(done) => {
                let said = String::from_utf8_lossy(&done.stderr).trim().to_owned();
                Err(Text::both(format!("git says: {said}"), format!("git siger: {said}")))
            }
            Err(error) => Err(Text::both(
                format!("the program `git` cannot be run: {error}"),
                format!("programmet `git` kan ikke k\u{f8}res: {error}"),
            )),
        }
    }
}
