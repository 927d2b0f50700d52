//! Source files, pinned by digest: a table is made from exactly the data its module names.

use std::path::Path;

use sha2::{Digest, Sha256};

/// Reads `name` in the folder `sources` and checks that its SHA-256 is `sha256`.
pub fn read(
    sources: &Path,
    name: &str,
    sha256: &str,
) -> Result<String, Box<dyn std::error::Error>> {
    let path = sources.join(name);
    let bytes = std::fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let digest: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    if digest != sha256 {
        return Err(format!("{}: SHA-256 is {digest}, not {sha256}", path.display()).into());
    }
    Ok(String::from_utf8(bytes)?)
}
