//! Points on a map of the world.
use maud::{Markup, html};

/// A point.
#[derive(Clone, Debug)]
pub(crate) struct Point {
    pub name: String,
    pub lat: f64,
    pub lon: f64,
    pub count: u64,
}

/// The part of the map that is shown: left, top, width and height in tenths of degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
struct View(f64, f64, f64, f64);

/// The least that is shown, so that one knows where one is.
const LEAST: f64 = 600.0;
/// Width to height.
const SHAPE: f64 = 2.0;

fn place(point: &Point) -> (f64, f64) {
    ((point.lon + 180.0) * 10.0, (90.0 - point.lat) * 10.0)
}

impl View {
    /// A view with all points and some room around them.
    fn of(points: &[Point]) -> View {
        let mut ends = (f64::MAX, f64::MAX, f64::MIN, f64::MIN);
        for point in points {
            let (x, y) = place(point);
            ends = (ends.0.min(x), ends.1.min(y), ends.2.max(x), ends.3.max(y));
        }
        let (width, height) = ((ends.2 - ends.0) * 1.3, (ends.3 - ends.1) * 1.3);
        let width = width.max(height * SHAPE).clamp(LEAST, 3600.0);
        let height = width / SHAPE;
        let left = ((ends.0 + ends.2 - width) / 2.0).clamp(0.0, 3600.0 - width);
        let top = ((ends.1 + ends.3 - height) / 2.0).clamp(0.0, 1800.0 - height);
        View(left.round(), top.round(), width.round(), height.round())
    }
}

/// A map; nothing without points.
pub(crate) fn map(points: &[Point], label: &str) -> Markup {
    if points.is_empty() {
        return html! {};
    }
    let View(left, top, width, height) = View::of(points);
    let most = points.iter().map(|point| point.count).max().unwrap_or(1).max(1) as f64;
    let radius = |count: u64| width * (0.008 + 0.014 * (count as f64 / most).sqrt());
    html! {
        figure.map {
            svg viewBox=(format!("{left} {top} {width} {height}")) role="img" aria-label=(label) {
                image href="/assets/world.svg" x="0" y="0" width="3600" height="1800" {}
                @for point in points {
                    @let (x, y) = place(point);
                    circle cx=(format!("{x:.0}")) cy=(format!("{y:.0}")) r=(format!("{:.1}", radius(point.count))) stroke-width=(format!("{:.1}", width / 500.0)) {
                        title { (point.name) " (" (point.count) ")" }
                    }
                }
            }
            details {
                summary { "Places as a table" }
                table {
                    thead { tr { th { "Place" } th.number { "Count" } th.number { "Latitude" } th.number { "Longitude" } } }
                    tbody {
                        @for point in points {
                            tr {
                                td dir="auto" { (point.name) } td.number { (point.count) }
                                td.number { (format!("{:.2}", point.lat)) } td.number { (format!("{:.2}", point.lon)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_view_holds_all_points() {
        let point = |lat, lon| Point { name: String::new(), lat, lon, count: 1 };
        for points in
            [vec![point(48.0, 2.0)], vec![point(-89.0, -179.0), point(89.0, 179.0)], vec![point(0.0, 179.9)]]
        {
            let View(left, top, width, height) = View::of(&points);
            assert!(left >= 0.0 && top >= 0.0 && left + width <= 3601.0 && top + height <= 1801.0);
            for (x, y) in points.iter().map(place) {
                assert!(x >= left && x <= left + width && y >= top && y <= top + height, "{points:?}");
            }
        }
    }
}
