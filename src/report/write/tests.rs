//! Reports and files put in place in folders that hold other things too.

use super::*;

fn artifact(path: &str, text: &str) -> Artifact {
    Artifact { path: path.into(), bytes: text.as_bytes().to_vec() }
}

#[test]
fn a_report_is_replaced_whole_and_own_files_are_kept() {
    let out = tempfile::tempdir().unwrap();
    let foreign = replace(out.path(), "p", &[artifact("brief.md", "one"), artifact("charts/a.png", "x")]).unwrap();
    assert_eq!(foreign, Replaced::default());
    fs::write(out.path().join("p/my notes.txt"), "mine").unwrap();
    let foreign = replace(out.path(), "p", &[artifact("brief.md", "two")]).unwrap();
    assert_eq!(foreign, Replaced { kept: vec!["my notes.txt".to_owned()], left: None });
    assert_eq!(fs::read_to_string(out.path().join("p/brief.md")).unwrap(), "two");
    assert_eq!(fs::read_to_string(out.path().join("p/my notes.txt")).unwrap(), "mine");
    assert!(!out.path().join("p/charts/a.png").exists());
    let left: Vec<_> = fs::read_dir(out.path()).unwrap().flatten().map(|e| e.file_name()).collect();
    assert_eq!(left, ["p"]);
}

#[test]
fn a_report_steps_aside_where_nothing_can_be_exchanged() {
    let out = tempfile::tempdir().unwrap();
    let (fresh, target) = (out.path().join(".winwin-x"), out.path().join("p"));
    for (folder, text) in [(&fresh, "new"), (&target, "old")] {
        fs::create_dir(folder).unwrap();
        fs::write(folder.join("brief.md"), text).unwrap();
    }
    swap::step_aside(&fresh, &target, &|_| true).unwrap();
    assert_eq!(fs::read_to_string(target.join("brief.md")).unwrap(), "new");
    assert_eq!(fs::read_dir(out.path()).unwrap().count(), 1);
    // The new one is not there: the old one comes back.
    swap::step_aside(&fresh, &target, &|_| true).unwrap_err();
    assert_eq!(fs::read_to_string(target.join("brief.md")).unwrap(), "new");
}

#[test]
fn a_report_that_had_stepped_aside_comes_back() {
    let out = tempfile::tempdir().unwrap();
    let target = out.path().join("答谢会 1");
    let aside = staged::aside(&target);
    fs::create_dir(&aside).unwrap();
    fs::write(aside.join("brief.md"), "old").unwrap();
    // The run was killed before the new one had moved in.
    drop(hold(out.path(), || {}).unwrap());
    assert_eq!(fs::read_to_string(target.join("brief.md")).unwrap(), "old");
    assert!(!aside.exists());
    // It was killed after that: the new one stays.
    fs::create_dir(&aside).unwrap();
    drop(hold(out.path(), || {}).unwrap());
    assert_eq!(fs::read_to_string(target.join("brief.md")).unwrap(), "old");
    assert_eq!(fs::read_dir(out.path()).unwrap().count(), 1);
}

#[test]
fn what_a_killed_run_left_goes_when_nobody_else_writes() {
    let out = tempfile::tempdir().unwrap();
    let path = out.path().join("reports");
    let first = hold(&path, || {}).unwrap();
    fs::create_dir_all(path.join(".winwin-staged-aB3xYz/charts")).unwrap();
    fs::create_dir(path.join(".winwin-my notes")).unwrap();
    if first.alone() {
        // Another run waits, so it does not take the staged folder of this one away.
        let other = fs::File::open(&path).unwrap();
        assert!(other.try_lock().is_err());
    }
    drop(first);
    let second = hold(&path, || {}).unwrap();
    assert_eq!(path.join(".winwin-staged-aB3xYz").exists(), !second.alone());
    assert!(path.join(".winwin-my notes").exists());
    // What staging makes is what is looked for.
    let staged = staged::Folder::new(&path).unwrap();
    assert!(staged::is_staged(staged.path().file_name().unwrap().to_str().unwrap()));
}

#[test]
fn files_go_in_together_or_not_at_all() {
    let out = tempfile::tempdir().unwrap();
    fs::write(out.path().join("a.md"), "old").unwrap();
    fs::create_dir(out.path().join("b.json")).unwrap();
    let both = [artifact("a.md", "new"), artifact("b.json", "{}")];
    assert!(matches!(together(out.path(), &both), Err(Message::CannotWrite { .. })));
    assert_eq!(fs::read_to_string(out.path().join("a.md")).unwrap(), "old");
    fs::remove_dir(out.path().join("b.json")).unwrap();
    together(out.path(), &both).unwrap();
    assert_eq!(fs::read_to_string(out.path().join("a.md")).unwrap(), "new");
    let mut left: Vec<_> = fs::read_dir(out.path()).unwrap().flatten().map(|e| e.file_name()).collect();
    left.sort();
    assert_eq!(left, ["a.md", "b.json"]);
}

#[test]
fn a_file_in_the_way_is_named() {
    let out = tempfile::tempdir().unwrap();
    fs::write(out.path().join("p"), "a file").unwrap();
    assert!(matches!(replace(out.path(), "p", &[]), Err(Message::CannotWrite { .. })));
    assert_eq!(fs::read_to_string(out.path().join("p")).unwrap(), "a file");
}

#[cfg(unix)]
#[test]
fn links_and_empty_folders_of_a_person_stay_as_they_are() {
    let out = tempfile::tempdir().unwrap();
    replace(out.path(), "p", &[artifact("charts/a.png", "x")]).unwrap();
    let at = |path: &str| out.path().join("p").join(path);
    std::fs::create_dir_all(at("empty/inner")).unwrap();
    std::fs::write(out.path().join("elsewhere"), "theirs").unwrap();
    std::os::unix::fs::symlink("../elsewhere", at("charts/link")).unwrap();
    std::os::unix::fs::symlink("nowhere", at("dangling")).unwrap();
    std::fs::write(at("notes"), "mine").unwrap();
    let before = fs::metadata(at("notes")).unwrap().modified().unwrap();
    let kept = replace(out.path(), "p", &[artifact("brief.md", "y")]).unwrap().kept;
    assert_eq!(kept, ["charts/link", "dangling", "empty/inner/", "notes"]);
    assert_eq!(fs::read_link(at("charts/link")).unwrap(), Path::new("../elsewhere"));
    assert_eq!(fs::read_link(at("dangling")).unwrap(), Path::new("nowhere"));
    assert!(at("empty/inner").is_dir() && !at("charts/a.png").exists());
    assert_eq!(fs::metadata(at("notes")).unwrap().modified().unwrap(), before, "the same file, not a copy");
    // Folders of ours go when nothing is left in them.
    fs::remove_file(at("charts/link")).unwrap();
    replace(out.path(), "p", &[artifact("charts/a.png", "x")]).unwrap();
    replace(out.path(), "p", &[artifact("brief.md", "y")]).unwrap();
    assert!(!at("charts").exists());
    // The report itself as a link: whose the folder behind it is, nobody knows.
    std::os::unix::fs::symlink("p", out.path().join("q")).unwrap();
    let refused = replace(out.path(), "q", &[artifact("brief.md", "z")]).unwrap_err();
    assert!(matches!(refused, Message::CannotWrite { reason: Refusal::Link, .. }), "{refused:?}");
    assert_eq!(fs::read_to_string(at("brief.md")).unwrap(), "y");
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_no_text_are_kept_too() {
    use std::os::unix::ffi::OsStrExt;
    let out = tempfile::tempdir().unwrap();
    replace(out.path(), "p", &[]).unwrap();
    let name = std::ffi::OsStr::from_bytes(b"caf\xE9.txt");
    fs::write(out.path().join("p").join(name), "mine").unwrap();
    assert_eq!(replace(out.path(), "p", &[artifact("brief.md", "x")]).unwrap().kept, ["caf\u{fffd}.txt"]);
    assert_eq!(fs::read_to_string(out.path().join("p").join(name)).unwrap(), "mine");
}

#[test]
fn a_report_is_not_written_over_what_is_not_on_its_list() {
    let out = tempfile::tempdir().unwrap();
    fs::create_dir_all(out.path().join("p/charts")).unwrap();
    let refused = |artifacts: &[Artifact]| match replace(out.path(), "p", artifacts).unwrap_err() {
        Message::CannotWrite { path, reason: Refusal::NotOurs } => path.rsplit(['/', '\\']).next().unwrap().to_owned(),
        other => panic!("{other:?}"),
    };
    // A file, a folder where a file is to stand, a file where a folder is to stand.
    fs::write(out.path().join("p/brief.md"), "mine").unwrap();
    assert_eq!(refused(&[artifact("brief.md", "x")]), "brief.md");
    assert_eq!(refused(&[artifact("charts", "x")]), "charts");
    assert_eq!(refused(&[artifact("brief.md/a.png", "x")]), "brief.md");
    assert_eq!(fs::read_to_string(out.path().join("p/brief.md")).unwrap(), "mine");
    assert_eq!(fs::read_dir(out.path()).unwrap().count(), 1);
    // Beside it: kept.
    assert_eq!(replace(out.path(), "p", &[artifact("page.md", "x")]).unwrap().kept, ["brief.md", "charts/"]);
    assert_eq!(refused(&[artifact("brief.md", "x")]), "brief.md");
}

#[test]
fn files_beside_reports_are_written_over_only_by_their_own_kind() {
    let out = tempfile::tempdir().unwrap();
    let (page, picture) = (artifact("a.md", "one"), artifact("b.png", "x"));
    fs::write(out.path().join("a.md"), "mine").unwrap();
    let refused = beside(out.path(), std::slice::from_ref(&page)).unwrap_err();
    assert!(matches!(refused, Message::CannotWrite { reason: Refusal::NotOurs, .. }), "{refused:?}");
    assert_eq!(fs::read_to_string(out.path().join("a.md")).unwrap(), "mine");
    fs::remove_file(out.path().join("a.md")).unwrap();
    beside(out.path(), &[page, picture.clone()]).unwrap();
    beside(out.path(), &[artifact("a.md", "two")]).unwrap();
    assert_eq!(fs::read_to_string(out.path().join(LIST)).unwrap(), "a.md\nb.png\n", "what stays is still ours");
    beside(out.path(), &[picture]).unwrap();
    assert_eq!(fs::read_to_string(out.path().join("a.md")).unwrap(), "two");
}

#[test]
fn what_another_run_is_making_is_left_alone() {
    let out = tempfile::tempdir().unwrap();
    let folder = staged::Folder::new(out.path()).unwrap();
    let file = staged::file(out.path()).unwrap().0;
    fs::write(file.path(), "half a table").unwrap();
    // What was left by runs that are gone, and what people call so.
    fs::write(out.path().join(".winwin-staged-aB3xYz"), "half").unwrap();
    let theirs = [".winwin-backup", ".winwin-MyDocs", ".winwin-staged-notes of mine"];
    theirs.iter().for_each(|name| fs::write(out.path().join(name), "mine").unwrap());
    drop(hold(out.path(), || {}).unwrap());
    assert!(folder.path().is_dir() && file.path().is_file());
    assert!(!out.path().join(".winwin-staged-aB3xYz").exists());
    assert!(theirs.iter().all(|name| out.path().join(name).is_file()));
    // A writer that is alone clears too.
    for write in [&(|out: &Path| super::file(&out.join("x.csv"), b"x")) as &dyn Fn(&Path) -> Result<(), Message>, &|out| together(out, &[])]
    {
        fs::create_dir(out.path().join(".winwin-staged-aB3xYz")).unwrap();
        write(out.path()).unwrap();
        assert!(!out.path().join(".winwin-staged-aB3xYz").exists() && file.path().is_file());
    }
}

#[test]
fn whoever_waits_is_told() {
    let out = tempfile::tempdir().unwrap();
    let first = hold(out.path(), || panic!("nobody else is there")).unwrap();
    if !first.alone() {
        return;
    }
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::scope(|scope| {
        let second = scope.spawn(|| drop(hold(out.path(), || tell.send(()).unwrap()).unwrap()));
        told.recv().unwrap();
        assert!(!second.is_finished());
        drop(first);
        second.join().unwrap();
    });
}

#[cfg(unix)]
#[test]
fn a_file_keeps_the_rights_of_the_one_it_replaces() {
    use std::os::unix::fs::PermissionsExt;
    let out = tempfile::tempdir().unwrap();
    let (path, fresh) = (out.path().join("a.csv"), out.path().join("b.csv"));
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    super::file(&path, b"one").unwrap();
    // What anything new gets here, whatever the user keeps to himself.
    fs::write(&fresh, b"").unwrap();
    assert_eq!(mode(&path), mode(&fresh));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    super::file(&path, b"two").unwrap();
    assert_eq!((mode(&path), fs::read(&path).unwrap()), (0o600, b"two".to_vec()));
}

#[cfg(unix)]
#[test]
fn a_new_report_may_be_read_by_whoever_may_read_a_new_folder() {
    use std::os::unix::fs::PermissionsExt;
    let out = tempfile::tempdir().unwrap();
    let mode = |path: &Path| fs::metadata(out.path().join(path)).unwrap().permissions().mode() & 0o777;
    let report = |text: &str| replace(out.path(), "p", &[Artifact { path: "a.md".to_owned(), bytes: text.into() }]).unwrap();
    fs::create_dir(out.path().join("new")).unwrap();
    report("one");
    assert_eq!(mode(Path::new("p")), mode(Path::new("new")));
    assert!(!out.path().join("p/.rights").exists());
    fs::set_permissions(out.path().join("p"), fs::Permissions::from_mode(0o700)).unwrap();
    report("two");
    assert_eq!(mode(Path::new("p")), 0o700);
}

#[test]
fn what_is_saved_into_a_report_while_it_is_replaced_comes_along() {
    let out = tempfile::tempdir().unwrap();
    let (old, new) = (out.path().join("old"), out.path().join("new"));
    replace(out.path(), "old", &[artifact("brief.md", "x")]).unwrap();
    fs::write(old.join("kept.txt"), "first").unwrap();
    fs::write(old.join("same.txt"), "same").unwrap();
    let own = own::find(&old, &["brief.md"]).unwrap();
    fs::create_dir(&new).unwrap();
    fs::write(new.join("brief.md"), "y").unwrap();
    own::carry(&own, &old, &new).unwrap();
    // An editor saves by putting a new file in the old one's place.
    fs::write(old.join("draft"), "second, and longer").unwrap();
    fs::rename(old.join("draft"), old.join("kept.txt")).unwrap();
    fs::create_dir(old.join("photos")).unwrap();
    fs::write(old.join("photos/a.jpg"), "late").unwrap();
    own::carry_late(&own, &old, &new, &["brief.md"]).unwrap();
    let read = |path: &str| fs::read_to_string(new.join(path)).unwrap();
    assert_eq!([read("kept.txt"), read("same.txt"), read("photos/a.jpg"), read("brief.md")], ["second, and longer", "same", "late", "y"]);
    // What stands in the new report already is not written over, and the old one keeps its file.
    fs::write(old.join("both.txt"), "of the old").unwrap();
    fs::write(new.join("both.txt"), "of the new").unwrap();
    own::carry_late(&own, &old, &new, &["brief.md"]).unwrap_err();
    assert_eq!((read("both.txt"), fs::read_to_string(old.join("both.txt")).unwrap()), ("of the new".to_owned(), "of the old".to_owned()));
}

#[test]
fn a_table_takes_the_place_of_none_but_its_like() {
    let out = tempfile::tempdir().unwrap();
    let path = out.path().join("rows.csv");
    may_replace_table(&path, b"date,what\n").unwrap();
    fs::write(&path, "date,what\r\n2026-11-01,help\r\n").unwrap();
    may_replace_table(&path, b"date,what\n").unwrap();
    fs::write(&path, "my own notes").unwrap();
    may_replace_table(&path, b"date,what\n").unwrap_err();
}

#[test]
fn a_folder_made_for_nothing_goes_again() {
    let out = tempfile::tempdir().unwrap();
    let path = out.path().join("reports");
    drop(hold(&path, || {}).unwrap());
    assert!(!path.exists());
    let held = hold(&path, || {}).unwrap();
    fs::write(path.join("a"), "x").unwrap();
    drop(held);
    assert!(path.join("a").exists());
}

#[cfg(unix)]
#[test]
fn a_file_of_results_goes_through_links_and_into_pipes() {
    use std::io::Read;
    let out = tempfile::tempdir().unwrap();
    let (real, link, pipe) = (out.path().join("real.csv"), out.path().join("link.csv"), out.path().join("pipe"));
    fs::write(&real, "old").unwrap();
    std::os::unix::fs::symlink("real.csv", &link).unwrap();
    file(&link, b"new").unwrap();
    assert!(link.is_symlink() && fs::read_to_string(&real).unwrap() == "new");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let reader = {
        let pipe = pipe.clone();
        std::thread::spawn(move || {
            let mut text = String::new();
            fs::File::open(pipe).unwrap().read_to_string(&mut text).unwrap();
            text
        })
    };
    file(&pipe, b"through").unwrap();
    assert_eq!(reader.join().unwrap(), "through");
    assert!(!fs::metadata(&pipe).unwrap().is_file());
}
