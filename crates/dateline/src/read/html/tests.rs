use super::{Dom, NodeId, Tag, parse};

/// Writes the tree as nested brackets: `p[One b[two]]`.
fn outline(page: &str, dom: &Dom, node: NodeId, out: &mut String) {
    let mut first = true;
    for child in dom.children(node) {
        if !std::mem::take(&mut first) {
            out.push(' ');
        }
        match dom.tag(child) {
            None => out.push_str(page[dom.page_range(child)].trim()),
            Some(_) => {
                let tag = &page[dom.page_range(child)];
                let name = tag[1..].split(|c: char| c.is_whitespace() || c == '>' || c == '/').next();
                out.push_str(&name.unwrap_or("").to_lowercase());
                out.push('[');
                outline(page, dom, child, out);
                out.push(']');
            }
        }
    }
}

fn check(page: &str, expected: &str) {
    let dom = parse(page);
    let mut out = String::new();
    outline(page, &dom, NodeId::ROOT, &mut out);
    assert_eq!(out, expected, "tree of {page:?}");
}

#[test]
fn late_parts_fill_their_gaps() {
    check(
        r#"<p>One<!--$?--><div><template id="B:0"></template></div><p>Four<div hidden id="S:0"><p>Two<template id="P:1"></template></div><div hidden id="S:1"><i>Three</i></div>"#,
        "p[One] div[template[p[Two template[i[Three]]]]] p[Four]",
    );
    check(r#"<div hidden id="S:0">Late</div><template id="B:0"></template>"#, "div[Late] template[]");
    check(
        r#"<template id="B:0"></template><div hidden id="S:0">A<template id="B:0"></template></div>"#,
        "template[A template[]]",
    );
}

#[test]
fn ends_are_implied() {
    check("<p>One<p>Two", "p[One] p[Two]");
    check("<ul><li>One<li>Two<ul><li>In</ul></ul>x", "ul[li[One] li[Two ul[li[In]]]] x");
    check("<p>One<div>Two</div>", "p[One] div[Two]");
    check("<table><tr><td>1<td>2<tr><td>3</table>4", "table[tr[td[1] td[2]] tr[td[3]]] 4");
    check("<dl><dt>A<dd>B<dt>C</dl>", "dl[dt[A] dd[B] dt[C]]");
    check("<head><title>T</title><p>Body", "head[title[T]] p[Body]");
}

#[test]
fn stray_ends_do_no_harm() {
    check("<div>One</p></b>Two</div></div>Three", "div[One Two] Three");
    check("<table><tr><td><b>x</div></td></tr></table>y", "table[tr[td[b[x]]]] y");
    check("<x-a><x-b>t</x-a>u", "x-a[x-b[t]] u");
}

#[test]
fn raw_text_is_not_markup() {
    check("<script>if (a < b) '<p>'</script><p>x", "script[if (a < b) '<p>'] p[x]");
    check("<title>A <b> c</title>", "title[A <b> c]");
    check("<p>a < b, 3 <4", "p[a < b, 3 <4]");
    check("<!-- <p> --><p>x<!-->y", "p[x y]");
}

#[test]
fn attributes_are_found_in_any_quotes() {
    let page = "<a HREF = '/x?a=1&amp;b' class=big disabled data-x=\"a>b\">t</a>";
    let dom = parse(page);
    let a = dom.all().next().unwrap();
    assert_eq!(dom.attr(page, a, "href"), Some("/x?a=1&amp;b"));
    assert_eq!(dom.attr(page, a, "class"), Some("big"));
    assert_eq!(dom.attr(page, a, "disabled"), Some(""));
    assert_eq!(dom.attr(page, a, "data-x"), Some("a>b"));
    assert_eq!(dom.tag(a), Some(Tag::A));
}

#[test]
fn drawings_close_themselves() {
    check("<svg><path/><g/></svg><p>x", "svg[path[] g[]] p[x]");
}

#[test]
fn depth_is_bounded() {
    let page = "<div>".repeat(100_000) + "deep";
    let dom = parse(&page);
    assert!(dom.all().all(|n| dom.depth(n) <= 256));
    let text = dom.all().last().unwrap();
    assert_eq!(&page[dom.page_range(text)], "deep");
}

#[test]
fn any_prefix_of_a_page_is_a_page() {
    let page = "<!doctype html><p class='a\"b' id=x>Fish &amp; <b>chips</b><script>1<2</script><!-- c --><svg/>é</p>";
    for (end, _) in page.char_indices() {
        parse(&page[..end]);
    }
}
