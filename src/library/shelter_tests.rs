//! Tests of the library folder.

use super::*;

fn deck(files: &[(&str, &str)]) -> Fetched {
    let chapters = files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
    Fetched { chapters, folder: None, commit: None }
}

fn put(shelter: &Shelter, name: &str, fetched: &Fetched) -> Result<PathBuf> {
    shelter.put(name, fetched, fetched.entry(name, &Origin::Path("/x".into())))
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_deck_is_put_replaced_and_removed_whole() {
    let home = tempfile::tempdir().unwrap();
    let shelter = Shelter::new(home.path().join("decks"));
    let first = deck(&[("deck.toml", "1"), ("a.toml", "2")]);
    let place = put(&shelter, "jp", &first).unwrap();
    assert_eq!(names(&place), ["a.toml", "deck.toml"]);
    assert_eq!(shelter.digest("jp").unwrap(), Some(digest(&first.chapters)));
    let second = deck(&[("deck.toml", "1"), ("b.toml", "2")]);
    put(&shelter, "jp", &second).unwrap();
    assert_eq!(names(&place), ["b.toml", "deck.toml"]);
    assert_eq!(names(&home.path().join("decks")), [".lock", "decks.lock", "jp"]);
    assert_eq!(shelter.lock().unwrap().deck["jp"].sha256, digest(&second.chapters));
    shelter.remove("jp").unwrap();
    assert_eq!(names(&home.path().join("decks")), [".lock", "decks.lock"]);
    assert!(shelter.lock().unwrap().deck.is_empty());
    assert_eq!(shelter.digest("jp").unwrap(), None);
}

#[test]
fn what_a_kill_left_is_mended() {
    let home = tempfile::tempdir().unwrap();
    let shelter = Shelter::new(home.path().to_owned());
    for name in [".old-gone", ".old-jp", "jp", ".new-half"] {
        fs::create_dir(home.path().join(name)).unwrap();
    }
    File::create(home.path().join(".new-decks.lock")).unwrap();
    drop(shelter.enter().unwrap());
    assert_eq!(names(home.path()), [".lock", "gone", "jp"]);
}

#[test]
fn killed_twice_on_the_way_a_deck_was_still_edited_by_nobody() {
    let home = tempfile::tempdir().unwrap();
    let shelter = Shelter::new(home.path().join("decks"));
    let versions = ["one", "two", "three", "four"].map(|text| deck(&[("deck.toml", text)]));
    put(&shelter, "d", &versions[0]).unwrap();
    let coming =
        |nth: usize| shelter.announce("d", &versions[nth].entry("d", &Origin::Path("p".into()))).unwrap();
    // One kill behind the exchange, and two before it.
    coming(1);
    File::create(shelter.place("d").join("deck.toml")).unwrap().write_all(b"two").unwrap();
    coming(2);
    coming(3);
    let entry = shelter.lock().unwrap().deck.remove("d").unwrap();
    assert!(entry.holds(&shelter.digest("d").unwrap().unwrap()), "{entry:?}");
    put(&shelter, "d", &versions[3]).unwrap();
    assert!(!shelter.lock().unwrap().deck["d"].holds(&digest(&versions[1].chapters)));
}

#[test]
fn two_folders_change_places_by_two_renames_too() {
    let home = tempfile::tempdir().unwrap();
    let shelter = Shelter::new(home.path().to_owned());
    let (stage, place) = (shelter.stage("jp"), shelter.place("jp"));
    write(&stage, &deck(&[("deck.toml", "new")]).chapters).unwrap();
    write(&place, &deck(&[("deck.toml", "old")]).chapters).unwrap();
    shelter.exchange(&stage, &place).unwrap();
    assert_eq!(plain_chapters(&place).unwrap()[0].1, b"new");
}

#[test]
fn no_name_leads_out_of_its_folder() {
    let home = tempfile::tempdir().unwrap();
    let shelter = Shelter::new(home.path().join("decks"));
    for name in ["../x.toml", "a/b.toml", "a\\b.toml", ".toml", ".x.toml", "c:x.toml", "x.sh", "a\n.toml"] {
        let error = put(&shelter, "jp", &deck(&[("deck.toml", ""), (name, "")])).unwrap_err();
        assert!(error.what.contains("cannot be kept"), "{name}: {error}");
        assert!(!shelter.place("jp").exists());
    }
    assert_eq!(shelter.place("../../etc"), home.path().join("decks/etc"));
    assert_eq!(names(home.path()), ["decks"]);
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    let home = tempfile::tempdir().unwrap();
    let (deck, secret) = (home.path().join("deck"), home.path().join("secret"));
    fs::create_dir(&deck).unwrap();
    File::create(deck.join("deck.toml")).unwrap();
    File::create(&secret).unwrap();
    std::os::unix::fs::symlink(&secret, deck.join("a.toml")).unwrap();
    let shelter = Shelter::new(home.path().join("decks"));
    let origin = Origin::Path(deck.to_string_lossy().into_owned());
    let error = shelter.fetch(&origin, None).unwrap_err();
    assert!(error.what.contains("a.toml is a link"), "{error}");
}
