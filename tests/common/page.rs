//! Runs the commands of a page of the documentation, in a shell, and gives the page back with what they write now.
//!
//! A block ```` ```console ```` holds commands after `$ ` and, below each, what it writes; `…` alone on a line stands for what is
//! left out. A block whose first line names a file after the language (```` ```toml extra.toml ````) is written to that file.

use std::path::{Path, PathBuf};
use std::process::Command;

/// What a command of a shell writes, messages after the result, and its exit code.
pub fn shell(folder: &Path, line: &str) -> (String, i32) {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_ramme"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(program.parent().unwrap().to_owned()).chain(std::env::split_paths(&path));
    let mut command = Command::new("sh");
    command.args(["-c", line]).current_dir(folder).env("PATH", std::env::join_paths(folders).unwrap());
    command
        .env_remove("NO_COLOR")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", folder.join(".no-config"));
    // Commits have the same names wherever and whenever the page is run.
    for who in ["AUTHOR", "COMMITTER"] {
        command
            .env(format!("GIT_{who}_NAME"), "Example")
            .env(format!("GIT_{who}_EMAIL"), "example@example.org");
        command.env(format!("GIT_{who}_DATE"), "2024-08-01T12:00:00Z");
    }
    let done = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (format!("{}{}", text(done.stdout), text(done.stderr)), done.status.code().unwrap())
}

/// Puts `…` where the page leaves out: `shown` holds what the page prints, `now` what the command writes.
fn left_out(shown: &[&str], now: &str) -> String {
    if !shown.iter().any(|line| line.trim() == "…") {
        return now.to_owned();
    }
    let lines: Vec<&str> = now.lines().collect();
    let mut out: Vec<&str> = Vec::new();
    let mut at = 0;
    // Each run of lines between two marks has to stand in what was written, in this order; else all of it is shown.
    let mut parts = shown.split(|line| line.trim() == "…").peekable();
    let mut first = true;
    while let Some(part) = parts.next() {
        let start = if first && !part.is_empty() {
            Some(0)
        } else if parts.peek().is_none() && !part.is_empty() {
            lines.len().checked_sub(part.len())
        } else {
            (at..=lines.len()).find(|from| lines.get(*from..*from + part.len()) == Some(part))
        };
        let fits = |from: &usize| *from >= at && lines.get(*from..*from + part.len()) == Some(part);
        let Some(from) = start.filter(fits) else { return now.to_owned() };
        if !first {
            out.push("…");
        }
        out.extend(part);
        at = from + part.len();
        first = false;
    }
    out.iter().map(|line| format!("{line}\n")).collect()
}

/// A page with what its commands write now.
pub fn page_as_it_is(page: &str, folder: &Path) -> String {
    let mut out = String::new();
    let mut lines = page.lines().peekable();
    let mut fence: Option<String> = None;
    let mut file = String::new();
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        match (&fence, line.strip_prefix("```")) {
            (None, Some(info)) => fence = Some(info.to_owned()),
            (Some(info), Some(_)) => {
                if let Some((_, name)) = info.split_once(' ') {
                    let path = folder.join(name.trim());
                    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                    std::fs::write(path, std::mem::take(&mut file)).unwrap();
                }
                fence = None;
            }
            (Some(info), None) if info == "console" => {
                let Some(command) = line.strip_prefix("$ ") else { continue };
                let mut shown = Vec::new();
                while let Some(line) = lines.next_if(|l| !l.starts_with("$ ") && !l.starts_with("```")) {
                    shown.push(line);
                }
                out.push_str(&left_out(&shown, &shell(folder, command).0));
            }
            (Some(info), None) if info.contains(' ') => {
                file.push_str(line);
                file.push('\n');
            }
            _ => {}
        }
    }
    out
}

/// Holds a page against what its commands write; with `RAMME_BLESS` set, writes the page anew instead.
pub fn holds(path: &Path, folder: &Path) {
    let page = std::fs::read_to_string(path).unwrap();
    let now = page_as_it_is(&page, folder);
    if std::env::var_os("RAMME_BLESS").is_some() {
        std::fs::write(path, &now).unwrap();
    } else {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        assert_eq!(
            page, now,
            "{name}: run with RAMME_BLESS=1 to write what happens now, and read the difference"
        );
    }
}
