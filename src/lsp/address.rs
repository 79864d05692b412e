//! Addresses of files, as the protocol has them.

use std::path::{Path, PathBuf};

use lsp_types::Uri;
use percent_encoding::percent_decode_str;

use crate::report::escape_address;

/// The file that an address names; `None` for a document that is no file, such as one that has no name yet.
pub(super) fn path_of(address: &Uri) -> Option<PathBuf> {
    let (scheme, rest) = address.0.split_once("://")?;
    if !scheme.eq_ignore_ascii_case("file") {
        return None;
    }
    let (host, path) = rest.split_at(rest.find('/')?);
    let path = percent_decode_str(path.split(['?', '#']).next()?).decode_utf8().ok()?;
    let on_this_machine = host.is_empty() || host.eq_ignore_ascii_case("localhost");
    if cfg!(windows) {
        // `/c:/briefs`, and `//server/share`.
        let path = if on_this_machine { path.trim_start_matches('/').to_owned() } else { format!("//{host}{path}") };
        return Some(PathBuf::from(path.replace('/', "\\")));
    }
    on_this_machine.then(|| PathBuf::from(path.as_ref()))
}

/// The address of a file.
pub(super) fn address_of(path: &Path) -> Uri {
    let path = path.to_string_lossy();
    let path = if cfg!(windows) { path.replace('\\', "/") } else { path.into_owned() };
    Uri(match path.strip_prefix("//") {
        Some(share) if cfg!(windows) => format!("file://{}", escape_address(share)),
        _ => format!("file://{}{}", if path.starts_with('/') { "" } else { "/" }, escape_address(&path)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_and_back_is_the_same() {
        if cfg!(windows) {
            return;
        }
        for path in ["/briefs/a.md", "/a b/é#1?:%25.md", "/\u{1f600}"] {
            assert_eq!(path_of(&address_of(Path::new(path))).as_deref(), Some(Path::new(path)));
        }
        assert_eq!(path_of(&Uri("FILE://localhost/a%20b.md".to_owned())), Some(PathBuf::from("/a b.md")));
    }

    #[test]
    fn what_is_no_file_here_has_no_path() {
        for address in ["untitled:Untitled-1", "file://", "file:relative.md", "git:/a.md?ref", "", "file:///%ff"] {
            assert_eq!(path_of(&Uri(address.to_owned())), None, "{address}");
        }
    }
}
