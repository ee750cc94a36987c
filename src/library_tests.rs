use super::*;

const HEAD: &str = "format = 1\n[deck]\nid = \"d\"\ntitle = \"The Deck\"\n";

fn question(id: &str) -> String {
    format!("[[question]]\nid = \"{id}\"\nprompt = \"?\"\nanswer = \"x\"\n")
}

fn write(folder: &Path, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
    use std::io::Write as _;
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    File::create(&path).unwrap().write_all(text.as_ref()).unwrap();
    path
}

#[test]
fn a_folder_is_a_deck_with_its_chapters_by_name() {
    let home = tempfile::tempdir().unwrap();
    write(home.path(), "d/deck.toml", HEAD);
    write(home.path(), "d/2.toml", question("two"));
    write(home.path(), "d/1.toml", question("one"));
    write(home.path(), "d/.hidden.toml", "nonsense");
    write(home.path(), "d/notes.md", "nonsense");
    let loaded = load(&home.path().join("d")).unwrap();
    let ids: Vec<&str> = loaded.parsed.deck.questions.iter().map(|question| &*question.id).collect();
    assert_eq!(ids, ["one", "two"]);
    assert_eq!(load(&home.path().join("d/deck.toml")).unwrap().files.len(), 3);
    let error = load(&home.path().join("d/1.toml")).unwrap_err();
    assert!(error.what.ends_with("1.toml is a chapter, not a deck"), "{error}");
    assert!(loaded.parsed.diagnostics.is_empty());
}

#[test]
fn a_chapter_that_cannot_be_read_leaves_the_others() {
    let home = tempfile::tempdir().unwrap();
    write(home.path(), "deck.toml", HEAD);
    write(
        home.path(),
        "1.toml",
        [b"[[question]]\nid = \"bad\"\nprompt = \"\xff\"\n", question("one").as_bytes()].concat(),
    );
    std::os::unix::fs::symlink("/nowhere", home.path().join("2.toml")).unwrap();
    write(home.path(), "3.toml", question("three"));
    let loaded = load(home.path()).unwrap();
    let found: Vec<_> = loaded.parsed.diagnostics.iter().map(|d| (d.code.id, d.span.file)).collect();
    assert_eq!(found, [("E001", 1), ("E006", 2)]);
    assert_eq!(loaded.parsed.deck.questions.len(), 2);
}

#[test]
fn a_missing_path_names_the_nearest() {
    let home = tempfile::tempdir().unwrap();
    write(home.path(), "cyber.toml", HEAD);
    let error = load(&home.path().join("cybr.toml")).unwrap_err();
    assert!(error.help.unwrap().ends_with("cyber.toml?"));
    let error = load(home.path()).unwrap_err();
    assert!(error.what.starts_with("there is no deck.toml in"));
    assert!(error.help.unwrap().contains("cyber.toml"));
}

#[test]
fn decks_are_found_by_root_and_named_by_id() {
    let home = tempfile::tempdir().unwrap();
    write(home.path(), "a/deck.toml", HEAD);
    write(home.path(), "b.toml", question("one"));
    write(home.path(), "Cargo.toml", "[package]\nname = \"x\"\n");
    let roots = [home.path().to_owned(), home.path().join("nowhere")];
    let found = find(&roots);
    let names: Vec<_> =
        found.iter().map(|found| found.path.strip_prefix(home.path()).unwrap().to_owned()).collect();
    assert_eq!(names, [Path::new("a"), Path::new("b.toml")]);
    assert_eq!(found[0].title.as_ref().unwrap().raw(), "The Deck");
    assert_eq!(resolve("d", &roots).unwrap(), home.path().join("a"));
    assert_eq!(resolve("b", &roots).unwrap(), home.path().join("b.toml"));
    assert!(resolve("zzz", &roots).unwrap_err().help.unwrap().contains("d"));
}

#[test]
fn a_file_of_gigabytes_is_not_read() {
    let home = tempfile::tempdir().unwrap();
    write(home.path(), "deck.toml", HEAD.to_owned() + &question("one"));
    File::create(home.path().join("1.toml")).unwrap().set_len(MAX_FILE_BYTES + 1).unwrap();
    let loaded = load(home.path()).unwrap();
    assert_eq!(loaded.parsed.diagnostics[0].code, codes::TOO_LARGE);
    assert_eq!(loaded.parsed.deck.questions.len(), 1);
}

#[test]
fn what_is_no_file_is_refused() {
    assert!(load(Path::new("/dev/null")).unwrap_err().what.contains("it is not a file"));
}

#[test]
fn a_question_read_alone_is_the_same_as_among_all() {
    let files = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("decks/japan-cyber-defence")).unwrap().files;
    let deck = crate::deck::parse(&files).deck;
    let index = crate::deck::Index::of(&deck);
    for (question, brief) in deck.questions.iter().zip(&index.questions) {
        assert_eq!(crate::deck::one(&files, &index, brief).as_ref(), Some(question), "{}", brief.id);
    }
}
