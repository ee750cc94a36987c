#![expect(clippy::disallowed_methods, reason = "what others do to files is done here by hand")]

use super::*;

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn names(registry: &Registry) -> Vec<String> {
    let star = |user: &User| format!("{}{}", user.name.raw(), if user.is_default { "*" } else { "" });
    registry.list().unwrap().iter().map(star).collect()
}

#[test]
fn the_first_use_makes_a_user_without_questions() {
    let home = tempfile::tempdir().unwrap();
    let registry = Registry::open(home.path()).unwrap();
    let user = registry.resolve(None, id(1)).unwrap();
    assert_eq!(user, User { id: id(1), name: "default".into(), is_default: true });
    assert_eq!(registry.resolve(None, id(2)).unwrap(), user);
    assert_eq!(registry.resolve(Some(&"Default".into()), id(2)).unwrap(), user);
}

#[test]
fn users_come_change_and_go_and_nothing_is_lost() {
    let home = tempfile::tempdir().unwrap();
    let registry = Registry::open(home.path()).unwrap();
    registry.add(&" Ada ".into(), id(1)).unwrap();
    registry.add(&"../../Émile".into(), id(2)).unwrap();
    assert_eq!(names(&registry), ["../../Émile", "Ada*"]);
    assert_eq!(registry.add(&"ADA".into(), id(3)).unwrap_err().what, "there is a user Ada");
    registry.rename(&"ada".into(), &"ADA".into()).unwrap();
    assert_eq!(
        registry.rename(&"ada".into(), &"../../émile".into()).unwrap_err().what,
        "there is a user ../../Émile"
    );
    registry.set_default(&"../../émile".into()).unwrap();
    assert_eq!(names(&registry), ["../../Émile*", "ADA"]);

    let emile = registry.resolve(None, id(9)).unwrap();
    let file = registry.progress_file(&emile).unwrap();
    assert_eq!(file, home.path().join("users").join(id(2).to_string()).join("progress.db"));
    std::fs::write(&file, "kept").unwrap();
    let away = registry.remove(&"../../émile".into(), Timestamp(77)).unwrap().unwrap();
    assert_eq!(away.file_name().unwrap().to_str().unwrap(), format!("removed-{}-77", id(2)));
    assert_eq!(std::fs::read_to_string(away.join("progress.db")).unwrap(), "kept");
    assert_eq!(names(&registry), ["ADA*"]);
    assert_eq!(registry.remove(&"ada".into(), Timestamp(78)).unwrap(), None);
    assert_eq!(registry.resolve(None, id(5)).unwrap().id, id(5));
}

#[test]
fn a_name_that_is_none_is_refused_and_a_wrong_one_is_guessed() {
    let home = tempfile::tempdir().unwrap();
    let registry = Registry::open(home.path()).unwrap();
    registry.add(&"Ada".into(), id(1)).unwrap();
    for bad in ["", "  ", "a\x1b[2J", "a\nb", "\u{202e}a", &"x".repeat(81)] {
        assert!(registry.add(&bad.into(), id(2)).is_err(), "{bad:?}");
    }
    let error = registry.resolve(Some(&"Adda".into()), id(2)).unwrap_err();
    assert_eq!(error.to_string(), "there is no user Adda\n  help: did you mean Ada?");
    assert_eq!(error.exit, crate::error::Exit::Usage);
}

#[test]
fn a_damaged_list_is_not_overwritten() {
    let home = tempfile::tempdir().unwrap();
    let registry = Registry::open(home.path()).unwrap();
    for bad in ["{", "{\"format\":9,\"default\":null,\"users\":[]}"] {
        std::fs::write(registry.file(), bad).unwrap();
        assert!(registry.add(&"x".into(), id(1)).is_err());
        assert!(registry.resolve(None, id(1)).is_err());
        assert_eq!(std::fs::read_to_string(registry.file()).unwrap(), bad);
    }
}

#[test]
fn many_at_once_lose_nobody() {
    let home = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        for n in 0..8_u128 {
            let home = home.path();
            scope.spawn(move || {
                let registry = Registry::open(home).unwrap();
                registry.resolve(None, id(100 + n)).unwrap();
                registry.add(&format!("user {n}").into(), id(n)).unwrap();
            });
        }
    });
    assert_eq!(Registry::open(home.path()).unwrap().list().unwrap().len(), 9, "eight and one default");
}

#[cfg(unix)]
#[test]
fn only_the_user_may_enter() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().unwrap();
    let registry = Registry::open(&home.path().join("deep/own")).unwrap();
    let user = registry.resolve(None, id(1)).unwrap();
    let file = registry.progress_file(&user).unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(registry.file().as_path()), 0o600);
    assert_eq!(mode(file.parent().unwrap()), 0o700);
    assert_eq!(mode(home.path().join("deep/own/users").as_path()), 0o700);
    assert_eq!(mode(home.path().join("deep/own").as_path()), 0o700);
}
