//! Charts. Plain views go in, [`scene::Scene`]s come out, [`paint::png`] turns a scene into bytes.
//!
//! Knows nothing of departments, scores or languages: every word on a picture comes in with the view.
//! Order of use: `theme` < `scene` < `font` < `wrap` < `layout` < the charts; `backend` and `paint`
//! are the only files that know plotters; `check` reads finished scenes.

pub mod backend;
pub mod check;
pub mod contribution;
pub mod coverage;
pub mod font;
pub mod heatmap;
pub mod layout;
pub mod page;
pub mod paint;
pub mod scene;
pub mod theme;
pub mod wrap;

mod breaks;
mod cluster;
mod headers;
mod heatkey;
mod indexed;
mod kern;
mod rownames;
mod shape;
mod share_bar;
mod system;
