//! Folders that a run makes, and takes away again when nothing came into them.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::Message;
use crate::report::write::refused;

/// Folders that were not there before, the outermost first. Those still empty when this goes, go with it.
#[derive(Debug, Default)]
pub struct Made(Vec<PathBuf>);

/// Makes a folder, with those above it.
///
/// # Errors
/// It cannot be made; none of those above it stays then.
pub fn folders(folder: &Path) -> Result<Made, Message> {
    let mut made: Vec<PathBuf> =
        folder.ancestors().take_while(|f| !f.as_os_str().is_empty() && !f.exists()).map(Path::to_path_buf).collect();
    made.reverse();
    let made = Made(made);
    fs::create_dir_all(folder).map_err(|e| refused(folder, e))?;
    Ok(made)
}

impl Drop for Made {
    fn drop(&mut self) {
        for folder in self.0.iter().rev() {
            // Only an empty folder can be removed so.
            let _ = fs::remove_dir(folder);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_stay_with_what_came_into_them_and_go_without() {
        let at = tempfile::tempdir().unwrap();
        let (inner, outer) = (at.path().join("a/b/c"), at.path().join("a"));
        drop(folders(&inner).unwrap());
        assert!(!outer.exists());
        let made = folders(&inner).unwrap();
        fs::write(at.path().join("a/b/kept"), "").unwrap();
        drop(made);
        assert!(!inner.exists() && at.path().join("a/b/kept").exists());
        // A folder that was there before stays, empty or not.
        fs::create_dir(at.path().join("mine")).unwrap();
        drop(folders(&at.path().join("mine")).unwrap());
        assert!(at.path().join("mine").exists());
        // One that cannot be made leaves nothing of the way to it.
        fs::write(at.path().join("file"), "").unwrap();
        assert!(folders(&at.path().join("file/x/y")).is_err());
        assert!(folders(&at.path().join(format!("new/{}", "x".repeat(300)))).is_err());
        assert!(!at.path().join("new").exists());
    }
}
