//! `shiken fmt`: what it writes, what it leaves, and that the deck of this repository is laid out.

use std::fs;

use expect_test::expect;
use tempfile::TempDir;

use crate::run::shiken;

const DECK: &str = "format=1\n[deck]\nid = \"d\"  \ntitle = \"D\" # mine\n[[question]]\nid=\"q\"\nprompt=\"?\"\nanswer = \"x\"\n";

#[test]
fn the_decks_of_this_repository_are_laid_out() {
    let decks = concat!(env!("CARGO_MANIFEST_DIR"), "/decks");
    shiken(["fmt", "--check", decks]).run().stdout(expect![""]).stderr(expect![[r#"
        nothing to lay out, 10 files as they should be
    "#]]);
}

#[test]
fn a_file_is_laid_out_once_and_check_writes_nothing() {
    let home = TempDir::new().unwrap();
    let check = shiken(["fmt", "--check", "d.toml"]).home(home.path()).file("d.toml", DECK).run();
    check
        .status(1)
        .stdout(expect![[r#"
            --- d.toml
            +++ d.toml
            @@ -1,8 +1,10 @@
            -format=1
            +format = 1
            +
             [deck]
            -id = "d"  
            -title = "D" # mine
            +id = "d"
            +title = "D"  # mine
            +
             [[question]]
            -id="q"
            -prompt="?"
            +id = "q"
            +prompt = "?"
             answer = "x"
        "#]])
        .stderr(expect![[r#"
            1 file to be laid out, 0 files as they should be
        "#]]);
    assert_eq!(fs::read_to_string(home.path().join("d.toml")).unwrap(), DECK);
    shiken(["fmt", "d.toml"]).home(home.path()).run().stdout(expect!["d.toml\n"]).stderr(expect![[r#"
        1 file laid out, 0 files as they should be
    "#]]);
    shiken(["fmt", "d.toml"]).home(home.path()).run().stdout(expect![""]).stderr(expect![[r#"
        nothing to lay out, 1 file as it should be
    "#]]);
}

#[test]
fn a_file_with_mistakes_stays_as_it_is_and_the_others_do_not() {
    let home = TempDir::new().unwrap();
    let broken = "[[question]]\nid=\"q\nid = 2\n";
    let run = shiken(["fmt", "f"]).home(home.path());
    let run =
        run.file("f/deck.toml", DECK).file("f/a.toml", broken).file("f/b.toml", "#\n#\n[[question]]\n").run();
    run.status(1)
        .stdout(expect![[r#"
            f/deck.toml
            error[E002]: this string is not closed on its line
             --> f/a.toml:2:6
              |
            2 | id="q
              |      ^
              |
              = help: end it with a quotation mark; a text of several lines stands between `"""` and `"""`

            error[E004]: `id` is written twice
             --> f/a.toml:3:1
              |
            3 | id = 2
              | ^^
              |
             ::: f/a.toml:2:1
              |
            2 | id="q
              | -- first written here

        "#]])
        .stderr(expect![[r#"
            1 file laid out, 1 file as it should be; 1 file with mistakes is left as it is
        "#]]);
    assert_eq!(fs::read_to_string(home.path().join("f/a.toml")).unwrap(), broken);
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read_is_said_and_left() {
    let home = TempDir::new().unwrap();
    fs::create_dir(home.path().join("f")).unwrap();
    std::os::unix::fs::symlink("nowhere", home.path().join("f/a.toml")).unwrap();
    let run = shiken(["fmt", "--check", "f"]).home(home.path());
    run.file("f/deck.toml", "format = 1\n")
        .run()
        .status(1)
        .stdout(expect![[r#"
        error[E006]: this file cannot be read: No such file or directory (os error 2)
         --> f/a.toml:1:1
          |
        1 |
          | ^

    "#]])
        .stderr(expect![[r#"
        nothing to lay out, 1 file as it should be; 1 file with mistakes is left as it is
    "#]]);
}

#[cfg(unix)]
#[test]
fn rights_and_links_are_kept() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let home = TempDir::new().unwrap();
    fs::write(home.path().join("real.toml"), DECK).unwrap();
    fs::set_permissions(home.path().join("real.toml"), fs::Permissions::from_mode(0o640)).unwrap();
    symlink("real.toml", home.path().join("link.toml")).unwrap();
    let run = shiken(["fmt", "link.toml"]).home(home.path()).run();
    run.stdout(expect!["link.toml\n"]).stderr(expect![[r#"
        1 file laid out, 0 files as they should be
    "#]]);
    assert!(home.path().join("link.toml").is_symlink());
    let real = fs::metadata(home.path().join("real.toml")).unwrap();
    assert_eq!(real.permissions().mode() & 0o777, 0o640);
    assert!(fs::read_to_string(home.path().join("real.toml")).unwrap().starts_with("format = 1\n"));
    let names = fs::read_dir(home.path()).unwrap().count();
    assert_eq!(names, 2, "nothing is left over");
}

#[test]
fn an_editor_hands_over_a_text_and_gets_one() {
    shiken(["fmt", "-"]).stdin("a=1\r\n").run().stdout(expect!["a = 1\n"]);
    shiken(["fmt", "-"]).stdin("a=\n").run().status(1).stdout(expect![""]).stderr(expect![[r#"
        error[E002]: a key without a value
         --> stdin:1:3
          |
        1 | a=
          |   ^
          |
          = help: write `key = value`
    "#]]);
    shiken(["fmt", "--check", "-"]).stdin("a = 1\n").run().stdout(expect![""]);
    shiken(["fmt", "-", "d.toml"]).run().status(2).stderr(expect![[r#"
        error: `-`, the standard input, stands alone
          help: lay out files in a run of their own
    "#]]);
}
