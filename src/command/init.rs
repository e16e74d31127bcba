//! `ramme init`: a small working project in an empty folder.
//!
//! In: a folder that is not there, or holds nothing but a repository of git. Out: rules with tests, invented data, a
//! scenario, a page that says what to run; all of it or nothing. Not here: what stands in those files (`src/template`).

use crate::cli::Init;
use crate::exit::Exit;
use crate::terminal::Terminal;
use crate::world;
use ramme_memo::Kind;
use ramme_value::Lang;
use std::path::Path;

/// A file of a project: its path with `/`, and its text.
type File = (&'static str, &'static str);

const ENGLISH: [File; 6] = [
    ("rules/ceiling.ramme", include_str!("../template/en/rules/ceiling.ramme")),
    ("rules/gap.ramme", include_str!("../template/en/rules/gap.ramme")),
    ("data/offers.csv", include_str!("../template/en/data/offers.csv")),
    ("data/accounts.csv", include_str!("../template/en/data/accounts.csv")),
    ("scenario.toml", include_str!("../template/en/scenario.toml")),
    ("README.md", include_str!("../template/en/README.md")),
];

const DANISH: [File; 6] = [
    ("rules/loft.ramme", include_str!("../template/da/rules/loft.ramme")),
    ("rules/afvigelse.ramme", include_str!("../template/da/rules/afvigelse.ramme")),
    ("data/tilbud.csv", include_str!("../template/da/data/tilbud.csv")),
    ("data/regnskab.csv", include_str!("../template/da/data/regnskab.csv")),
    ("scenarie.toml", include_str!("../template/da/scenarie.toml")),
    ("README.md", include_str!("../template/da/README.md")),
];

/// The templates of letters and memos, in both languages.
fn templates() -> Vec<File> {
    Kind::ALL.into_iter().flat_map(|kind| Lang::ALL.map(|lang| (kind.file(lang), kind.text(lang)))).collect()
}

/// Makes a project, or a folder of templates.
pub fn run(args: &Init) -> Exit {
    let lang = args.speech.lang;
    let terminal = Terminal::new(lang);
    let templates = templates();
    let files: &[File] = if args.templates { &templates } else { lang.pick(&ENGLISH, &DANISH) };
    match world::write_folder(&args.folder, files) {
        Ok(()) if args.templates => terminal.print(&said_of_templates(&args.folder, files, lang)),
        Ok(()) => terminal.print(&said(&args.folder, files, lang)),
        Err(problem) => {
            terminal.error(&problem);
            Exit::NotDone
        }
    }
}

/// Which templates there are, and how they are used.
fn said_of_templates(folder: &Path, files: &[File], lang: Lang) -> String {
    let shown = world::shown(folder);
    let made = lang.pick(
        "templates of letters and memos; those that you do not change can go:",
        "skabeloner til breve og notater; dem, du ikke \u{e6}ndrer, kan slettes:",
    );
    let mut text = format!("{shown}: {made}\n");
    files.iter().for_each(|(name, _)| text.push_str(&format!("  {name}\n")));
    let (next, scenario) = lang.pick(("Next:", "SCENARIO"), ("S\u{e5}:", "SCENARIE"));
    let folder = in_a_shell(&shown);
    text.push_str(&format!("{next}\n  ramme run {scenario} -o memo.md --templates {folder}\n"));
    text
}

/// What was made, and what to run now: the commands that stand on the project's own page.
fn said(folder: &Path, files: &[File], lang: Lang) -> String {
    let shown = world::shown(folder);
    let made = lang.pick("a small project with invented data:", "et lille projekt med opdigtede data:");
    let mut text = format!("{shown}: {made}\n");
    for (name, _) in files {
        text.push_str(&format!("  {name}\n"));
    }
    text.push_str(lang.pick("Next:\n", "Så:\n"));
    if shown != "." {
        text.push_str(&format!("  cd {}\n", in_a_shell(&shown)));
    }
    let page = files.last().map_or("", |(_, page)| page);
    for command in commands(page) {
        text.push_str(&format!("  {command}\n"));
    }
    text
}

/// The commands of a page's first block of code.
fn commands(page: &str) -> impl Iterator<Item = &str> {
    page.lines().skip_while(|line| *line != "```").skip(1).take_while(|line| *line != "```")
}

/// A path as a shell takes it for one word.
fn in_a_shell(path: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '_' | '-' | ':');
    if path.chars().all(plain) { path.to_owned() } else { format!("'{}'", path.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_to_run_is_what_stands_on_the_page() {
        for (files, lang) in [(&ENGLISH, Lang::En), (&DANISH, Lang::Da)] {
            let text = said(Path::new("my project"), files, lang);
            assert!(text.contains("\n  cd 'my project'\n  ramme check rules"), "{text}");
            assert_eq!(text.matches("\n  ramme ").count(), 5, "{text}");
        }
        assert_eq!(in_a_shell("a/b-c_1.x"), "a/b-c_1.x");
        assert_eq!(in_a_shell("it's"), r"'it'\''s'");
    }
}
