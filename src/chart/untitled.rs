//! A picture without its headline, for a page that says it in its own letters.

use crate::chart::font::Fonts;
use crate::chart::scene::{Item, Scene};
use crate::chart::theme::{MARGIN_Y, TextSize};

/// The scene without texts of the title's size at its head, moved up by the room they took; the title of the scene stays for readers.
pub fn untitled(scene: &Scene, fonts: &Fonts) -> Scene {
    let headline = |item: &Item| matches!(item, Item::Text(l) if l.size == TextSize::Title && l.y < scene.height / 4.0);
    let mut out = Scene { items: scene.items.iter().filter(|i| !headline(i)).cloned().collect(), ..scene.clone() };
    let top = out.items.iter().map(|i| i.bounds(fonts).y).fold(f64::INFINITY, f64::min);
    let up = if top.is_finite() { (top - MARGIN_Y).max(0.0).floor() } else { 0.0 };
    for item in &mut out.items {
        match item {
            Item::Rect { area, .. } | Item::Image { area, .. } => area.y -= up,
            Item::Line { points, .. } | Item::Polygon { points, .. } => points.iter_mut().for_each(|p| p.1 -= up),
            Item::Dot { y, .. } => *y -= up,
            Item::Text(label) => label.y -= up,
        }
    }
    out.height -= up;
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::check;
    use crate::chart::layout;
    use crate::chart::scene::Area;
    use crate::chart::theme::Color;

    #[test]
    fn the_headline_goes_and_the_rest_moves_up() {
        let fonts = Fonts::bundled();
        let (mut scene, y) = layout::begin("A finding with 5 of 8", "What is shown", &fonts);
        scene.rect(Area::new(40.0, y, 100.0, 200.0), Color::Help);
        let scene = layout::finish(scene, y + 200.0, "Source", &[], &fonts);
        let bare = untitled(&scene, &fonts);
        assert_eq!((bare.items.len(), bare.title.as_str()), (scene.items.len() - 1, "A finding with 5 of 8"));
        assert!(scene.height - bare.height >= 33.0, "{} {}", scene.height, bare.height);
        assert!(bare.labels().all(|l| l.size != TextSize::Title) && check::problems(&bare, &fonts).is_empty());
        assert_eq!(untitled(&bare, &fonts), bare);
    }
}
