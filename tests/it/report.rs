//! `shiken report` writes one page, whole or not at all, and over nothing that is not an earlier report.

use std::fs;
use std::path::Path;

use expect_test::expect;
use tempfile::TempDir;

use super::run::{Ran, shiken};

const DECK: &str = "format = 1\n[deck]\nid = \"demo\"\ntitle = \"Demo <b>\"\n[[question]]\nid = \"q\"\n\
     prompt = \"Which <script>?\"\nanswer = \"this\"\ntags = [\"<i>\"]\n";

fn report<const N: usize>(home: &Path, args: [&str; N]) -> Ran {
    shiken(args).home(home).file("demo.toml", DECK).run()
}

#[test]
fn a_report_is_written_and_written_again() {
    let home = TempDir::new().unwrap();
    let study = shiken(["study", "demo.toml"]).home(home.path()).file("demo.toml", DECK);
    study.stdin("this\n").run().status(0);
    for _ in 0..2 {
        report(home.path(), ["report", "--html", "r.html", "--deck", "demo.toml"]).stdout(expect![[r#"
            r.html: 8 of 19 pictures
        "#]]);
    }
    let page = fs::read_to_string(home.path().join("r.html")).unwrap();
    assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"en\">") && page.ends_with("</html>\n"));
    assert!(page.contains("<h1>Progress: Demo &lt;b&gt;</h1>") && page.contains("&lt;i&gt;"));
    assert!(!page.contains("<script") && !page.contains("<b>") && !page.contains("<i>"));
    let levels: Vec<u32> =
        page.split("<h").skip(1).filter_map(|rest| rest.chars().next()?.to_digit(10)).collect();
    assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1);
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{levels:?}");
    let left: Vec<_> = fs::read_dir(home.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().ends_with(".new")), "{left:?}");
}

#[test]
fn nothing_else_is_written_over() {
    let home = TempDir::new().unwrap();
    fs::write(home.path().join("mine.html"), "<p>mine</p>").unwrap();
    fs::create_dir(home.path().join("folder")).unwrap();
    report(home.path(), ["report", "--html", "mine.html"]).status(2).stderr(expect![[r#"
        error: mine.html is there and is no such page
          help: name another file, or write over it with --force
    "#]]);
    assert_eq!(fs::read_to_string(home.path().join("mine.html")).unwrap(), "<p>mine</p>");
    report(home.path(), ["report", "--html", "folder"]).status(2).stderr(expect![[r#"
        error: folder is a folder
          help: name a file, such as report.html
    "#]]);
    report(home.path(), ["report", "--html", "missing/r.html"]).status(1).stderr(expect![[r#"
        error: cannot write missing/r.html: there is no such file or folder
    "#]]);
    report(
        home.path(),
        ["report", "--html", "mine.html", "--force", "--tag", "<i>", "--deck", "demo.toml", "--since", "7d"],
    )
    .status(0);
    let page = fs::read_to_string(home.path().join("mine.html")).unwrap();
    assert!(page.contains("Only questions tagged &lt;i&gt;. Only answers since 2026-11-17"));
}
