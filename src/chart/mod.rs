//! Charts. Plain views go in, [`scene::Scene`]s come out, [`paint::png`] and [`svg::svg`] turn a scene into bytes.
//!
//! Knows nothing of departments, scores or languages: every word on a picture comes in with the view.
//! Order of use: `theme` < `scene` < `font` < `wrap` < `layout` < the charts; `backend` and `paint`
//! are the only files that know plotters; `svg` writes scenes as text; `check` reads finished scenes; [`look::Look`]
//! holds what the user decides of all pictures.

pub mod backend;
pub mod balance;
pub mod calendar;
pub mod check;
pub mod contribution;
pub mod coverage;
pub mod font;
pub mod heatmap;
pub mod layout;
pub mod logo;
pub mod look;
pub mod map;
pub mod page;
pub mod paint;
pub mod place;
pub mod projects;
pub mod quadrant;
pub mod scene;
pub mod steps;
pub mod svg;
pub mod theme;
pub mod timeline;
pub mod untitled;
pub mod wrap;

mod breaks;
mod clear;
mod cluster;
mod headers;
mod heatkey;
mod indexed;
mod kern;
mod maplist;
mod mapseats;
mod marktexts;
mod namecolumn;
mod outline;
mod pairs;
mod pattern;
mod rownames;
mod shape;
mod share_bar;
mod stamp;
mod surface;
mod system;
