//! The command-line program, driven as a user drives it.

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The built example, which `cargo test` puts beside the directory of the test executables.
fn program() -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    let profile = tests.parent().and_then(Path::parent).unwrap();
    let name = format!("clean{}", std::env::consts::EXE_SUFFIX);
    let program = profile.join("examples").join(name);
    assert!(program.exists(), "run `cargo build --example clean` first: no {}", program.display());
    program
}

/// What came of a run.
#[derive(Debug)]
struct Outcome {
    status: i32,
    output: Vec<u8>,
    messages: String,
}

impl From<Output> for Outcome {
    fn from(output: Output) -> Outcome {
        Outcome {
            status: output.status.code().expect("no signal"),
            output: output.stdout,
            messages: String::from_utf8(output.stderr).expect("messages are text"),
        }
    }
}

impl Outcome {
    /// Checks that all went well, without a word, and gives the output.
    #[track_caller]
    fn quiet(self) -> Vec<u8> {
        assert_eq!((self.status, &*self.messages), (0, ""));
        self.output
    }

    /// Checks that it failed, that nothing came out, and that the messages hold all of these.
    #[track_caller]
    fn refused(&self, messages: &[&str]) {
        assert_eq!(self.output, b"");
        self.failed(messages);
    }

    /// Checks that something failed and that the messages hold all of these.
    #[track_caller]
    fn failed(&self, messages: &[&str]) {
        assert_eq!(self.status, 2, "{self:?}");
        for message in messages {
            assert!(self.messages.contains(message), "no {message:?} in {}", self.messages);
        }
    }
}

fn run(arguments: &[&str], input: impl AsRef<[u8]> + Send) -> Outcome {
    let mut child = Command::new(program())
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let output = std::thread::scope(|scope| {
        // Who is refused does not read.
        scope.spawn(move || drop(stdin.write_all(input.as_ref())));
        child.wait_with_output().unwrap()
    });
    output.into()
}

/// A file of its own for a test.
fn file(name: &str, content: impl AsRef<[u8]> + Send) -> String {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("cli-{name}"));
    fs::write(&path, content).unwrap();
    path.into_os_string().into_string().unwrap()
}

/// A file of rules that makes `x` into `y`.
fn x_to_y(name: &str) -> String {
    file(name, "[[rule]]\npattern = 'x'\naction = 'replace'\nwith = 'y'\n")
}

#[test]
fn documents_come_out_as_text() {
    let plain = "Tom und 字\r\nein\u{301}\tZeile\n\nohne Ende";
    let broken = ["图书馆门口排起了长队".as_bytes(), b" and one bad \xFF byte\n"].concat();
    for (name, source, expected) in [
        ("empty", &b""[..], ""),
        ("byte", b"a", "a"),
        ("line-feed", b"\n", "\n"),
        ("zero", b"\0", "\0"),
        ("windows", b"one\r\n\r\ntwo\r\n", "one\r\n\r\ntwo\r\n"),
        ("mark", b"\xEF\xBB\xBFone\n", "one\n"),
        ("mark-alone", b"\xEF\xBB\xBF", ""),
        ("utf-16", b"\xFF\xFEa\0\n\0", "a\n"),
        // An old encoding of the West; and UTF-8 that broke.
        ("latin", b"a caf\xE9 at noon\n", "a café at noon\n"),
        ("invalid", &broken, "图书馆门口排起了长队 and one bad \u{FFFD} byte\n"),
    ] {
        let path = file(name, source);
        let output = run(&["--without", "normalize", &path], "").quiet();
        assert_eq!(String::from_utf8(output).unwrap(), expected, "{name}");
        let piped = run(&["--without", "normalize"], source).quiet();
        assert_eq!(String::from_utf8(piped).unwrap(), expected, "{name} piped");
    }
    let output = run(&["--profile", "none"], plain).quiet();
    assert_eq!(output, plain.as_bytes());
}

#[test]
fn a_binary_file_becomes_valid_text() {
    let mut state = 1_u32;
    let bytes: Vec<u8> = std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    })
    .take(300_000)
    .collect();
    let output = run(&[&file("binary", bytes)], "").quiet();
    assert!(std::str::from_utf8(&output).is_ok_and(|text| text.len() > 100_000));
}

#[test]
fn gb18030_is_found_out_or_given() {
    // 图书馆门口排起了长队
    let bytes = b"\xcd\xbc\xca\xe9\xb9\xdd\xc3\xc5\xbf\xda\xc5\xc5\xc6\xf0\xc1\xcb\xb3\xa4\xb6\xd3";
    let path = file("gbk", bytes);
    for arguments in [&[&*path][..], &["--encoding", "gbk", &path]] {
        assert_eq!(run(arguments, "").quiet(), "图书馆门口排起了长队".as_bytes());
    }
    run(&["--encoding", "klingon", &path], "").refused(&["klingon", "gb18030"]);
}

#[test]
fn the_byte_order_mark_is_kept_on_request() {
    let marked = "\u{FEFF}one\n";
    assert_eq!(run(&["--keep-bom"], marked).quiet(), marked.as_bytes());
    let records = "\u{FEFF}{\"text\":\"one\"}\n";
    assert_eq!(run(&["--keep-bom", "--jsonl"], records).quiet(), records.as_bytes());
    assert_eq!(run(&["--jsonl"], records).quiet(), b"{\"text\":\"one\"}\n");
}

#[test]
fn paths_are_documents_one_after_another() {
    let (first, second) = (file("first", "one\n"), file("second", "two"));
    assert_eq!(run(&[&first, "-", &second], "between\n").quiet(), b"one\nbetween\ntwo");
    assert_eq!(run(&[], "x").quiet(), b"x");
    assert_eq!(run(&["-"], "x").quiet(), b"x");
}

#[test]
fn records_of_several_files_keep_to_their_lines() {
    let (open, closed) = (file("open.jsonl", "{\"text\":\"a\"}"), file("closed.jsonl", "{}\n"));
    let empty = file("empty.jsonl", "");
    let outcome = run(&["--jsonl", &open, &empty, &open, &closed, &open, "-"], "");
    let expected = "{\"text\":\"a\"}\n{\"text\":\"a\"}\n{}\n{\"text\":\"a\"}";
    assert_eq!(String::from_utf8(outcome.output).unwrap(), expected);
}

#[test]
fn standard_input_named_twice_is_read_once() {
    assert_eq!(run(&["-", "-"], "x\n").quiet(), b"x\n");
}

#[cfg(target_os = "linux")]
#[test]
fn paths_need_not_be_text() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let directory = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let path = directory.join(OsStr::from_bytes(b"cli-\xFF.txt"));
    fs::write(&path, "x").unwrap();
    let missing = directory.join(OsStr::from_bytes(b"cli-missing-\xFF"));
    let output = Command::new(program()).arg(&missing).arg(&path).output().unwrap();
    let outcome = Outcome::from(output);
    assert_eq!(outcome.output, b"x");
    outcome.failed(&["cli-missing-\\xff: there is no such file"]);
}

#[test]
fn a_failed_path_does_not_stop_the_others() {
    let good = file("good", "good\n");
    let directory = env!("CARGO_TARGET_TMPDIR");
    let outcome = run(&["no\u{1b}[2Jsuch", &good, directory, &good], "");
    assert_eq!(outcome.output, b"good\ngood\n");
    outcome.failed(&[
        "clean: no\\u{1b}[2Jsuch: there is no such file; check the path\n",
        &format!("clean: {directory}: is a directory; name the files in it instead\n"),
    ]);
}

#[test]
fn a_closed_pipe_ends_quietly() {
    // Far more than pipe and buffers hold; and so little that only the last flush finds out.
    for (size, arguments) in [(20_000_000, &[][..]), (20_000_000, &["--jsonl"]), (1_000, &[])] {
        let line = b"{\"text\":\"a line of some length, again and again\"}\n";
        let path = file("long", line.repeat(size / line.len()));
        let mut child = Command::new(program())
            .args(arguments)
            .arg(&path)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdout = child.stdout.take().unwrap();
        if size > 1_000 {
            stdout.read_exact(&mut [0; 10]).unwrap();
        }
        drop(stdout);
        Outcome::from(child.wait_with_output().unwrap()).quiet();
    }
}

#[test]
fn a_closed_standard_error_costs_no_output() {
    let text = "x\n".repeat(50_000);
    let rules = x_to_y("stderr.toml");
    let mut child = Command::new(program())
        .args(["--explain", "--rules", &rules, &file("stderr", &text)])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stderr.take());
    let outcome = Outcome::from(child.wait_with_output().unwrap());
    assert_eq!(outcome.quiet(), text.replace('x', "y").as_bytes());
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_no_success() {
    let full = || fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    for size in [10, 1_000_000] {
        let output = Command::new(program())
            .arg(file("full", "a".repeat(size)))
            .stdout(full())
            .stderr(Stdio::piped())
            .output();
        Outcome::from(output.unwrap()).failed(&["clean: standard output: ", "not complete"]);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn help_that_nobody_gets_is_no_success() {
    for argument in ["--help", "--version"] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let status = Command::new(program()).arg(argument).stdout(full).status().unwrap();
        assert_eq!(status.code(), Some(2), "{argument}");
    }
}

/// The most memory that the process has had resident so far, in KiB.
#[cfg(target_os = "linux")]
fn resident_peak(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    peak.trim().trim_end_matches(" kB").parse().unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_with_a_line() {
    let text = "字母 and words\u{200B}，&amp; ".repeat(2_000);
    for arguments in [&["--explain"][..], &["--jsonl", "--max-record", "1MiB"]] {
        let mut child = Command::new(program())
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let mut stdout = child.stdout.take().unwrap();
        let peak = std::thread::scope(|scope| {
            scope.spawn(move || std::io::copy(&mut stdout, &mut std::io::sink()));
            for _ in 0..(40 << 20) / text.len() {
                stdin.write_all(text.as_bytes()).unwrap();
            }
            let peak = resident_peak(child.id());
            drop(stdin);
            peak
        });
        child.wait().unwrap();
        assert!(peak < 16 * 1024, "{arguments:?}: {peak} KiB");
    }
}

#[test]
fn a_long_line_is_streamed() {
    let text = "字母 and words, ".repeat(500_000);
    assert!(run(&[], &text).quiet() == text.as_bytes());
}

#[test]
fn arguments_that_do_not_go_together_are_refused() {
    for (arguments, message) in [
        (&["--only", "entity", "--with", "pinyin"][..], "--with"),
        (&["--only", "entity", "--without", "pinyin"], "--without"),
        (&["--only", "entiti"], "entity, "),
        (&["--only", "entity,entiti"], "entity, "),
        (&["--with", "decode"], "pinyin, desync, shuffle"),
        (&["--without", ""], "pinyin, desync, shuffle"),
        (&["--profile", "best"], "default, ftfy, none"),
        (&["--form", "nfz"], "compose, nfc, nfd, nfkc, nfkd, none"),
        (&["--entities", "lax"], "prose, strict"),
        (&["--title", "T", "a", "b"], "one document"),
        (&["--title", "T", "--jsonl"], "--jsonl"),
        (&["--encoding", "gbk", "--jsonl"], "--jsonl"),
        (&["--field", "body"], "--jsonl"),
        (&["--max-record", "1Q", "--jsonl"], "256MiB"),
        (&["--colour"], "--colour"),
    ] {
        run(arguments, "x").refused(&[message]);
    }
}

#[test]
fn repairs_are_switched_by_name() {
    let rules = x_to_y("switch.toml");
    for (arguments, expected) in [
        (&[][..], "y"),
        (&["--only", "rules"], "y"),
        (&["--only", "entity,rules"], "y"),
        (&["--only", "entity", "--only", "rules"], "y"),
        (&["--profile", "none", "--with", "entity, rules"], "y"),
        (&["--with", "rules", "--without", "entity,pinyin", "--without", "shuffle"], "y"),
    ] {
        let arguments = [arguments, &["--rules", &rules]].concat();
        assert_eq!(run(&arguments, "x").quiet(), expected.as_bytes(), "{arguments:?}");
    }
    for arguments in [&["--only", "entity"][..], &["--without", "rules"], &["--profile", "none"]] {
        let outcome = run(&[arguments, &["--rules", &rules]].concat(), "x");
        assert_eq!((outcome.status, &*outcome.output), (0, &b"x"[..]), "{arguments:?}");
        assert_eq!(
            outcome.messages,
            "clean: note: --rules does nothing, for the repair rules is off\n"
        );
    }
}

#[test]
fn forms_are_made_on_request() {
    let text = "cafe\u{301} \u{2126} ，① 한";
    let nfc = "caf\u{e9} \u{3a9} ，① 한";
    let composed = "caf\u{e9} \u{2126} ，① 한";
    for (arguments, expected) in [
        (&[][..], composed),
        (&["--form", "compose"], composed),
        (&["--form", "nfc"], nfc),
        (&["--form", "nfd"], "cafe\u{301} \u{3a9} ，① \u{1112}\u{1161}\u{11ab}"),
        (&["--form", "nfkc"], "caf\u{e9} \u{3a9} ,1 한"),
        (&["--form", "nfkd"], "cafe\u{301} \u{3a9} ,1 \u{1112}\u{1161}\u{11ab}"),
        (&["--form", "none"], text),
        (&["--without", "normalize"], text),
        (&["--only", "normalize"], nfc),
        (&["--only", "normalize", "--form", "compose"], composed),
        (&["--only", "normalize", "--form", "none"], text),
        (&["--only", "normalize,invisible"], composed),
        (&["--profile", "none", "--with", "normalize"], composed),
    ] {
        let output = run(arguments, text).quiet();
        assert_eq!(String::from_utf8(output).unwrap(), expected, "{arguments:?}");
    }
}

#[test]
fn rules_without_a_file_are_no_work() {
    for arguments in [["--only", "rules"], ["--with", "entity,rules"]] {
        let outcome = run(&arguments, "x");
        assert_eq!((outcome.status, &*outcome.output), (0, &b"x"[..]));
        assert_eq!(
            outcome.messages,
            "clean: note: the repair rules does nothing without --rules FILE\n"
        );
    }
}

#[test]
fn the_program_tells_about_itself() {
    let list = String::from_utf8(run(&["--list-repairs"], "").quiet()).unwrap();
    for name in ["entity", "pinyin", "shuffle", "invisible", "normalize", "rules"] {
        let line = list.lines().find_map(|line| line.strip_prefix(name));
        assert!(line.is_some_and(|about| about.trim().len() > 10), "{name} in {list}");
    }
    assert!(list.lines().all(|line| line.split_whitespace().count() > 2), "{list}");
    let version = run(&["--version"], "").quiet();
    assert_eq!(version, format!("clean {}\n", env!("CARGO_PKG_VERSION")).as_bytes());
    let help = String::from_utf8(run(&["--help"], "").quiet()).unwrap();
    assert!(help.contains("Examples:") && help.contains("Exit status:"));
}

#[test]
fn rules_delete_replace_and_drop_lines() {
    let rules = file(
        "rules.toml",
        "[[rule]]\npattern = '^Tags:'\naction = \"drop-line\"\n\n\
         [[rule]]\npattern = '(\\d+) views'\naction = \"replace\"\nwith = \"$1\"\n\n\
         [[rule]]\naction = \"delete\"\npattern = 'ad$'\n",
    );
    let output = run(&["--rules", &rules], "Tags: a\r\n21 views\r\nbad\n").quiet();
    assert_eq!(output, b"21\r\nb\n");
    assert_eq!(run(&["--rules", &file("none.toml", "")], "x").quiet(), b"x");
}

#[test]
fn bad_rules_are_refused_before_anything_is_read() {
    for (rules, messages) in [
        ("[[rule]\n", &["line 1"][..]),
        ("rule = 1\n", &["line 1", "[[rule]]"]),
        ("\n[rules]\n", &["line 2", "\"rules\"", "[[rule]]"]),
        ("pattern = 'x'\naction = 'delete'\n", &["line 1", "\"pattern\"", "[[rule]]"]),
        ("rule = ['x']\n", &["rule 1 (line 1)", "a table"]),
        ("[[rule]]\naction = 'delete'\n", &["rule 1 (line 1)", "`pattern` is missing"]),
        ("[[rule]]\npattern = 'x'\n", &["rule 1 (line 1)", "`action` is missing"]),
        (
            "[[rule]]\npattern = 'x'\naction = 'delete'\n\n[[rule]]\npattern = '('\naction = 'delete'\n",
            &["rule 2 (line 6)", "\"(\" is no regular expression"],
        ),
        (
            "[[rule]]\npattern = 'x'\naction = 'replace'\n",
            &["rule 1 (line 1)", "`with` is missing"],
        ),
        (
            "[[rule]]\npattern = 'x'\naction = 'delete'\nwith = ''\n",
            &["rule 1 (line 4)", "\"replace\" only"],
        ),
        ("[[rule]]\npattern = 'x'\naction = 'drop'\n", &["rule 1 (line 3)", "\"drop-line\""]),
        (
            "[[rule]]\npattern = 'x'\naction = 'delete'\nflags = 'i'\n",
            &["rule 1 (line 4)", "\"flags\""],
        ),
        ("[[rule]]\npattern = 7\naction = 'delete'\n", &["rule 1 (line 2)", "must be a string"]),
    ] {
        let path = file("bad.toml", rules);
        let outcome = run(&["--rules", &path], "x");
        outcome.refused(messages);
        outcome.refused(&[&format!("clean: {path}: ")]);
    }
    run(&["--rules", "nowhere.toml"], "x").refused(&["nowhere.toml", "cannot be read"]);
    let path = file("binary.toml", b"\xFF\xFE");
    run(&["--rules", &path], "x").refused(&[&path, "no UTF-8 text"]);
}

#[test]
fn output_is_escaped_on_request() {
    let output = run(&["--html-safe", "--without", "entity"], "<a>Tom & 'x'</a>\n").quiet();
    assert_eq!(output, b"&lt;a&gt;Tom &amp; &#x27;x&#x27;&lt;/a&gt;\n");
}

#[test]
fn edits_are_told_one_a_line() {
    let rules = x_to_y("explain.toml");
    let path = file("explain", "\u{FEFF}a x\nx\u{1b}\n");
    let outcome = run(&["--explain", "--rules", &rules, &path, "-"], "x");
    assert_eq!((outcome.status, &*outcome.output), (0, &b"a y\ny\x1b\ny"[..]));
    let expected = format!(
        "{path}: 0..3 bom 1.00 \"\\u{{feff}}\" → \"\"\n\
         {path}: 5..6 rules 1.00 \"x\" → \"y\"\n\
         {path}: 7..8 rules 1.00 \"x\" → \"y\"\n\
         <stdin>: 0..1 rules 1.00 \"x\" → \"y\"\n"
    );
    assert_eq!(outcome.messages, expected);
}

#[test]
fn a_report_is_a_line_for_each_document() {
    let path = file("report", "Tom &amp; Jerry\n");
    let outcome = run(&["--report", &path, "-"], "锟斤拷\n");
    assert_eq!((outcome.status, &*outcome.output), (0, "Tom & Jerry\n锟斤拷\n".as_bytes()));
    let expected = format!(
        "{path}: UTF-8 (1.00), 16 → 12 bytes, 1 edit: entity 1\n\
         <stdin>: UTF-8 (1.00), 10 → 10 bytes, 0 edits; runs of 锟斤拷: 1\n"
    );
    assert_eq!(outcome.messages, expected);
}

#[test]
fn edits_and_failures_move_no_cursor() {
    let rules = file(
        "escape.toml",
        "[[rule]]\npattern = '.*'\naction = 'replace'\nwith = \"\\u001B]2;t\\u0007\"\n",
    );
    let outcome = run(&["--explain", "--rules", &rules], "\u{1b}[2J\u{202e}\r\u{9b}1m");
    assert_eq!(outcome.output, b"\x1b]2;t\x07");
    assert!(outcome.messages.chars().all(|c| c == '\n' || !c.is_control()), "{outcome:?}");
    assert!(!outcome.messages.contains('\u{202e}'));
    let records = "{\"\u{9b}1m\": \u{1b}[2J}\n";
    let outcome = run(&["--jsonl", "--field", "\u{1b}[2J"], records);
    assert!(outcome.messages.chars().all(|c| c == '\n' || !c.is_control()), "{outcome:?}");
}

#[test]
fn encodings_are_found_out() {
    let text = "港口的鐘樓在清晨六點敲響，賣魚的、賣菜的、趕船的人便從巷子裡走出來。";
    let utf_16 = |swap: bool| {
        let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
        let bytes = |unit: u16| if swap { unit.to_be_bytes() } else { unit.to_le_bytes() };
        units.flat_map(bytes).collect::<Vec<u8>>()
    };
    for (name, bytes) in [
        ("big5", encoding_rs::BIG5.encode(text).0.into_owned()),
        ("gb18030", encoding_rs::GB18030.encode(text).0.into_owned()),
        ("utf-16le", utf_16(false)),
        ("utf-16be", utf_16(true)),
    ] {
        let path = file(&format!("{name}.txt"), bytes);
        assert_eq!(String::from_utf8(run(&[&path], "").quiet()).unwrap(), text, "{name}");
    }
}

#[test]
fn all_edits_of_a_long_document_are_told() {
    let rules = x_to_y("many.toml");
    let outcome = run(&["--explain", "--rules", &rules], "some words, then x\n".repeat(40_000));
    assert_eq!((outcome.status, outcome.messages.lines().count()), (0, 40_000));
    assert!(outcome.messages.ends_with("<stdin>: 759998..759999 rules 1.00 \"x\" → \"y\"\n"));
}

#[test]
fn records_without_work_stay_byte_for_byte() {
    let records = "{\"id\": 1, \"text\": \"clean\", \"n\": 1.50, \"m\":1e400}\n\
                   \n  \r\n\
                   {\"text\":\"\\u0041\\/\\u00e9\",\"big\":123456789012345678901234567890}\r\n\
                   { \"text\" : \"\" }";
    assert_eq!(run(&["--jsonl"], records).quiet(), records.as_bytes());
    assert_eq!(run(&["--jsonl"], "").quiet(), b"");
}

#[test]
fn only_the_document_in_a_record_changes() {
    let rules = x_to_y("record.toml");
    for (record, expected) in [
        (
            r#"{ "z": 1.50, "text": "x", "a": [1e400, "x"], "x": "x" }"#,
            r#"{ "z": 1.50, "text": "y", "a": [1e400, "x"], "x": "x" }"#,
        ),
        (r#"{"text":"x\n\"\\字"}"#, r#"{"text":"y\n\"\\字"}"#),
        (r#"{"text":"x\u5b57"}"#, r#"{"text":"y\u5b57"}"#),
        (r#"{"text":"x","text":"x"}"#, r#"{"text":"x","text":"y"}"#),
        (r#"{"k":"\ud800","text":"x"}"#, r#"{"k":"\ud800","text":"y"}"#),
    ] {
        for end in ["", "\n", "\r\n"] {
            let output = run(&["--jsonl", "--rules", &rules], format!("{record}{end}")).quiet();
            assert_eq!(String::from_utf8(output).unwrap(), format!("{expected}{end}"));
        }
    }
    let record = r#"{"text":"x","body":"x","title":"T"}"#;
    let arguments = ["--jsonl", "--rules", &rules, "--field", "body", "--title-field", "title"];
    assert_eq!(run(&arguments, record).quiet(), br#"{"text":"x","body":"y","title":"T"}"#);
}

#[test]
fn lines_that_are_no_records_stay_and_are_told() {
    let rules = x_to_y("lines.toml");
    let mut lines = b"{\"text\":\"x\"}\nx\n[\"x\"]\n{\"txt\":\"x\"}\n{\"text\":7}\n".to_vec();
    lines.extend_from_slice(b"{\"text\":\"x\\ud800\"}\n{\"text\":\"x\xFF\"}\n{\"text\":\"x\"} x\n");
    lines.extend_from_slice(b"\n{\"text\":\"x\"}\n");
    let path = file("lines.jsonl", &lines);
    let outcome = run(&["--jsonl", "--rules", &rules, &path], "");
    let mut expected = lines.clone();
    expected[9] = b'y';
    let last = expected.len() - 4;
    expected[last] = b'y';
    assert_eq!(outcome.output, expected);
    let lines = [
        (2, "not JSON: expected value at byte 1"),
        (3, "no JSON object"),
        (4, "the field \"text\" is missing"),
        (5, "the field \"text\" is no string"),
        (6, "the field \"text\" is no text: it has half of a surrogate pair"),
        (7, "not JSON, which is UTF-8: invalid from byte 11"),
        (8, "not JSON: trailing characters at byte 14"),
    ];
    let messages: Vec<&str> = outcome.messages.lines().collect();
    assert_eq!(messages.len(), lines.len(), "{messages:#?}");
    for (message, (number, reason)) in messages.iter().zip(lines) {
        assert!(message.starts_with(&format!("clean: {path}:{number}: {reason}")), "{message}");
        assert!(message.ends_with("; the line stays as it is"), "{message}");
    }
    outcome.failed(&[]);
}

#[test]
fn records_beyond_the_limit_stay_and_are_told() {
    let rules = x_to_y("limit.toml");
    let long = "x".repeat(200_000);
    let lines = format!("{{\"text\":\"x\"}}\n{{\"text\":\"{long}\"}}\n{{\"text\":\"x\"}}");
    let arguments = ["--jsonl", "--rules", &rules, "--max-record", "100KiB"];
    let outcome = run(&arguments, &lines);
    let expected = format!("{{\"text\":\"y\"}}\n{{\"text\":\"{long}\"}}\n{{\"text\":\"y\"}}");
    assert!(outcome.output == expected.as_bytes());
    outcome.failed(&["<stdin>:2: the line is longer than 102400 bytes", "--max-record"]);
}

#[test]
fn records_hold_their_edits_on_request() {
    let rules = x_to_y("edits.toml");
    let records =
        "{\"text\": \"a x\"}\r\n{\"text\":\"字\\u001b\", \"n\":1 }\n{\"text\":\"x\",\"edits\":1}\n";
    let outcome = run(&["--jsonl", "--explain", "--rules", &rules], records);
    let expected = "{\"text\": \"a y\",\"edits\":[{\"source\":[2,3],\"output\":[2,3],\
                    \"repairs\":[\"rules\"],\"confidence\":1.0,\"before\":\"x\",\"after\":\"y\"}]}\r\n\
                    {\"text\":\"字\\u001b\", \"n\":1 ,\"edits\":[]}\n\
                    {\"text\":\"x\",\"edits\":1}\n";
    assert_eq!(String::from_utf8(outcome.output.clone()).unwrap(), expected);
    outcome.failed(&["<stdin>:3: the object already has a field \"edits\""]);
    assert_eq!(outcome.messages.lines().count(), 1);
}

#[test]
fn each_record_is_answered_before_the_next_is_read() {
    let mut child = Command::new(program())
        .arg("--jsonl")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let (mut stdin, mut stdout) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    for _ in 0..3 {
        let record = b"{\"text\":\"one\"}\n";
        stdin.write_all(record).unwrap();
        let mut answer = [0; 15];
        stdout.read_exact(&mut answer).unwrap();
        assert_eq!(&answer, record);
    }
    drop(stdin);
    assert!(child.wait().unwrap().success());
}

#[test]
fn scripts_are_converted_on_request() {
    for (arguments, input, expected) in [
        (&["--to", "simplified"][..], "歷史悠久的港口", "历史悠久的港口"),
        (&["--to", "simplified"], "日本国憲法", "日本国憲法"),
        (&["--to", "simplified", "--from", "taiwan"], "換一個滑鼠", "换一个鼠标"),
        (&["--to", "taiwan"], "换一个鼠标", "換一個滑鼠"),
        (&["--to", "traditional"], "這是舊的", "這是舊的"),
        (&["--to", "traditional"], "山上有水", "山上有水"),
        (&["--to", "traditional", "--force"], "皇后的头发", "皇后的頭髮"),
        (&["--only", "script", "--opencc", "s2twp"], "&amp; 软件", "&amp; 軟體"),
        (&["--opencc", "t2s"], "臺灣", "台湾"),
        (&["--opencc", "t2s", "--without", "script"], "臺灣", "臺灣"),
    ] {
        let outcome = run(arguments, input);
        assert_eq!(
            String::from_utf8_lossy(&outcome.output),
            expected,
            "{arguments:?}: {outcome:?}"
        );
    }
    let explained = run(&["--opencc", "t2s", "--explain"], "圖，書館");
    assert!(explained.messages.contains("script 1.00 \"圖\" → \"图\""), "{explained:?}");
    run(&["--to", "klingon"], "").refused(&["klingon", "simplified"]);
    run(&["--opencc", "t2x"], "").refused(&["t2x", "s2twp"]);
    run(&["--to", "taiwan", "--opencc", "t2s"], "").refused(&["--opencc"]);
}

#[test]
fn dictionaries_and_configurations_come_from_files() {
    let words = file("words.txt", "软件\t軟體工程\n");
    let arguments = ["--only", "script", "--opencc", "s2t", "--dictionary", &words];
    assert_eq!(run(&arguments, "软件和头发").quiet(), "軟體工程和頭髮".as_bytes());
    let name = Path::new(&words).file_name().unwrap().to_str().unwrap();
    let config = format!(
        "{{\"conversion_chain\": [{{\"dict\": {{\"type\": \"text\", \"file\": \"{name}\"}}}}]}}"
    );
    let config = file("words.json", config);
    let arguments = ["--only", "script", "--opencc", &config];
    assert_eq!(run(&arguments, "软件和头发").quiet(), "軟體工程和头发".as_bytes());

    let wrong = file("wrong.txt", "甲\t乙\n甲\t丙\n");
    run(&["--opencc", "s2t", "--dictionary", &wrong], "").refused(&["wrong.txt, line 2", "line 1"]);
    run(&["--opencc", "none.json"], "").refused(&["none.json cannot be read"]);
}
