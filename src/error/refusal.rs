//! Why the system refuses a file or a folder, as far as a person can do something about it.

use std::io::{Error, ErrorKind};

/// A reason of the system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such file or folder.
    Missing,
    /// It belongs to somebody else, or the folder may not be written to.
    Denied,
    /// The disk is full, or the space that is allowed is used up.
    Full,
    /// The disk cannot be written to at all.
    ReadOnly,
    /// A folder where a file is meant.
    Folder,
    /// A file where a folder is meant.
    NotAFolder,
    /// A link to another place.
    Link,
    /// Neither a file nor a folder nor a link: a pipe, a socket.
    Special,
    /// Something of that name is there already.
    Exists,
    /// A name that the disk does not take.
    LongName,
    /// A file that this program did not write.
    NotOurs,
    /// More than is read of a file.
    TooBig {
        /// Most megabytes.
        most: u64,
    },
    /// Anything else, in the system's words.
    Other(String),
}

impl From<&Error> for Refusal {
    fn from(error: &Error) -> Self {
        match error.kind() {
            ErrorKind::NotFound => Refusal::Missing,
            ErrorKind::PermissionDenied => Refusal::Denied,
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => Refusal::Full,
            ErrorKind::ReadOnlyFilesystem => Refusal::ReadOnly,
            ErrorKind::IsADirectory => Refusal::Folder,
            ErrorKind::NotADirectory => Refusal::NotAFolder,
            ErrorKind::AlreadyExists => Refusal::Exists,
            ErrorKind::InvalidFilename => Refusal::LongName,
            _ => Refusal::Other(error.to_string()),
        }
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Refusal::from(&error)
    }
}

impl From<String> for Refusal {
    fn from(words: String) -> Self {
        Refusal::Other(words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_says_gets_a_name() {
        let folder = tempfile::tempdir().unwrap();
        let missing = std::fs::read(folder.path().join("gone.csv")).unwrap_err();
        assert_eq!(Refusal::from(&missing), Refusal::Missing);
        // A wrapped error, as the making of temporary files gives it, is the same reason.
        let wrapped = tempfile::Builder::new().tempfile_in(folder.path().join("gone")).unwrap_err();
        assert_eq!(Refusal::from(&wrapped), Refusal::Missing);
        let long = std::fs::write(folder.path().join("x".repeat(300)), "").unwrap_err();
        assert_eq!(Refusal::from(&long), Refusal::LongName);
        std::fs::write(folder.path().join("there"), "").unwrap();
        assert_eq!(Refusal::from(&std::fs::create_dir(folder.path().join("there")).unwrap_err()), Refusal::Exists);
        assert_eq!(Refusal::from(Error::other("odd")), Refusal::Other("odd".to_owned()));
    }
}
