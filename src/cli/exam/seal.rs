//! `shiken exam seal`: a paper for a class in one file, and its key in another.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use rand::rngs::StdRng;
use rand::{Rng, RngExt, SeedableRng};

use super::blueprint::{blueprint, drawn, limit_seconds};
use crate::cli::files::{cannot, contents, create_new};
use crate::cli::{self, args::ExamSeal, desk};
use crate::error::{Error, Exit, Result};
use crate::exam::seal::{self, KEY_MAX, Key, PAPER_MAX};
use crate::library::{self, Loaded};
use crate::terminal::words::{count, span};
use crate::text;
use crate::world::World;

/// A seed of chance is no longer than a person likes to type.
const SEEDS: u64 = 1_000_000;

pub(super) fn seal(world: &World, args: &ExamSeal) -> Result<Exit> {
    let path = library::resolve(&args.deck, &desk::roots(world))?;
    let Loaded { parsed, files } = library::load(&path)?;
    let (deck, _) = desk::sound(Loaded { parsed, files: Vec::new() }, &path)?;
    let facts = cli::facts(world);
    let exam = blueprint(world, facts, &deck, &args.of)?;
    let mut chance = StdRng::seed_from_u64(world.seed);
    let seed = args.seed.unwrap_or_else(|| chance.next_u64() % SEEDS);
    let paper = drawn(&deck, &exam, seed, limit_seconds(exam.minutes, args.extra_time), args.certainty)?;
    // Whoever knew what an order was shuffled with could put it right: this number is nobody's to guess.
    let shuffle = world.secret().unwrap_or_else(|| chance.next_u64());
    let nonce = format!("{:032x}", chance.random::<u128>());
    let (text, key) = seal::seal(&deck, &files, &paper, shuffle, nonce)?;
    let beside = args.out.with_extension("key.json");
    let secret = key.text()?;
    for (text, most, what) in [(&text, PAPER_MAX, "paper"), (&secret, KEY_MAX, "key")] {
        if text.len() as u64 > most {
            return Err(Error::new(format!("the {what} would be larger than {} MiB", most >> 20))
                .help("seal fewer questions, or a smaller deck"));
        }
    }
    create(&beside, &secret, true)?;
    let forget = |_: &Error| drop(fs::remove_file(&beside));
    again(&beside, &secret).inspect_err(forget)?;
    create(&args.out, &text, false).inspect_err(forget)?;
    let time = paper.limit_seconds.map_or("no time limit".to_owned(), |limit| span(f64::from(limit)));
    let of = count(paper.items.len(), "question");
    let [out, beside] = [&args.out, &beside].map(|path| text::path(path));
    cli::print(&format!(
        "{out}: for the students. {of}, {time}, no keys.\n\
         {beside}: for you alone. Without it nothing can be graded; whoever has it has the answers.\n\
         They type: shiken exam sit {out} --name \"THEIR NAME\"\n"
    ))
}

/// An error if the key does not come back from the disk as it was: then nothing could be graded, and nobody would know.
fn again(path: &Path, key: &str) -> Result<()> {
    if contents(path, KEY_MAX)? == key.as_bytes() {
        return Key::read(key).map(drop);
    }
    Err(Error::new(format!("{} does not read as it was written", text::path(path))).help("try another disk"))
}

/// Writes a file that is not there yet: no paper and no key is ever written over. Nothing is left of a failed try.
fn create(path: &Path, text: &str, secret: bool) -> Result<()> {
    let write = |mut file: File| {
        file.write_all(text.as_bytes())?;
        file.sync_all()
    };
    let written = create_new(path, secret).and_then(|file| {
        // Only what this command has made is taken away again.
        write(file).inspect_err(|_| drop(fs::remove_file(path)))
    });
    written.map_err(|error: io::Error| match error.kind() {
        io::ErrorKind::AlreadyExists => Error::new(format!("{} is there already", text::path(path)))
            .help("give --out another name: a key that is written over is lost"),
        _ => cannot("write", path, &error),
    })
}
