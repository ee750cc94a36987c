//! Devices that meet through folders in which everything happens that services do to files.

use std::collections::{BTreeMap, HashMap};

use proptest::prelude::*;

use super::*;
use crate::event::{Body, Purpose, Review, Subject};
use crate::judge::{Outcome, Rule};
use crate::memory::{Fact, Parameters, Scheduler, State, replay};
use crate::question::Response;
use crate::question::ask::{Mode, Rating};
use crate::text::Text;

type Folder = BTreeMap<String, Vec<u8>>;

/// A device: its id, its log, and the shared folder as it sees it.
#[derive(Clone)]
struct Device {
    id: Uuid,
    clock: i64,
    log: BTreeMap<Uuid, Event>,
    folder: Folder,
}

/// What happens.
#[derive(Debug, Clone)]
enum Step {
    Answer {
        who: usize,
        question: u8,
        rating: usize,
        minutes: i64,
    },
    Undo {
        who: usize,
    },
    Sync {
        who: usize,
    },
    /// A file reaches another device; half of it first, or as a copy that a service named.
    Copy {
        from: usize,
        to: usize,
        file: prop::sample::Index,
        how: How,
    },
    /// The device becomes a clone of another: the same id, log and folder.
    Clone {
        from: usize,
        to: usize,
    },
}

#[derive(Debug, Clone, Copy)]
enum How {
    Whole,
    Half,
    Conflict,
}

fn step() -> impl Strategy<Value = Step> {
    let who = 0..3_usize;
    let how = prop::sample::select(vec![How::Whole, How::Whole, How::Half, How::Conflict]);
    prop_oneof![
        5 => (who.clone(), 0..3_u8, 0..4_usize, -3000..4000_i64)
            .prop_map(|(who, question, rating, minutes)| Step::Answer { who, question, rating, minutes }),
        1 => who.clone().prop_map(|who| Step::Undo { who }),
        3 => who.clone().prop_map(|who| Step::Sync { who }),
        4 => (who.clone(), who.clone(), any::<prop::sample::Index>(), how)
            .prop_map(|(from, to, file, how)| Step::Copy { from, to, file, how }),
        1 => (who.clone(), who).prop_map(|(from, to)| Step::Clone { from, to }),
    ]
}

impl Device {
    fn new(number: u128) -> Self {
        Self {
            id: Uuid::from_u128(number),
            clock: 1_795_392_000_000,
            log: BTreeMap::new(),
            folder: Folder::new(),
        }
    }

    /// As the store does it: the next number of the device, a time after every other.
    fn append(&mut self, id: u128, body: Body) {
        let own = self.log.values().filter(|event| event.device == self.id);
        let sequence = own.map(|event| event.sequence).max().unwrap_or(0) + 1;
        let last = self.log.values().map(|event| event.time.0).max().unwrap_or(0);
        let event = Event {
            id: Uuid::from_u128(id),
            device: self.id,
            sequence,
            time: Timestamp(self.clock.max(last + 1)),
            clock: Timestamp(self.clock),
            offset_minutes: 0,
            day: Day(i32::try_from(self.clock / 86_400_000).unwrap()),
            body,
            extra: Text::default(),
        };
        self.log.insert(event.id, event);
    }

    fn sync(&mut self) {
        let mut here = Inventory::default();
        let lines: Vec<(&Event, String)> =
            self.log.values().map(|event| (event, line::write(event))).collect();
        lines.iter().for_each(|(event, text)| here.add(event.device, event.sequence, line::checksum(text)));
        let mut meeting = Meeting::new(here);
        let mut new = Vec::new();
        for bytes in self.folder.values() {
            for line in log::lines(whole(bytes)) {
                match meeting.hear(line) {
                    Heard::Known => {}
                    Heard::New(event) => new.push(*event),
                    Heard::Damaged(what) => panic!("{what}"),
                }
            }
        }
        for (event, text) in
            lines.iter().filter(|(event, text)| meeting.lacks(event.device, line::checksum(text)))
        {
            let file = self.folder.entry(segment(self.id, event.time)).or_default();
            // What another clone left unfinished here.
            file.truncate(whole(file).len());
            file.extend_from_slice(text.as_bytes());
            file.push(b'\n');
        }
        self.log.extend(new.into_iter().map(|event| (event.id, event)));
    }

    fn states(&self) -> BTreeMap<Subject, State> {
        let mut facts: HashMap<&Subject, Vec<Fact>> = HashMap::new();
        for event in self.log.values() {
            let about = event.body.target().and_then(|target| self.log.get(&target)).unwrap_or(event);
            if let (Some(subject), Some(fact)) = (about.body.subject(), Fact::of(event)) {
                facts.entry(subject).or_default().push(fact);
            }
        }
        let scheduler = Scheduler::new(&Parameters::default(), 0.9);
        facts.into_iter().map(|(s, mut facts)| (s.clone(), replay(s, &mut facts, &scheduler))).collect()
    }
}

fn answer(question: u8, rating: usize) -> Body {
    let review = Review {
        rating: Rating::ALL[rating],
        score: 1.0,
        outcome: Outcome::Right,
        rule: Rule::Equal,
        response: Response::Unknown,
        confused_with: None,
        hints: 0,
        seconds: 1.0,
        mode: Mode::Typed,
        purpose: Purpose::Study,
        session: Uuid::nil(),
        meaning: 1,
        due: None,
        retrievability: None,
    };
    let subject = Subject { deck: "d".into(), question: format!("q{question}").into() };
    Body::Review(subject, Box::new(review))
}

/// A service brings a file from one view of the folder to another.
fn copy(name: &str, bytes: &[u8], to: &mut Folder, how: How, number: usize) {
    match (how, to.get(name)) {
        (How::Conflict, _) => drop(to.insert(format!("{name}.sync-conflict-{number}.jsonl"), bytes.to_vec())),
        (How::Half, Some(_)) => drop(to.insert(format!(".{name}.tmp"), bytes[..bytes.len() / 2].to_vec())),
        (How::Half, None) => drop(to.insert(name.to_owned(), bytes[..bytes.len() / 2].to_vec())),
        (How::Whole, Some(other)) if bytes.starts_with(other) => {
            drop(to.insert(name.to_owned(), bytes.to_vec()))
        }
        (How::Whole, Some(other)) if other.starts_with(bytes) => {}
        // Two devices wrote one file, which only clones do: one of the two gets another name.
        (How::Whole, Some(_)) => drop(to.insert(format!("{name} (copy {number}).jsonl"), bytes.to_vec())),
        (How::Whole, None) => drop(to.insert(name.to_owned(), bytes.to_vec())),
    }
}

fn take(devices: &mut [Device], number: usize, step: &Step) {
    match *step {
        Step::Answer { who, question, rating, minutes } => {
            devices[who].clock += minutes * 60_000;
            devices[who].append(number as u128 + 1, answer(question, rating));
        }
        Step::Undo { who } => {
            if let Some(last) = devices[who].log.values().max_by_key(|event| event.time).map(|event| event.id)
            {
                devices[who].append(number as u128 + 1, Body::Void(last));
            }
        }
        Step::Sync { who } => devices[who].sync(),
        Step::Copy { from, to, file, how } => {
            let files = &devices[from].folder;
            if from != to && !files.is_empty() {
                let (name, bytes) = files.iter().nth(file.index(files.len())).unwrap();
                let (name, bytes) = (name.clone(), bytes.clone());
                copy(&name, &bytes, &mut devices[to].folder, how, number);
            }
        }
        Step::Clone { from, to } => {
            devices[to] = Device { clock: devices[to].clock, ..devices[from].clone() }
        }
    }
}

/// In the end the service has brought everything everywhere, and every device has looked.
fn settle(devices: &mut [Device]) {
    for round in 0..2 {
        devices.iter_mut().for_each(Device::sync);
        for (from, to) in [(0, 1), (1, 2), (2, 0), (0, 1), (1, 0), (0, 2), (2, 1)] {
            for (name, bytes) in devices[from].folder.clone() {
                copy(&name, &bytes, &mut devices[to].folder, How::Whole, 1000 + round * 10 + from);
            }
        }
        devices.iter_mut().for_each(Device::sync);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, max_shrink_iters: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_to_the_files_all_devices_come_to_the_same(steps in prop::collection::vec(step(), 1..10)) {
        let mut devices = [Device::new(1), Device::new(2), Device::new(3)];
        let mut written: BTreeMap<Uuid, Event> = BTreeMap::new();
        for (number, step) in steps.iter().enumerate() {
            take(&mut devices, number, step);
            // A device that becomes a clone loses its own log, as a device that is thrown away does.
            written.retain(|id, _| devices.iter().any(|device| device.log.contains_key(id)));
            written.extend(devices.iter().flat_map(|device| device.log.clone()));
        }
        let given: Vec<Uuid> = written.into_keys().collect();
        settle(&mut devices);
        for device in &devices {
            prop_assert!(given.iter().all(|id| device.log.contains_key(id)), "an answer was lost");
            prop_assert_eq!(&device.log, &devices[0].log);
        }
        prop_assert_eq!(devices[1].states(), devices[0].states());
    }
}

#[test]
fn a_hole_is_seen_though_the_highest_number_is_there() {
    let mut device = Device::new(1);
    (0..3).for_each(|n| device.append(n + 1, answer(0, 2)));
    let lines: Vec<String> = device.log.values().map(line::write).collect();
    device.folder.insert("shiken-x.jsonl".into(), format!("{}\n{}\n", lines[0], lines[2]).into());
    device.sync();
    let name = segment(device.id, Timestamp(device.clock));
    assert_eq!(name, "shiken-00000000-0000-0000-0000-000000000001-2026-11.jsonl");
    assert_eq!(device.folder[&name], format!("{}\n", lines[1]).into_bytes());
    let before = device.folder.clone();
    device.sync();
    assert_eq!(device.folder, before, "nothing is written twice");
}

#[test]
fn what_is_not_canonical_or_no_event_is_heard_as_what_it_is() {
    let mut device = Device::new(1);
    device.append(1, answer(0, 2));
    let event = device.log.values().next().unwrap().clone();
    let spaced = line::write(&event).replace("\":", "\" : ");
    let mut meeting = Meeting::new(Inventory::default());
    assert_eq!(meeting.hear(spaced.as_bytes()), Heard::New(Box::new(event)));
    assert_eq!(meeting.hear(b"\r"), Heard::Known);
    let Heard::Damaged(what) = meeting.hear(b"<<<<<<< \x1b[2J") else { panic!() };
    assert!(!what.contains('\x1b'));
    assert_eq!(meeting.writers(), 1);
    let months = [i64::MIN, -1, i64::MAX].map(|at| segment(Uuid::nil(), Timestamp(at)));
    assert!(months.iter().all(|name| is_segment(name) && !name.contains('/')), "{months:?}");
}
