use super::*;
use crate::event::exam::Given;
use crate::exam::seal::tests::sealed;
use crate::question::Response;
use crate::question::ask::Rating;
use proptest::prelude::*;

/// A whole file: begun, three responses, one of them changed, handed in.
pub(crate) fn file() -> (String, String, Sealed) {
    let (_, text, _) = sealed();
    let answers = ["azure", "12 November 2014", "13", "12"];
    (
        written(&text, "Ann", &answers, &[0, 1, 3, 3], Some(End::HandedIn)),
        sealed_digest(&text),
        Sealed::read(&text).unwrap(),
    )
}

fn sealed_digest(text: &str) -> String {
    Sealed::read(text).unwrap().digest().unwrap()
}

/// A file of this paper with these responses, one a minute.
pub(crate) fn written(text: &str, name: &str, answers: &[&str], items: &[u32], end: Option<End>) -> String {
    let (sha, sealed) = (sealed_digest(text), Sealed::read(text).unwrap());
    let mut chain = Chain::new(&sha, sealed.nonce());
    let mut out = String::new();
    let sitting = Uuid::from_u128(
        name.bytes().fold(1, |sum: u128, byte| sum.wrapping_mul(31).wrapping_add(u128::from(byte))),
    );
    let draft = |minute: i64, body: Exam| Draft {
        id: sitting,
        clock: Timestamp(1_800_000_000_000 + minute * 60_000),
        offset_minutes: 60,
        day: Day(20_833),
        body: Body::Exam(Box::new(body)),
    };
    let mut put = |chain: &mut Chain, line: String| {
        chain.take(&line);
        out.push_str(&line);
    };
    let line = chain.begin(&sha, &Text::from(name), &draft(0, Exam::Sitting(sealed.paper())));
    put(&mut chain, line);
    for ((answer, item), minute) in answers.iter().zip(items).zip(1..) {
        let response = Some(Response::Text(Text::from(*answer)));
        let given = Given { sitting, item: *item, response, spent: 60_000, late: false };
        let line = chain.event(&draft(minute, Exam::Response(given)), &sealed);
        put(&mut chain, line);
    }
    if let Some(end) = end {
        let line = chain.end(end, Timestamp(1_800_000_000_000 + 300_000));
        put(&mut chain, line);
    }
    out
}

fn check(bytes: &[u8]) -> (Option<Sheet>, Option<Fault>) {
    let (_, sha, sealed) = file();
    read(bytes, &sha, &sealed, &sealed.paper())
}

fn joined(lines: &[&str]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}

#[test]
fn a_file_is_read_as_it_was_written() {
    let (text, ..) = file();
    let (sheet, fault) = check(text.as_bytes());
    let sheet = sheet.unwrap();
    assert_eq!((fault, sheet.bytes, sheet.back), (None, text.len(), 0));
    assert_eq!((sheet.name.raw(), sheet.sitting.answered()), ("Ann", 3));
    assert_eq!(sheet.sitting.answers[3].reply.as_ref().unwrap().response, Response::Text(Text::from("12")));
    assert_eq!(sheet.end, Some((Timestamp(1_800_000_300_000), End::HandedIn)));
    assert_eq!(sheet.chain.receipt().len(), 19);
}

#[test]
fn lines_that_are_gone_moved_or_doubled_are_noticed() {
    let (text, ..) = file();
    let lines: Vec<&str> = text.lines().collect();
    let fault = |lines: &[&str]| check(joined(lines).as_bytes()).1;
    assert_eq!(fault(&[lines[0], lines[2], lines[1], lines[3], lines[4], lines[5]]), Some(Fault::Moved(2)));
    assert_eq!(fault(&[lines[0], lines[1], lines[3], lines[4], lines[5]]), Some(Fault::Moved(3)));
    assert_eq!(fault(&[lines[0], lines[1], lines[1]]), Some(Fault::Moved(3)));
    assert_eq!(fault(&lines[1..]), Some(Fault::Altered(1)));
    assert!(check(joined(&lines[1..]).as_bytes()).0.is_none());
    // Cut behind a line: nothing is wrong with what is left, but it has no end.
    let (sheet, fault) = check(joined(&lines[..3]).as_bytes());
    assert_eq!((fault, sheet.unwrap().end), (None, None));
    // Cut within one.
    let (sheet, fault) = check(&text.as_bytes()[..text.len() - 20]);
    assert_eq!((fault, sheet.unwrap().sitting.answered()), (Some(Fault::Torn(6)), 3));
    assert_eq!((check(b"").1, check(b"hello\n").1), (Some(Fault::NoResult), Some(Fault::NoResult)));
}

#[test]
fn what_mail_and_editors_do_to_a_file_changes_nothing() {
    let (text, ..) = file();
    let mailed = text.replace('\n', "\r\n");
    for same in
        [mailed.clone(), format!("\u{feff}{text}"), format!("\u{feff}{mailed}"), text.trim_end().to_owned()]
    {
        let (sheet, fault) = check(same.as_bytes());
        let sheet = sheet.unwrap();
        assert_eq!((fault, sheet.bytes, sheet.sitting.answered()), (None, same.len(), 3));
        assert_eq!(sheet.unended, !same.ends_with('\n'));
        assert_eq!(sheet.chain.receipt(), check(text.as_bytes()).0.unwrap().chain.receipt());
    }
    for blank in ["\n", "\r\n\r\n", " \t\n"] {
        let (sheet, fault) = check(format!("{text}{blank}").as_bytes());
        assert_eq!((fault, sheet.unwrap().bytes), (None, text.len()), "{blank:?}");
    }
    let broken = mailed.replacen("Ann", "Bob", 1);
    assert_eq!(check(broken.as_bytes()).1, Some(Fault::Altered(1)));
    assert_eq!(check(text.replace("},\"sum", "}, \"sum").as_bytes()).1, Some(Fault::Altered(1)));
}

#[test]
fn the_time_of_the_end_counts_too() {
    let (_, paper, _) = sealed();
    let (sha, sealed) = (sealed_digest(&paper), Sealed::read(&paper).unwrap());
    let with_end = |end: End, minute: i64| {
        let mut text = written(&paper, "Ann", &["azure"; 3], &[0; 3], None);
        let mut chain = Chain::new(&sha, sealed.nonce());
        text.lines().for_each(|line| chain.take(line));
        text += &chain.end(end, Timestamp(1_800_000_000_000 + minute * 60_000));
        let (sheet, fault) = check(text.as_bytes());
        assert_eq!(fault, None);
        sheet.map(|sheet| (sheet.back, sheet.overtime)).unwrap()
    };
    assert_eq!(with_end(End::HandedIn, 9), (0, false));
    assert_eq!(with_end(End::HandedIn, 2), (1, false));
    assert_eq!(with_end(End::HandedIn, 11), (0, true));
    assert_eq!(with_end(End::TimeUp, 600), (0, false));
}

#[test]
fn another_version_is_not_called_altered() {
    let (text, ..) = file();
    let newer = text.replacen("\"format\":1", "\"format\":2", 1);
    assert_ne!(newer, text);
    assert_eq!(check(newer.as_bytes()), (None, Some(Fault::OtherVersion)));
    let with_more = newer.replacen("\"name\"", "\"group\":7,\"name\"", 1);
    assert_eq!(check(with_more.as_bytes()).1, Some(Fault::OtherVersion));
}

#[test]
fn another_paper_is_told_from_an_altered_file() {
    let (text, sha, sealed) = file();
    let other = sealed_with_nonce();
    let (sheet, fault) =
        read(text.as_bytes(), &sealed_digest(&other), &Sealed::read(&other).unwrap(), &sealed.paper());
    assert_eq!((sheet, fault), (None, Some(Fault::OtherPaper)));
    let lied = text.replacen(&sha, &sealed_digest(&other), 1);
    assert_eq!(check(lied.as_bytes()).1, Some(Fault::Altered(1)));
}

fn sealed_with_nonce() -> String {
    sealed().1.replacen("0123456789abcdef0", "1123456789abcdef0", 1)
}

#[test]
fn a_response_behind_the_limit_is_late_whatever_the_line_says() {
    let (_, paper, _) = sealed();
    let items = [0; 12];
    let text = written(&paper, "Bob", &["azure"; 12], &items, None);
    let sheet = check(text.as_bytes()).0.unwrap();
    let reply = sheet.sitting.answers[0].reply.as_ref().unwrap();
    assert_eq!(reply.at, Timestamp(1_800_000_000_000 + 9 * 60_000));
    assert!(sheet.sitting.answers[0].late.is_some());
}

#[test]
fn a_forged_chain_that_makes_no_sense_is_told() {
    let (text, sha, sealed) = file();
    let begin = text.lines().next().unwrap();
    let mut chain = Chain::new(&sha, sealed.nonce());
    chain.take(begin);
    let with = |line: String| check(format!("{begin}\n{line}").as_bytes()).1;
    assert_eq!(with(chain.line("event", "{}")), Some(Fault::Forged(2)));
    assert_eq!(with(chain.line("end", "{\"at\":1,\"why\":\"no\"}")), Some(Fault::Forged(2)));
    assert_eq!(with(chain.line("mark", "100")), Some(Fault::Forged(2)));
    // A student's own grade, or a text where one of three is to be picked: no screen gives that.
    for response in [Response::Recalled(Rating::Good), Response::Text(Text::from("none of them"))] {
        let given = Given { sitting: Uuid::nil(), item: 0, response: Some(response), spent: 1, late: false };
        let sitting = check(begin_only(&text).as_bytes()).0.unwrap().sitting.id;
        let draft = Draft {
            id: Uuid::from_u128(9),
            clock: Timestamp(1_800_000_060_000),
            offset_minutes: 0,
            day: Day(20_833),
            body: Body::Exam(Box::new(Exam::Response(Given { sitting, ..given }))),
        };
        assert_eq!(with(chain.event(&draft, &sealed)), Some(Fault::Forged(2)));
    }
    let (paper, name) = (sealed_paper(), "Ann");
    let beyond = written(&paper, name, &["x"], &[77], None);
    assert_eq!(check(beyond.as_bytes()).1, Some(Fault::Forged(2)));
}

/// The first line alone.
fn begin_only(text: &str) -> String {
    joined(&[text.lines().next().unwrap()])
}

fn sealed_paper() -> String {
    sealed().1
}

#[test]
fn every_change_of_one_byte_is_noticed() {
    let (text, sha, sealed) = file();
    let paper = sealed.paper();
    for at in 0..text.len() {
        for flip in [1, 0x20, 0x80] {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= flip;
            assert!(read(&bytes, &sha, &sealed, &paper).1.is_some(), "byte {at} with {flip:#x} passes");
        }
    }
}

proptest! {
    #[test]
    fn whatever_is_changed_is_noticed(at in 0usize..100_000, byte: u8, cut in 0usize..3, more in prop::collection::vec(any::<u8>(), 0..3)) {
        let (text, sha, sealed) = file();
        let mut bytes = text.clone().into_bytes();
        let at = at % bytes.len();
        let mut new = more;
        new.insert(0, byte);
        bytes.splice(at..(at + cut).min(text.len()), new);
        // Another line ending changes nothing that was said.
        let bare = |bytes: &[u8]| bytes.iter().copied().filter(|byte| *byte != b'\r').collect::<Vec<u8>>();
        prop_assume!(bare(&bytes).trim_ascii_end() != text.trim_end().as_bytes());
        prop_assert!(read(&bytes, &sha, &sealed, &sealed.paper()).1.is_some());
    }

    #[test]
    fn no_bytes_are_too_strange(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(check(&bytes).0.is_none());
    }
}

#[test]
fn a_name_that_no_command_takes_was_never_typed() {
    let (_, text, _) = sealed();
    for (name, fault) in [("", true), ("  ", true), (&*"x".repeat(201), true), (&*"x".repeat(200), false)] {
        let (sheet, found) = check(written(&text, name, &[], &[], None).as_bytes());
        assert_eq!((sheet.is_none(), found.is_some()), (fault, fault), "{name:?}");
    }
}
