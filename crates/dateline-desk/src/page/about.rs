//! What the desk is, how far it can be trusted, and whose data it shows.
use maud::{Markup, html};

use super::parts::grouped;
use super::{Head, bare};
use crate::desk::Counts;

/// The page about the desk.
pub(crate) fn page(counts: &Counts) -> Markup {
    let content = html! {
        div.head { h1 { "About" } p.sub { "dateline " (env!("CARGO_PKG_VERSION")) ", " (grouped(counts.articles)) " texts in this archive" } }
        section.plain {
            h2 { "What you see" }
            p { "dateline reads news pages into records: what the article is, who is in it, when and where, who said what, and what happened. Every fact points to the words that it was read from; “in the text” opens them. The name in small print below a fact is the rule or model that made it." }
            h2 { "How far to trust it" }
            p { "Facts are read by rules and small models without a person in between. Some are wrong, and many are missed; nothing is added that the page does not say. Check the words before you rely on a fact. How often each layer is right and what it misses is measured against public data sets: see " code { "docs/accuracy.md" } " of the project." }
            h2 { "Status" }
            dl {
                dt { span.tag.st-asserted { "asserted" } } dd { "stated as done or going on" }
                dt { span.tag.st-possible { "possible" } } dd { "may be, is alleged, depends" }
                dt { span.tag.st-planned { "planned" } } dd { "will be, was ordered or agreed to" }
                dt { span.tag.st-denied { "denied" } } dd { "somebody says that it did not happen" }
                dt { span.tag.st-negated { "negated" } } dd { "the text says that it did not happen" }
            }
            h2 { "Independent sources" }
            p { "Articles with the same text, and articles of one outlet, count as one source. Articles that credit one agency, or rest on one outlet's word, may be one; where that matters the number is a range. “First report” means the first in this archive: nobody can know from it who was first in the world." }
            h2 { "Outside programs" }
            p { "Everything here is also JSON under " code { "/api/v1" } ", described in " a href="/api/openapi.json" { "OpenAPI" } "; each list is a feed and a table (links at its foot). " code { "dateline mcp ARCHIVE" } " answers language models, with the words and the address of every fact." }
            h2 { "Licences" }
            p { "The program: MIT or Apache-2.0. The map: Natural Earth, public domain. Places: GeoNames, CC BY 4.0. All data that is built in: " code { "dateline licences" } ". The articles belong to those who wrote them." }
        }
    };
    bare(&Head { title: "About", part: "/about", ..Head::default() }, content)
}
