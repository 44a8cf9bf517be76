//! How many, day by day.
use maud::{Markup, html};

use crate::page::grouped;

/// A bar: its name, and how many of each kind.
pub(crate) type Bar = (String, Vec<u64>);

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 240.0;

/// Bars on each other, one kind above the other. The kinds have the classes `k-NAME`.
pub(crate) fn chart(kinds: &[&str], bars: &[Bar], label: &str) -> Markup {
    let sum = |bar: &Bar| bar.1.iter().sum::<u64>();
    let most = bars.iter().map(sum).max().unwrap_or(0);
    if most == 0 {
        return html! {};
    }
    let step = WIDTH / bars.len() as f64;
    let wide = (step * 0.8).min(40.0);
    let (first, last) = (bars.first().map(|bar| bar.0.as_str()), bars.last().map(|bar| bar.0.as_str()));
    html! {
        figure.chart {
            p.axis { span { (label) } span { "most: " (grouped(most)) } }
            svg viewBox=(format!("0 0 {WIDTH} {}", HEIGHT + 1.0)) role="img" aria-label=(label) {
                @for (at, bar) in bars.iter().enumerate() {
                    g {
                        title { (bar.0) ": " (sum(bar)) }
                        @for (kind, from, count) in stacked(kinds, bar) {
                            rect class=(format!("k-{kind}")) x=(format!("{:.1}", at as f64 * step + (step - wide) / 2.0)) width=(format!("{wide:.1}"))
                                y=(format!("{:.1}", HEIGHT - (from + count) as f64 / most as f64 * HEIGHT)) height=(format!("{:.1}", count as f64 / most as f64 * HEIGHT)) {}
                        }
                    }
                }
                line x1="0" x2=(WIDTH) y1=(HEIGHT) y2=(HEIGHT) {}
            }
            p.axis { span { (first.unwrap_or("")) } @if bars.len() > 1 { span { (last.unwrap_or("")) } } }
            @if kinds.len() > 1 { p.key { @for kind in kinds { span { i class=(format!("k-{kind}")) {} (kind) } } } }
            details {
                summary { "The same as a table" }
                table {
                    thead { tr { th { "Day" } @for kind in kinds { th.number { (kind) } } } }
                    tbody { @for bar in bars { tr { td { (bar.0) } @for count in &bar.1 { td.number { (count) } } } } }
                }
            }
        }
    }
}

/// The parts of a bar: the kind, what is below it, and how many.
fn stacked<'a>(kinds: &[&'a str], bar: &Bar) -> Vec<(&'a str, u64, u64)> {
    let mut below = 0;
    let part = |(kind, count): (&&'a str, &u64)| {
        let part = (*kind, below, *count);
        below += count;
        part
    };
    kinds.iter().zip(&bar.1).map(part).filter(|part| part.2 > 0).collect()
}
