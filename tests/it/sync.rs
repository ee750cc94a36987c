//! Devices that share a folder come to the same log, whatever the service that copies the files does to them.

use std::path::{Path, PathBuf};

use expect_test::expect;
use tempfile::TempDir;

use super::log::{Device, three};
use super::run::{Ran, shiken};

fn sync(device: &Device, folder: &Path) -> Ran {
    device.run(["sync", folder.to_str().unwrap()]).run()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    all.sort();
    all
}

fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    files(folder).into_iter().map(|path| (path.clone(), std::fs::read(path).unwrap())).collect()
}

fn equal(devices: &[Device]) {
    for device in devices {
        assert_eq!(device.exported(), devices[0].exported());
        assert_eq!(device.derived(), devices[0].derived());
    }
}

#[test]
fn three_devices_come_to_the_same_and_write_only_files_of_their_own() {
    let devices = three();
    let folder = TempDir::new().unwrap();
    let said = |ran: Ran| ran.output().split_once(": ").unwrap().1.to_owned();
    expect!["8 events shared, 0 events new, 0 known already\n"]
        .assert_eq(&said(sync(&devices[0], folder.path())));
    let first = contents(folder.path());
    assert_eq!(first.len(), 1, "all of it in November");
    expect![[r#"
        5 events shared, 8 events new, 0 known already
    "#]]
    .assert_eq(&said(sync(&devices[1], folder.path())));
    let both = contents(folder.path());
    assert!(both.len() == 2 && both.contains(&first[0]), "the file of another is left alone");
    // From now on the folder is known.
    for device in &devices[..2] {
        device.run(["sync"]).run();
    }
    sync(&devices[2], folder.path());
    equal(&devices);
    assert_eq!(contents(folder.path()), both, "nothing new, nothing written");
    devices[2].study("2026-12-02", "basic act\n2014\n13\n");
    for device in [2, 0, 1] {
        devices[device].run(["sync"]).run();
    }
    equal(&devices);
    assert_eq!(files(folder.path()).len(), 3, "a device and a month more");
}

#[test]
fn copies_halves_and_lost_files_are_just_more_events() {
    let devices = three();
    let folder = TempDir::new().unwrap();
    for device in &devices[..2] {
        sync(device, folder.path());
    }
    let [one, two] = [0, 1].map(|n| files(folder.path())[n].clone());
    let name = one.file_name().unwrap().to_str().unwrap().to_owned();
    std::fs::copy(&one, folder.path().join(name.replace(".jsonl", " (conflicted copy).jsonl"))).unwrap();
    std::fs::write(folder.path().join("notes.txt"), "mine").unwrap();
    std::fs::create_dir(folder.path().join("shiken-folder.jsonl")).unwrap();
    std::fs::remove_file(&one).unwrap();
    // Half of the other file has arrived.
    let whole = std::fs::read(&two).unwrap();
    std::fs::write(&two, &whole[..whole.len() - 100]).unwrap();
    std::fs::write(folder.path().join(format!(".syncthing.{name}.tmp")), &whole[..300]).unwrap();
    let ran = sync(&devices[2], folder.path());
    let half = two.file_name().unwrap().to_str().unwrap().to_owned();
    let place = folder.path().to_str().unwrap().to_owned();
    let ran = ran.stderr_is(|said| {
        let rest = "the next sync reads the rest; if nothing writes it any more, delete it";
        assert_eq!(said, format!("note: {place}/{half} is not whole yet; {rest}\n"));
    });
    assert!(ran.output().contains(": 0 events shared, 12 events new"), "{}", ran.output());
    std::fs::write(&two, whole).unwrap();
    devices.iter().for_each(|device| drop(sync(device, folder.path())));
    devices.iter().for_each(|device| drop(sync(device, folder.path())));
    equal(&devices);
}

#[test]
fn a_restored_or_damaged_file_is_filled_up_again() {
    let devices = three();
    let folder = TempDir::new().unwrap();
    devices[..2].iter().for_each(|device| drop(sync(device, folder.path())));
    sync(&devices[0], folder.path());
    // A service brought back an old version of the own file: a hole in the middle, and a torn end.
    let all = contents(folder.path());
    for (path, bytes) in &all {
        let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
        let holed = [lines[0], &lines[2..].concat(), &lines[1][..50]].concat();
        std::fs::write(path, holed).unwrap();
    }
    let ran =
        sync(&devices[0], folder.path()).stderr_is(|said| assert_eq!(said.lines().count(), 2, "{said}"));
    assert!(ran.output().contains(": 2 events shared, 0 events new"), "{}", ran.output());
    drop(sync(&devices[1], folder.path()).stderr_is(|_| ()));
    equal(&devices[..2]);
    let damaged = folder.path().join("shiken-x.jsonl");
    std::fs::write(&damaged, "<<<<<<< HEAD\n").unwrap();
    let ran = sync(&devices[1], folder.path()).status(1);
    drop(ran.stderr_is(|said| assert!(said.contains("shiken-x.jsonl:1: left out"), "{said}")));
}

#[test]
fn a_flipped_digit_in_the_folder_reaches_nobody() {
    let devices = three();
    let folder = TempDir::new().unwrap();
    sync(&devices[0], folder.path());
    let file = files(folder.path()).swap_remove(0);
    let whole = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, whole.replacen("\"sequence\":1,", "\"sequence\":9,", 1)).unwrap();
    let ran = sync(&devices[2], folder.path()).status(1);
    drop(ran.stderr_is(|said| {
        assert!(said.contains(":1: left out: the event is not as it was written"), "{said}")
    }));
    assert_eq!(devices[2].events(), 7);
    // The device that has the event writes it again.
    let ran = sync(&devices[0], folder.path()).status(1).stderr_is(|_| ());
    assert!(ran.output().contains(": 1 event shared, 0 events new"), "{}", ran.output());
    drop(sync(&devices[2], folder.path()).status(1).stderr_is(|_| ()));
    let [one, _, three] = devices;
    equal(&[one, three]);
}

#[test]
fn the_folder_must_be_there_and_belongs_to_one_person() {
    let [one, two, _] = three();
    one.run(["sync"]).run().status(2).stderr(expect![[r#"
        error: no folder is remembered yet
          help: name one that your devices share, as in `shiken sync ~/Sync/shiken`
    "#]]);
    one.run(["sync", "no/such"]).run().status(1).stderr(expect![[r#"
        error: cannot use $PLACE/no/such: there is no such file or folder
          help: make the folder first, or see that the disk or service it belongs to is there
    "#]]);
    one.run(["sync", "demo.toml"]).run().status(2).stderr(expect![[r#"
        error: $PLACE/demo.toml is no folder
    "#]]);
    std::fs::create_dir(two.path("shared")).unwrap();
    two.run(["user", "add", "Bo"]).seed(77).run();
    two.run(["sync", "shared"]).run().stdout(expect![[r#"
        $PLACE/shared: 5 events shared, 0 events new, 0 known already
    "#]]);
    let other = shiken(["--user", "Bo", "sync", "shared"]).home(two.home.path());
    other.run().status(1).stderr(expect![[r#"
        error: $PLACE/shared is the folder of default: two people's answers would become one log
          help: use a folder of its own for each
    "#]]);
    two.run(["sync", "--forget"]).run().stdout(expect![[r#"
        forgot $PLACE/shared; its files stay
    "#]]);
    two.run(["sync"]).run().status(2).stderr(expect![[r#"
        error: no folder is remembered yet
          help: name one that your devices share, as in `shiken sync ~/Sync/shiken`
    "#]]);
}
