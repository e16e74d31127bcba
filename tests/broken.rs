//! Broken input of every kind: whatever stands in `tests/broken`, and what is too large to be kept, ends in messages and in
//! exit code 1 or 2, soon, and within a stated address space.
//!
//! The address space is held to by the system (`ulimit -v`, where there is such a shell): 1 GiB, in which a debug build of the
//! program itself and its threads' stacks have room. What is measured is that no input makes it grow without bound.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod common;

use common::root;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Kibibytes that a run may address.
const ROOM: u32 = 1 << 20;
/// How long a run may take; generous, since machines differ.
const LONGEST: Duration = Duration::from_secs(60);

struct Ended {
    code: Option<i32>,
    out: String,
    err: String,
}

/// Runs the program on a file, in its room and time.
fn run(verb: &str, path: &Path) -> Ended {
    let program = env!("CARGO_BIN_EXE_ramme");
    let mut command = if cfg!(target_os = "linux") {
        let mut shell = Command::new("sh");
        shell.args(["-c", &format!("ulimit -v {ROOM} && exec \"$0\" \"$@\""), program]);
        shell
    } else {
        Command::new(program)
    };
    let out = tempfile::NamedTempFile::new().unwrap();
    let err = tempfile::NamedTempFile::new().unwrap();
    command.arg(verb).arg(path).stdin(Stdio::null());
    command.stdout(out.reopen().unwrap()).stderr(err.reopen().unwrap());
    let (mut child, start) = (command.spawn().unwrap(), Instant::now());
    let code = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status.code();
        }
        if start.elapsed() > LONGEST {
            child.kill().unwrap();
            panic!("{verb} {} does not end", path.display());
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    let text = |file: &tempfile::NamedTempFile| {
        String::from_utf8(std::fs::read(file.path()).unwrap()).expect("what is printed is UTF-8")
    };
    Ended { code, out: text(&out), err: text(&err) }
}

/// What is printed says what is wrong, and no more than fits a screen or a few.
fn ends_well(verb: &str, path: &Path, codes: &[i32]) -> Ended {
    let ended = run(verb, path);
    let said = format!("{verb} {}: {:?}\n{}{}", path.display(), ended.code, ended.out, ended.err);
    assert!(ended.code.is_some_and(|code| codes.contains(&code)), "{said}");
    assert!(!said.contains("panicked") && !ended.err.contains("RUST_BACKTRACE"), "{said}");
    assert!(said.len() < 200_000, "{} bytes are said of {}", said.len(), path.display());
    ended
}

fn files() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root().join("tests/broken")).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 25);
    files
}

#[test]
fn what_is_broken_ends_in_messages() {
    // What is empty, or almost, says nothing wrong.
    let sound = ["two-byte-order-marks.ramme", "empty.ramme", "only-blanks.ramme", "only-a-comment.ramme"];
    for path in files() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name.ends_with(".toml") {
            for verb in ["run", "comply", "show"] {
                ends_well(verb, &path, &[2]);
            }
            continue;
        }
        let codes: &[i32] = if sound.contains(&name.as_str()) { &[0] } else { &[1, 2] };
        let ended = ends_well("check", &path, codes);
        assert!(codes == [0] || format!("{}{}", ended.out, ended.err).contains("[E"), "{name}");
        for verb in ["test", "fmt", "show"] {
            // A text that is only wrong in meaning is formatted, and what was never formatted is not written over here.
            let copy = tempfile::tempdir().unwrap();
            let to = copy.path().join(&name);
            std::fs::copy(&path, &to).unwrap();
            ends_well(verb, &to, &[0, 1, 2]);
        }
        // A rule file where a scenario should be.
        ends_well("run", &path, &[1, 2]);
    }
}

/// What is too large to be kept: a name, the bytes, and the code of the message.
fn large() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let deep = |open: &str, close: &str, count: usize| {
        format!("define x : kr = {}1 kr{}\n", open.repeat(count), close.repeat(count)).into_bytes()
    };
    let mut noise = 7_u64;
    let binary = std::iter::repeat_with(|| {
        noise = noise.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (noise >> 56) as u8
    });
    let chain = |count: usize| format!("define x : kr = 1 kr{}\n", "\n + 1 kr".repeat(count)).into_bytes();
    let many = |count: usize| (0..count).map(|at| format!("define x{at} : kr = y\n")).collect::<String>();
    vec![
        (
            "a-line-of-a-megabyte.ramme",
            format!("define x : kr = {}\n", "1 + ".repeat(200_000)).into(),
            "E0104",
        ),
        ("a-name-of-a-megabyte.ramme", format!("unit {}\n", "a".repeat(900_000)).into(), "E0104"),
        ("a-text-of-a-megabyte.ramme", format!("set a = \"{}\" | b\n", "x".repeat(900_000)).into(), "E0104"),
        ("two-megabytes.ramme", "# filling\n".repeat(200_000).into(), "E0102"),
        ("a-hundred-thousand-lines.ramme", "unit a\n".repeat(100_000).into(), "E0103"),
        ("binary.ramme", binary.take(1_000_000).collect(), "E0101"),
        ("zeros.ramme", vec![0; 500_000], "E01"),
        ("brackets-10000-deep.ramme", deep("((((((((((\n", " ))))))))))\n", 1_000), "E0105"),
        ("indexes-10000-deep.ramme", deep(" a[a[a[a[a[\n", " ]]]]]\n", 2_000), "E0105"),
        ("braces-10000-deep.ramme", deep(" match a {\n b: ", " }\n", 5_000), "E0105"),
        ("not-10000-times.ramme", deep(" not\n", "", 10_000), "E0105"),
        ("minus-10000-times.ramme", deep("-\n", "", 10_000), "E0105"),
        ("if-5000-times.ramme", deep(" a if b else\n", "", 5_000), "E0105"),
        ("sum-of-5000-times.ramme", deep(" sum of\n", "", 5_000), "E0105"),
        ("plus-9000-times.ramme", chain(9_000), "E0105"),
        ("open-brackets-only.ramme", "(".repeat(1_000).repeat(2).into(), "E01"),
        ("ten-thousand-unknown-names.ramme", many(10_000).into(), "E0201"),
        ("one-name-ten-thousand-times.ramme", "unit a\n".repeat(10_000).into(), "E0202"),
        ("members-without-end.ramme", format!("set a = b\n{}", " | b\n".repeat(15_000)).into(), "E0202"),
    ]
}

#[test]
fn what_is_too_large_or_too_deep_is_refused_soon() {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes, code) in large() {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let ended = ends_well("check", &path, &[1, 2]);
        let said = format!("{}{}", ended.out, ended.err);
        let first: String = said.chars().take(2_000).collect();
        assert!(said.contains(&format!("[{code}")), "{name} has no {code}: {first}");
    }
}

#[test]
fn a_sound_file_cut_anywhere_ends_in_messages() {
    let whole = std::fs::read(root().join("dsl/syntax/tests/samples/every-item.ramme")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cut.ramme");
    for end in (1..whole.len()).step_by(whole.len() / 40) {
        std::fs::write(&path, &whole[..end]).unwrap();
        ends_well("check", &path, &[0, 1, 2]);
    }
}
