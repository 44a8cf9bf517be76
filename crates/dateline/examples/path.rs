//! temp
use dateline::read::html;
fn main() {
    let p = std::fs::read_to_string(std::env::args().nth(1).unwrap()).unwrap();
    let d = html::parse(&p);
    let q = std::env::args().nth(2).unwrap();
    for n in d.all() {
        if d.tag(n).is_none() && p[d.page_range(n)].contains(&q) {
            println!("---");
            for a in d.ancestors(n) {
                println!("{}", &p[d.page_range(a)].chars().take(160).collect::<String>());
            }
        }
    }
}
