//! Write-ahead logs that are not whole: what was in them is missed, and brought back as far as it is there.

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::*;

/// A home as a killed program leaves it: some answers in the file, the others in the write-ahead log. With the lines of
/// all of them.
fn killed(answers: u32) -> (Home, Vec<String>) {
    let (live, home) = (Home::quick(), Home::quick());
    let mut store = live.open();
    store.append(&[answer(0, "q", Rating::Good)]).unwrap();
    drop(store);
    let mut store = live.open();
    for n in 1..=answers {
        store.append(&[answer(n, &format!("q{}", n % 5), Rating::Good)]).unwrap();
    }
    store.finish_backup();
    std::fs::create_dir_all(home.path().parent().unwrap()).unwrap();
    for name in ["progress.db", "progress.db-wal", "progress.db-shm"] {
        std::fs::copy(live.path().with_file_name(name), home.path().with_file_name(name)).unwrap();
    }
    let lines = export(&store).lines().map(str::to_owned).collect();
    (home, lines)
}

impl Home {
    fn side(&self, end: &str) -> PathBuf {
        files::side(&self.path(), end)
    }

    /// Changes the bytes of the write-ahead log.
    fn harm(&self, harm: impl FnOnce(&mut Vec<u8>)) {
        let mut bytes = std::fs::read(self.side("-wal")).unwrap();
        harm(&mut bytes);
        std::fs::write(self.side("-wal"), bytes).unwrap();
    }

    /// Refused as damaged, and mended.
    fn mended(&self) -> (Mended, Vec<String>) {
        let error = Store::open(&self.path(), Uuid::nil()).err().expect("it is refused");
        assert!(is_mendable(&error, &self.path()), "{error}");
        let mended = mend(&self.path(), Uuid::nil(), Timestamp(7), &mut |_, _| ()).unwrap();
        let store = self.open();
        assert!(store.check().unwrap().is_sound());
        (mended, export(&store).lines().map(str::to_owned).collect())
    }
}

#[test]
fn a_log_that_a_killed_program_left_is_taken_whole() {
    let (home, lines) = killed(6);
    assert!(std::fs::metadata(home.side("-wal")).unwrap().len() > 20_000);
    assert_eq!(export(&home.open()).lines().collect::<Vec<_>>(), lines);
}

#[test]
fn a_flipped_bit_costs_its_own_event_at_most() {
    let (_, lines) = killed(12);
    for with_index in [true, false] {
        // The header, that of the first frame, its page, and further on.
        for at in [0, 10, 18, 27, 33, 36, 41, 50, 700, 2_900, 9_000, 15_777] {
            let (home, _) = killed(12);
            if !with_index {
                std::fs::remove_file(home.side("-shm")).unwrap();
            }
            home.harm(|bytes| bytes[at] ^= 4);
            // Without the size of a page there is nothing to go by.
            if !with_index && (8..12).contains(&at) {
                continue;
            }
            let (mended, after) = home.mended();
            let lost = lines.iter().filter(|line| !after.contains(line)).count();
            let said: usize = mended.missing.iter().map(|(_, numbers)| numbers.len()).sum();
            assert!(lost <= 1 && said == lost, "{at}: {lost} lost, {said} said");
            assert!(!mended.is_cut, "{at}");
        }
    }
}

/// Bits anywhere and cuts anywhere, with and without the index.
#[test]
fn whatever_is_harmed_nothing_is_lost_in_silence() {
    let (killed, lines) = killed(20);
    let length = std::fs::metadata(killed.side("-wal")).unwrap().len();
    for seed in 0..100 {
        let mut chance = StdRng::seed_from_u64(seed);
        let home = Home::quick();
        std::fs::create_dir_all(home.path().parent().unwrap()).unwrap();
        for end in ["", "-wal", "-shm"] {
            std::fs::copy(killed.side(end), home.side(end)).unwrap();
        }
        let is_cut = chance.random_bool(0.3);
        let at = chance.random_range(40..length as usize);
        home.harm(
            |bytes| if is_cut { bytes.truncate(at) } else { bytes[at] ^= 1 << chance.random_range(0..8) },
        );
        // Without the index a cut log is as one that was never longer.
        let has_index = is_cut || chance.random_bool(0.7);
        if !has_index {
            std::fs::remove_file(home.side("-shm")).unwrap();
        }
        if Store::open(&home.path(), Uuid::nil()).is_ok() {
            let after = export(&home.open()).lines().count();
            assert!(!has_index && after + 1 >= lines.len() || after == lines.len(), "case {seed}: {after}");
            continue;
        }
        let (mended, after) = home.mended();
        let lost = lines.iter().filter(|line| !after.contains(line)).count();
        let said: usize = mended.missing.iter().map(|(_, numbers)| numbers.len()).sum();
        assert!(mended.is_cut == is_cut && said <= lost, "case {seed}: {lost} lost, {said} said");
        assert!(is_cut || lost <= 1 && said == lost, "case {seed}: {lost} lost, {said} said");
    }
}

#[test]
fn what_was_cut_off_or_deleted_is_missed() {
    let (_, lines) = killed(12);
    let half = |home: &Home| home.harm(|bytes| bytes.truncate(bytes.len() / 2));
    let none = |home: &Home| home.harm(Vec::clear);
    let gone = |home: &Home| std::fs::remove_file(home.side("-wal")).unwrap();
    for (name, harm) in [("half", &half as &dyn Fn(&Home)), ("none", &none), ("gone", &gone)] {
        let (home, _) = killed(12);
        harm(&home);
        let (mended, after) = home.mended();
        assert!(mended.is_cut && mended.is_loss(), "{name}");
        assert!(after.len() < lines.len() && after.iter().all(|line| lines.contains(line)), "{name}");
        assert!((after.len() > 3) == (name == "half"), "{name}: {}", after.len());
    }
}

#[test]
fn a_transaction_that_a_power_cut_has_torn_is_no_damage() {
    let (home, lines) = killed(6);
    std::fs::remove_file(home.side("-shm")).unwrap();
    home.harm(|bytes| bytes.truncate(bytes.len() - 3_000));
    assert_eq!(export(&home.open()).lines().collect::<Vec<_>>(), lines[..6]);
    // Its end may be on disk and its beginning not.
    let (home, lines) = killed(6);
    std::fs::remove_file(home.side("-shm")).unwrap();
    home.harm(|bytes| {
        let at = bytes.len() - 3_000;
        bytes[at] ^= 4;
    });
    assert_eq!(export(&home.open()).lines().collect::<Vec<_>>(), lines[..6]);
}

#[test]
fn a_log_whose_file_is_gone_or_empty_is_not_deleted() {
    for with_backup in [true, false] {
        for is_gone in [true, false] {
            let (home, lines) = killed(12);
            if with_backup {
                let backups = home.path().with_file_name("backups");
                std::fs::create_dir(&backups).unwrap();
                std::fs::copy(home.path(), backups.join("2026-11-23-1.db")).unwrap();
            }
            std::fs::remove_file(home.path()).unwrap();
            if !is_gone {
                std::fs::write(home.path(), "").unwrap();
            }
            let (mended, after) = home.mended();
            assert!(mended.is_cut);
            assert!(after == lines || !with_backup && after == lines[1..], "{with_backup} {is_gone}");
        }
    }
}

#[test]
fn a_log_that_others_write_meanwhile_is_whole() {
    let home = Home::quick();
    drop(home.open());
    std::thread::scope(|scope| {
        let path = home.path();
        let writer = scope.spawn(move || {
            let mut store = Store::open(&path, Uuid::nil()).unwrap();
            for n in 0..400 {
                store.append(&[answer(n, &format!("q{}", n % 50), Rating::Good)]).unwrap();
            }
        });
        while !writer.is_finished() {
            super::super::wal::refuse_broken(&home.path()).unwrap();
        }
    });
}
