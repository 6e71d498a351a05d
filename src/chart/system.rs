//! Fonts installed on the machine, for characters the bundled fonts lack.
//!
//! Invariant: the same installed fonts give the same choice, whatever order the system lists them in; a
//! file is read only when a glyph of it is drawn. Limits: outlines only, so no colour emoji.

use fontdb::{Database, ID, Style};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, GlyphId, MetadataProvider};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock};

/// A face of the system; its file is read when first drawn from.
struct SystemFace {
    id: ID,
    index: u32,
    bold: bool,
    source: fontdb::Source,
    bytes: OnceLock<Option<Arc<Vec<u8>>>>,
}

impl SystemFace {
    fn bytes(&self) -> Option<Arc<Vec<u8>>> {
        self.bytes
            .get_or_init(|| match &self.source {
                fontdb::Source::File(path) | fontdb::Source::SharedFile(path, _) => std::fs::read(path).ok().map(Arc::new),
                fontdb::Source::Binary(data) => Some(Arc::new(data.as_ref().as_ref().to_vec())),
            })
            .clone()
    }
}

/// The fonts of the system, in a fixed order of preference.
pub(crate) struct System {
    database: Database,
    faces: Vec<SystemFace>,
    known: Mutex<BTreeMap<(char, bool), Option<usize>>>,
}

impl System {
    /// Lists the installed fonts; with none every look-up is `None`.
    pub fn search() -> Self {
        let mut database = Database::new();
        database.load_system_fonts();
        let mut ranked: Vec<_> = database
            .faces()
            .filter(|face| face.style == Style::Normal)
            .map(|face| {
                let name = face.post_script_name.clone();
                // Upright, proportional, Simplified Chinese before its regional sisters.
                let rank =
                    (!name.contains("CJKsc"), !name.contains("Sans"), face.monospaced, face.weight.0.abs_diff(400), name, face.index);
                let item = SystemFace {
                    id: face.id,
                    index: face.index,
                    bold: face.weight.0 >= 600,
                    source: face.source.clone(),
                    bytes: OnceLock::new(),
                };
                (rank, item)
            })
            .collect();
        ranked.sort_by(|a, b| a.0.cmp(&b.0));
        Self { database, faces: ranked.into_iter().map(|(_, face)| face).collect(), known: Mutex::new(BTreeMap::new()) }
    }

    /// Runs `draw` on a face.
    pub fn with_font<T>(&self, at: usize, draw: impl FnOnce(&FontRef<'_>) -> T) -> Option<T> {
        let face = self.faces.get(at)?;
        let bytes = face.bytes()?;
        let font = FontRef::from_index(&bytes, face.index).ok()?;
        Some(draw(&font))
    }

    /// Face, glyph and advance (em) of a character.
    pub fn glyph(&self, c: char, bold: bool) -> Option<(usize, GlyphId, f64)> {
        let at = self.find(c, bold)?;
        let face = self.faces.get(at)?;
        let bytes = face.bytes()?;
        let font = FontRef::from_index(&bytes, face.index).ok()?;
        let id = font.charmap().map(c).filter(|g| g.to_u32() != 0)?;
        let advance = font.glyph_metrics(Size::new(1.0), LocationRef::default()).advance_width(id)?;
        Some((at, id, f64::from(advance)))
    }

    fn find(&self, c: char, bold: bool) -> Option<usize> {
        // A poisoned lock only means another thread stopped while writing one entry: still usable.
        let mut known = match self.known.lock() {
            Ok(guard) => guard,
            Err(poisoned) => poisoned.into_inner(),
        };
        *known.entry((c, bold)).or_insert_with(|| {
            let has = |face: &SystemFace| {
                let drawable = |data: &[u8], index: u32| {
                    let font = FontRef::from_index(data, index).ok()?;
                    let id = font.charmap().map(c).filter(|g| g.to_u32() != 0)?;
                    // Colour bitmaps have a character but no outline: not drawable here.
                    font.outline_glyphs().get(id).map(|_| ())
                };
                self.database.with_face_data(face.id, drawable).flatten().is_some()
            };
            let like = |f: &SystemFace| f.bold == bold && has(f);
            let same = self.faces.iter().position(like);
            same.or_else(|| self.faces.iter().position(has))
        })
    }
}
