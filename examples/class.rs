//! Makes a class to measure with: a deck, a sealed exam of 40 questions with its key, and N result files of simulated
//! students. `cargo run --release --example class -- N FOLDER`, then
//! `shiken exam grade FOLDER/results --key FOLDER/exam.key.json --deck FOLDER/deck.toml`, and `shiken items` alike.
//!
//! A student has an ability, a question a difficulty, and the chance of a right answer is Rasch's logistic curve.
//! Question 5 has a second right answer that the key does not know; question 9 is keyed the wrong way round.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a tool for developers"
)]

use std::fmt::Write as _;
use std::path::PathBuf;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use shiken::event::exam::{End, Exam, Given, Item, Paper};
use shiken::event::{Body, Draft};
use shiken::exam::result_file::Chain;
use shiken::exam::seal::{Key, seal};
use shiken::question::{Ask, Question, Response};
use shiken::source::SourceFile;
use shiken::text::Text;
use shiken::time::{Day, Timestamp};
use uuid::Uuid;

const QUESTIONS: usize = 40;
/// 23 November 2026, 09:00 UTC.
const START: i64 = 1_795_424_400_000;

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let students: u64 = args[1].parse().unwrap();
    let folder = PathBuf::from(&args[2]);
    std::fs::create_dir_all(folder.join("results")).unwrap();
    let files = [SourceFile::new("deck.toml", deck())];
    let parsed = shiken::deck::parse(&files);
    assert!(!parsed.has_errors(), "{:?}", parsed.diagnostics);
    let deck = parsed.deck;
    let item = |question: &Question| Item {
        question: Text::from(&*question.id),
        meaning: question.meaning,
        section: 0,
        points: 1.0,
        shown: None,
    };
    let paper = Paper {
        deck: Text::from(&*deck.id),
        version: deck.version.clone(),
        exam: Text::from("final"),
        title: Text::from("Final exam"),
        seed: 1,
        limit_seconds: Some(3_600),
        certainty: false,
        pass: Some(50.0),
        bands: Vec::new(),
        negative: 0.0,
        sections: vec![(Text::from("All"), 1.0)],
        items: deck.questions.iter().map(item).collect(),
    };
    let (text, key) = seal(&deck, &files, &paper, 0x5eed, "00112233445566778899aabbccddeeff".into()).unwrap();
    std::fs::write(folder.join("deck.toml"), files[0].text()).unwrap();
    std::fs::write(folder.join("exam.json"), &text).unwrap();
    std::fs::write(folder.join("exam.key.json"), key.text().unwrap()).unwrap();
    for student in 0..students {
        let lines = sitting(student, &deck.questions, &key, &key.paper_sha256);
        std::fs::write(folder.join(format!("results/{student:05}.jsonl")), lines).unwrap();
    }
    println!("{students} students, {} questions", paper.items.len());
}

fn deck() -> String {
    let mut text =
        "format = 1\n\n[deck]\nid = \"class\"\ntitle = \"A class\"\nversion = \"1\"\nlanguage = \"en\"\n"
            .to_owned();
    for n in 0..QUESTIONS {
        let key = match n % 4 {
            0 => format!("choose = \"{}\"\nwrong = [\"{}\", \"{}\"]", word(n), word(n + 100), word(n + 200)),
            1 => format!("answer = \"{}\"", word(n)),
            2 => format!("answer = {}", 37 + n * 13),
            _ => format!("date = \"{}\"", 1850 + n),
        };
        write!(
            text,
            "\n[[question]]\nid = \"q{n}\"\nprompt = \"What belongs to entry {} of the register?\"\n{key}\ntags = [\"part-{}\"]\n",
            n + 1,
            n % 5
        )
        .unwrap();
    }
    text
}

/// A word of its own for each number.
fn word(n: usize) -> String {
    let parts = ["ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "zu"];
    let digits = [n / 100 % 10, n / 10 % 10, n % 10];
    let inside: String = digits.iter().map(|digit| parts[*digit]).collect();
    format!("Castle {}{inside}", ["Har", "Wen", "Lom"][n % 3])
}

fn sitting(student: u64, questions: &[Question], key: &Key, sha256: &str) -> String {
    let mut chance = StdRng::seed_from_u64(student);
    let ability = (0..12).map(|_| chance.random::<f64>()).sum::<f64>() - 6.0;
    let sealed = key.paper();
    let mut chain = Chain::new(sha256, sealed.nonce());
    let sitting = Uuid::from_u128(u128::from(student) << 64 | u128::from(chance.random::<u64>()));
    let mut clock = START;
    let draft = |clock: i64, body: Exam| Draft {
        id: sitting,
        clock: Timestamp(clock),
        offset_minutes: 60,
        day: Day(20_780),
        body: Body::Exam(Box::new(body)),
    };
    let name = Text::from(format!("Student {student}"));
    let mut out = chain.begin(sha256, &name, &draft(clock, Exam::Sitting(sealed.paper())));
    chain.take(&out);
    for (item, question) in (0..).zip(questions) {
        let ask = sealed.ask(item as usize).unwrap();
        let response = respond(&mut chance, ability, item, question, &ask);
        let spent = chance.random_range(5_000..60_000_u32);
        clock += i64::from(spent);
        let given = Given { sitting, item, response: Some(response), spent, late: false };
        let line = chain.event(&draft(clock, Exam::Response(given)), sealed);
        chain.take(&line);
        out.push_str(&line);
    }
    out + &chain.end(End::HandedIn, Timestamp(clock + 1_000))
}

fn respond(chance: &mut StdRng, ability: f64, item: u32, question: &Question, ask: &Ask) -> Response {
    let difficulty = f64::from(item % 9) / 2.0 - 2.0;
    let mut right = chance.random::<f64>() < 1.0 / (1.0 + (difficulty - ability).exp());
    right ^= item == 8;
    match (right, item, ask) {
        (true, 5, _) if chance.random::<f64>() < 0.6 => Response::Text(Text::from("the old keep")),
        (true, ..) => question.right_response(ask),
        (false, _, Ask::PickOne { options }) => {
            let wrong: Vec<&Text> = options.iter().filter(|own| **own != question.answer()).collect();
            Response::Text(wrong[chance.random_range(0..wrong.len())].clone())
        }
        (false, ..) if chance.random::<f64>() < 0.3 => Response::Unknown,
        (false, ..) => match item % 4 {
            1 => Response::Text(Text::from(word(item as usize + 10 * chance.random_range(1..4_usize)))),
            2 => Response::Text(Text::from(chance.random_range(20..400_u32).to_string())),
            _ => Response::Text(Text::from(chance.random_range(1700..2000_u32).to_string())),
        },
    }
}
